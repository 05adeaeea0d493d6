import { type Edit, editsBetween, withEdits } from '../contract/edits.js';
import { mergeSnapshot } from '../contract/merge.js';
import { SeamError } from '../errors/seam-error.js';
import type { Json } from '../model/json.js';
import type { Finding } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';

/** A contract beside its live schema, and the findings of any contract in its place. */
export type Reading = {
  readonly contract: EntitySchema;
  readonly live: EntitySchema;
  readonly findings: (contract: EntitySchema) => readonly Finding[];
};

/**
 * The contract with just as much of the live schema as makes the chosen findings go: the drift engine itself says which
 * steps that takes, so that what is written is what the next check finds green. All other findings stay as they are.
 * @throws SeamError `usage-invalid` where a chosen finding cannot go without another one that was not chosen
 */
export function acceptedContract(
  { contract, live, findings }: Reading,
  chosen: readonly Finding[],
): EntitySchema {
  const before = findings(contract);
  const wanted = new Set(chosen.map(({ fingerprint }) => fingerprint));
  const others = before.filter(({ fingerprint }) => !wanted.has(fingerprint));
  const allowed = new Set(others.map(({ fingerprint }) => fingerprint));
  // A schema is JSON: it was read from it, or is about to be written.
  const [was, now] = [contract, mergeSnapshot(contract, live)].map((each) => each as unknown as Json) as [
    Json,
    Json,
  ];
  const at = (edits: readonly Edit[]) => withEdits(was, now, edits) as unknown as EntitySchema;
  const leftBy = (edits: readonly Edit[]) => findings(at(edits)).map(({ fingerprint }) => fingerprint);
  const owners = new Set(chosen.flatMap(ownersOf));
  let edits = editsBetween(was, now).filter((edit) => owners.has(ownerOf(edit)));
  for (const edit of edits) {
    const fewer = edits.filter((each) => each !== edit);
    if (leftBy(fewer).every((fingerprint) => allowed.has(fingerprint))) edits = fewer;
  }
  const left = new Set(leftBy(edits));
  const lost = others.filter(({ fingerprint, silent }) => silent === undefined && !left.has(fingerprint));
  const stuck = [...left].some((fingerprint) => !allowed.has(fingerprint));
  if (lost.length > 0 || stuck) throw inseparable(chosen, lost);
  return at(edits);
}

/** Top-level fields whose schemas make the finding; the empty name is the entity itself. */
function ownersOf({ path: { field }, rule, after }: Finding): readonly string[] {
  if (field === undefined) return [''];
  const [top = field] = field.split('.');
  const names = [field, top];
  return rule === 'field-renamed' && typeof after === 'string' ? [...names, after] : names;
}

function ownerOf(edit: Edit): string {
  const [first, second] = edit.path;
  if (first === 'properties' && second !== undefined) return second;
  const isItem = edit.kind === 'add-item' || edit.kind === 'remove-item';
  return first === 'required' && isItem && typeof edit.value === 'string' ? edit.value : '';
}

function inseparable(chosen: readonly Finding[], lost: readonly Finding[]): SeamError {
  const named = (findings: readonly Finding[]) =>
    findings.map(({ path, rule, fingerprint }) => `${path.field ?? path.entity} ${rule} (${fingerprint})`);
  const [first] = chosen;
  const what = named(chosen).join(', ');
  return new SeamError('usage-invalid', {
    where: { source: first?.path.source ?? '', entity: first?.path.entity ?? '' },
    why:
      lost.length === 0
        ? `${what} cannot be accepted alone: what is left would be drift of another kind.`
        : `${what} cannot be accepted without ${named(lost).join(', ')}: the same words of the contract say both.`,
    fix: 'Accept them together, or the whole entity.',
  });
}
