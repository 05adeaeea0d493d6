import type { ConnectorPlugin } from '../../src/connectors/connector.ts';
import { compare } from '../../src/drift/compare.ts';
import type { Change, Direction, Verdict } from '../../src/model/drift.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import type { Validator } from '../../src/validate/validator.ts';
import { law } from '../../src/verdict/law.ts';

/** Changes from one live schema to a later one, of the same database and account. */
export function changesBetween(
  was: EntitySchema,
  now: EntitySchema,
  { capabilities }: Pick<ConnectorPlugin<never>, 'capabilities'>,
  judge: Validator,
): readonly Change[] {
  return compare(was, now, {
    source: 'db',
    sameAccount: true,
    sameDatabase: true,
    updateRevalidates: capabilities.updateRevalidates,
    hidden: [],
    renames: {},
    judge,
  });
}

/** `rule field direction verdict` of each change that is more than `info` in the direction. */
export function verdictsOf(changes: readonly Change[], direction: Direction): readonly string[] {
  return changes
    .map(({ rule, path, effect }) => {
      const verdict: Verdict = law[direction][effect[direction]];
      return { text: `${rule} ${path.field ?? '-'} ${verdict}`, verdict };
    })
    .filter(({ verdict }) => verdict !== 'info')
    .map(({ text }) => text)
    .sort();
}
