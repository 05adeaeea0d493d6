import { sameJson } from '../model/json.js';
import type { EntitySchema, FieldSchema } from '../model/schema.js';

/** What is known beside the entity that is gone and the one that came. */
export type EntityCircumstances = {
  /** Vendor ids of fields say something only within one database. */
  readonly sameDatabase: boolean;
  /** Contracts of the source that are still there, each with its live schema: what pointed to the entity, and what its fields are like. */
  readonly kept: readonly { readonly contract: EntitySchema; readonly live: EntitySchema }[];
};

export type EntityRename = {
  readonly from: string;
  readonly to: string;
  /** 0 to 1; 1 is certain. */
  readonly confidence: number;
  /** What speaks for it, strongest first. */
  readonly evidence: readonly string[];
};

/** Below this a pair is no more than a removal and an addition. */
const threshold = 0.8;

/** Fewer fields of its own than this say too little of an entity. */
const fewest = 3;

/**
 * Pairs of entities that are gone and new ones that are most probably the same under another name. Likeness of names is
 * no evidence: upgrades split and move entities into others of nearly the same name. An entity with two equally good
 * partners is in no pair.
 */
export function entityRenames(
  gone: readonly EntitySchema[],
  added: readonly EntitySchema[],
  circumstances: EntityCircumstances,
): readonly EntityRename[] {
  const common = commonFields(circumstances.kept);
  const all = gone.flatMap((from) => added.flatMap((to) => weigh(from, to, common, circumstances) ?? []));
  return all.filter((rename) => {
    const rivals = all.filter((other) => (other.from === rename.from) !== (other.to === rename.to));
    return rivals.every(({ confidence }) => confidence < rename.confidence);
  });
}

function weigh(
  was: EntitySchema,
  now: EntitySchema,
  common: ReadonlySet<string>,
  { sameDatabase, kept }: EntityCircumstances,
): EntityRename | undefined {
  const [from, to] = [was['x-seam'].entity, now['x-seam'].entity];
  const [before, after] = [ownFields(was, common), ownFields(now, common)];
  const names = [...before.keys()].filter((name) => after.has(name));
  const alike = names.filter((name) => isAlike(before.get(name), after.get(name), { from, to }));
  const all = new Set([...before.keys(), ...after.keys()]).size;
  const share = all === 0 ? 0 : alike.length / all;
  // What every entity has is no evidence by its name, and is by its id.
  const ids = sameDatabase ? sameIds(was, now) : undefined;
  // Ids that are all others prove that the fields are others.
  if (ids !== undefined && ids.same === 0 && ids.known >= fewest) return undefined;
  const moved = kept.filter(({ contract, live }) => pointsAnew(contract, live, from, to)).length;
  const label = was.title !== undefined && was.title === now.title;
  const enough = alike.length >= fewest;
  const confidence = Math.max(
    ids !== undefined && ids.same >= fewest && ids.same * 2 >= ids.known ? 0.98 : 0,
    moved > 0 && enough && share >= 0.5 ? 0.95 : 0,
    label && enough && share >= 0.6 ? 0.93 : 0,
    enough && share >= 0.8 ? 0.85 : 0,
  );
  if (confidence < threshold) return undefined;
  const evidence = [
    ...(ids !== undefined && ids.same > 0 ? [`${ids.same} fields with the same id`] : []),
    ...(moved > 0 ? [`${counted(moved, 'contract points', 'contracts point')} to it instead`] : []),
    `${alike.length} of ${all} fields of the two are the same`,
    ...(label ? [`same label "${was.title}"`] : []),
    ...(was['x-seam'].key !== undefined && sameJson(was['x-seam'].key, now['x-seam'].key)
      ? ['same key']
      : []),
  ];
  return { from, to, confidence, evidence };
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Fields that most entities of the source have (`create_uid`, `owner`): two that share them need have nothing in common. */
function commonFields(kept: EntityCircumstances['kept']): ReadonlySet<string> {
  if (kept.length < 2) return new Set();
  const counts = new Map<string, number>();
  for (const { live } of kept) {
    for (const name of Object.keys(live.properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count * 2 > kept.length).map(([name]) => name));
}

function ownFields(
  { properties }: EntitySchema,
  common: ReadonlySet<string>,
): ReadonlyMap<string, FieldSchema> {
  return new Map(Object.entries(properties).filter(([name]) => !common.has(name)));
}

function isAlike(
  was: FieldSchema | undefined,
  now: FieldSchema | undefined,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  if (was === undefined || now === undefined) return false;
  const [before, after] = [was['x-seam'] ?? {}, now['x-seam'] ?? {}];
  const sameType =
    before.nativeType === undefined || after.nativeType === undefined
      ? sameJson(withoutNull(was), withoutNull(now))
      : before.nativeType === after.nativeType;
  // What pointed to itself points to itself.
  const target = before.target === from ? to : before.target;
  return sameType && sameJson(target, after.target);
}

function withoutNull({ type }: FieldSchema): readonly string[] {
  const listed = type === undefined ? [] : typeof type === 'string' ? [type] : type;
  return listed.filter((each) => each !== 'null').sort();
}

/** How many fields of the one that is gone have an id, and how many of these ids the new one has. */
function sameIds(
  before: EntitySchema,
  after: EntitySchema,
): { readonly known: number; readonly same: number } | undefined {
  const idsOf = ({ properties }: EntitySchema) =>
    Object.values(properties).flatMap((field) => field['x-seam']?.id ?? []);
  const [old, now] = [idsOf(before), new Set(idsOf(after))];
  if (old.length === 0 || now.size === 0) return undefined;
  return { known: old.length, same: old.filter((id) => now.has(id)).length };
}

/** True where a field pointed to the one entity and points to the other now. */
function pointsAnew(contract: EntitySchema, live: EntitySchema, from: string, to: string): boolean {
  return Object.entries(contract.properties).some(([name, was]) => {
    const now = Object.hasOwn(live.properties, name) ? live.properties[name] : undefined;
    return pointsTo(was, from) && now !== undefined && pointsTo(now, to) && !pointsTo(now, from);
  });
}

function pointsTo(field: FieldSchema, entity: string): boolean {
  const target = field['x-seam']?.target;
  return typeof target === 'string' ? target === entity : (target?.includes(entity) ?? false);
}
