import { canonicalText } from '../contract/canonical.js';
import { mergeSnapshot, restrictFields } from '../contract/merge.js';
import { type ContractFolder, removeContract, writeContract, writeSourceInfo } from '../contract/store.js';
import type { SourceConfig } from '../model/config.js';
import { type Json, sameJson } from '../model/json.js';
import type { PulledSource } from '../model/pull.js';
import type { SnapshotEntity } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import type { EntityResult } from '../model/source.js';
import { byCodePoint } from '../model/text.js';
import { fieldPatterns } from './judge-entity.js';

/** What was pulled of one source, and where it goes. */
export type Snapshot = {
  readonly source: SourceConfig;
  /** The contracts that are there. */
  readonly before: ContractFolder;
  readonly pulled: PulledSource;
  /** The folder of all contracts. */
  readonly folder: string;
  /** True where only some entities were asked for: the others are then no concern. */
  readonly partial: boolean;
  readonly dryRun: boolean;
  readonly prune: boolean;
  readonly signal: AbortSignal;
};

/**
 * Writes the contracts of one source, and says what became of each; nothing where the source could not be read.
 * @throws SeamError `not-delivered`; what was written by then is whole
 */
export async function writeSnapshot(snapshot: Snapshot): Promise<readonly SnapshotEntity[]> {
  const { source, pulled, folder, partial, dryRun, signal } = snapshot;
  if (pulled.failure !== undefined) return [];
  const outcomes: SnapshotEntity[] = [];
  for (const result of pulled.results) {
    signal.throwIfAborted();
    outcomes.push(await writeEntity(result, snapshot));
  }
  if (pulled.system !== undefined && !dryRun && outcomes.some(isTaken)) {
    const { connector } = source;
    await writeSourceInfo(folder, source.name, { connector, mapping: pulled.mapping, ...pulled.system });
  }
  const asked = new Set(pulled.results.map(({ entity }) => entity));
  const others = partial ? [] : [...snapshot.before.contracts.keys()].filter((entity) => !asked.has(entity));
  for (const entity of others) outcomes.push(await leave(entity, 'unselected', snapshot));
  return outcomes;
}

const isTaken = ({ outcome }: SnapshotEntity) =>
  outcome === 'new' || outcome === 'changed' || outcome === 'unchanged';

async function writeEntity(result: EntityResult, snapshot: Snapshot): Promise<SnapshotEntity> {
  const { source, before, folder, dryRun } = snapshot;
  const { entity } = result;
  const known = before.contracts.get(entity);
  if (result.status !== 'described') {
    if (result.status === 'missing' && known !== undefined) return leave(entity, 'gone', snapshot);
    const { why, fix } = result;
    return { source: source.name, entity, outcome: 'unreadable', why, ...(fix === undefined ? {} : { fix }) };
  }
  const live = restrictFields(result.schema, fieldPatterns(source.entities, entity));
  const contract = mergeSnapshot(known?.schema, live);
  const isNew = known?.text !== canonicalText(contract);
  if (isNew && !dryRun) await writeContract(folder, source.name, contract);
  if (!isNew) return { source: source.name, entity, outcome: 'unchanged' };
  return known === undefined
    ? { source: source.name, entity, outcome: 'new', fields: Object.keys(contract.properties).length }
    : {
        source: source.name,
        entity,
        outcome: 'changed',
        changedFields: changedFields(known.schema, contract),
      };
}

/** A contract that nothing stands behind any more: it stays, unless it is to be pruned. */
async function leave(
  entity: string,
  outcome: 'gone' | 'unselected',
  { source, folder, prune, dryRun }: Snapshot,
): Promise<SnapshotEntity> {
  if (prune && !dryRun) await removeContract(folder, source.name, entity);
  return { source: source.name, entity, outcome: prune ? 'pruned' : outcome };
}

/** Names of the fields that differ in anything, or came or went, sorted. */
function changedFields(was: EntitySchema, now: EntitySchema): readonly string[] {
  const names = new Set([...Object.keys(was.properties), ...Object.keys(now.properties)]);
  return [...names]
    .filter(
      (name) =>
        was.required.includes(name) !== now.required.includes(name) ||
        !sameJson(fieldIn(was, name), fieldIn(now, name)),
    )
    .sort(byCodePoint);
}

function fieldIn({ properties }: EntitySchema, name: string): Json | undefined {
  // A schema is JSON: it was read from it, or is about to be written.
  return Object.hasOwn(properties, name) ? (properties[name] as unknown as Json) : undefined;
}
