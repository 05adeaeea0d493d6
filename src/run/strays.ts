import { walkChange } from '../drift/change.js';
import { fingerprint } from '../drift/fingerprint.js';
import type { Config } from '../model/config.js';
import type { Change } from '../model/drift.js';
import type { Finding } from '../model/report.js';
import { judge } from '../verdict/judge.js';
import type { Plan } from './check-plan.js';
import type { Contracts } from './contracts.js';

/** Contracts that nothing watches: of entities that no selector asks for, and of folders that belong to no source. */
export function strayFindings(
  plans: readonly Plan[],
  { orphans }: Contracts,
  { rules: policy }: Pick<Config, 'rules'>,
): readonly Finding[] {
  // A source that is held against the contracts of another may well ask for fewer of them.
  const own = plans.filter(({ source }) => source.contractsOf === undefined);
  const unselected = own.flatMap(({ source, unselected }) =>
    unselected.map((entity) => walkChange('contract-not-selected', { source: source.name, entity })),
  );
  const sourceless = [...orphans].map(([source, count]) =>
    walkChange('contract-without-source', { source, entity: '*' }, { before: counted(count) }),
  );
  return [...unselected, ...sourceless].map((change: Change) =>
    judge(change, fingerprint(change), { uses: [], policy }),
  );
}

const counted = (count: number) => `${count} ${count === 1 ? 'contract' : 'contracts'}`;
