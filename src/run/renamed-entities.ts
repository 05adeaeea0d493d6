import { walkChange } from '../drift/change.js';
import { type EntityRename, entityRenames } from '../drift/entity-rename.js';
import type { PulledSource } from '../model/pull.js';
import type { EntitySchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';
import { type Judged, judgeChange, type Sides } from './judge-entity.js';

/** What is needed to find out what became of entities that are gone. */
export type Search = {
  /** The contract of an entity, where there is one. */
  readonly contractOf: (entity: string) => EntitySchema | undefined;
  readonly pulled: PulledSource;
  /** The names that the source lists; empty where it cannot be asked. */
  readonly list: () => Promise<readonly string[]>;
  /** Live schemas of further entities. */
  readonly describe: (entities: readonly string[]) => Promise<PulledSource>;
};

/** New entities that are described for one that is gone: each may cost a call, and a catalogue can have thousands. */
const mostForOne = 5;
const mostDescribed = 20;

/**
 * The outcomes, with entities that are gone and have most probably another name now said as such. Only where one is gone
 * is anything more asked of the source: its catalogue, and the schemas of the few new entities whose names are most alike.
 * What cannot be found out leaves the removal as it is.
 */
export async function withRenames(
  judged: readonly Judged[],
  sides: Sides,
  search: Search,
): Promise<readonly Judged[]> {
  const gone = judged
    .filter(({ findings }) => findings.some(({ rule }) => rule === 'entity-removed'))
    .flatMap(({ coverage }) => search.contractOf(coverage.entity) ?? []);
  if (gone.length === 0) return judged;
  const said = sides.config.entityRenames;
  const known = Object.hasOwn(said, sides.owner) ? (said[sides.owner] ?? {}) : {};
  const added = await addedEntities(gone, known, search);
  const certain = gone.flatMap((was) => saidRename(was, known, added));
  const paired = new Set(certain.flatMap(({ from, to }) => [from, to]));
  const free = ({ 'x-seam': { entity } }: EntitySchema) => !paired.has(entity);
  const likely = entityRenames(gone.filter(free), added.filter(free), {
    sameDatabase: sides.was?.database !== undefined && sides.was.database === sides.now?.database,
    kept: judged.flatMap(({ reading }) => reading ?? []),
  });
  const renames = new Map([...certain, ...likely].map((rename) => [rename.from, rename]));
  return judged.map((each) => {
    const rename = renames.get(each.coverage.entity);
    return rename === undefined ? each : { ...each, findings: [renamed(rename, sides)] };
  });
}

/** A rename that `seam.yaml` says, where the source has the new entity. */
function saidRename(
  was: EntitySchema,
  known: Readonly<Record<string, string>>,
  added: readonly EntitySchema[],
): readonly EntityRename[] {
  const from = was['x-seam'].entity;
  const to = Object.hasOwn(known, from) ? known[from] : undefined;
  if (to === undefined || !added.some(({ 'x-seam': { entity } }) => entity === to)) return [];
  return [{ from, to, confidence: 1, evidence: ['`renames` in seam.yaml says so'] }];
}

function renamed({ from, to, confidence, evidence }: EntityRename, sides: Sides) {
  const notes = [
    { label: 'why', text: `${evidence.join(', ')}; \`${from}\` is gone` },
    { label: 'confidence', text: confidence.toFixed(2) },
  ];
  const path = { source: sides.source, entity: from };
  return judgeChange(walkChange('entity-renamed', path, { before: from, after: to, notes }), sides);
}

/** Live schemas of entities that have no contract: those that were described, and a few that are described for it. */
async function addedEntities(
  gone: readonly EntitySchema[],
  known: Readonly<Record<string, string>>,
  { contractOf, pulled, list, describe }: Search,
): Promise<readonly EntitySchema[]> {
  const described = schemasIn(pulled).filter(({ 'x-seam': { entity } }) => contractOf(entity) === undefined);
  const have = new Set(pulled.results.map(({ entity }) => entity));
  const listed = (pulled.listed ?? (await list())).filter(
    (name) => contractOf(name) === undefined && !have.has(name),
  );
  const wanted = new Set(Object.values(known).filter((name) => listed.includes(name)));
  for (const { 'x-seam': seam } of gone) {
    const near = [...listed].sort(
      (a, b) => likeness(seam.entity, b) - likeness(seam.entity, a) || byCodePoint(a, b),
    );
    for (const name of near.slice(0, mostForOne)) if (wanted.size < mostDescribed) wanted.add(name);
  }
  if (wanted.size === 0) return described;
  return [...described, ...schemasIn(await describe([...wanted]))];
}

function schemasIn({ results }: PulledSource): readonly EntitySchema[] {
  return results.flatMap((result) => (result.status === 'described' ? [result.schema] : []));
}

/** How alike two names are, from 0 to 1, by the pairs of letters that they share: an order of looking, no evidence. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / Math.max(1, left.size + right.size);
}

function pairsOf(name: string): ReadonlySet<string> {
  const letters = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return new Set([...letters].slice(1).map((letter, index) => letters.charAt(index) + letter));
}
