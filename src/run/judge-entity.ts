import { selectEntities } from '../config/select.js';
import { restrictFields } from '../contract/merge.js';
import type { Wire } from '../contract/views.js';
import { walkChange } from '../drift/change.js';
import { compare } from '../drift/compare.js';
import { fingerprint } from '../drift/fingerprint.js';
import { facetNotObservable, observability, relies } from '../drift/observed.js';
import type { Proofs } from '../drift/proofs.js';
import type { Capabilities } from '../model/capabilities.js';
import type { Config, EntitySelector } from '../model/config.js';
import type { Change } from '../model/drift.js';
import type { Coverage, Finding } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import type { EntityResult, SystemInfo } from '../model/source.js';
import type { Validator } from '../validate/validator.js';
import { judge as verdictsOf } from '../verdict/judge.js';
import { contractKey, type OwnedUse } from '../verdict/usage.js';
import type { Reading } from './accept-entity.js';
import { type Objections, withObjections } from './objections.js';

/** What `seam.yaml` says of renames and of how severe a change is. */
type Policy = Pick<Config, 'renames' | 'entityRenames' | 'rules'>;

/** Where there is no `seam.yaml`. */
export const noPolicy: Policy = { renames: {}, entityRenames: {}, rules: [] };

/** What is known of the two pulls that are held against each other. */
export type Sides = {
  /** Name under which findings are shown. */
  readonly source: string;
  /** Source whose folder holds the contracts. */
  readonly owner: string;
  readonly selectors: readonly EntitySelector[];
  readonly capabilities: Capabilities;
  /** The connector's encoding of raw records, where it differs from the logical one. */
  readonly wire: Wire | undefined;
  /** A second judge of the documents that prove an effect. */
  readonly judge: Validator;
  /** What the source was when its contracts were taken, and what it is now. */
  readonly was: SystemInfo | undefined;
  readonly now: SystemInfo | undefined;
  readonly config: Policy;
  readonly uses: ReadonlyMap<string, readonly OwnedUse[]>;
  /** What was proved so far of this source's fields. */
  readonly proofs?: Proofs;
  /** What the second opinion objects to, by entity; absent where nobody asked it. */
  readonly objections?: ReadonlyMap<string, Objections>;
};

/** The outcome for one entity. */
export type Judged = {
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  /** Both sides, where there are two: for whoever wants to try another contract. */
  readonly reading?: Reading;
};

type Described = Extract<EntityResult, { status: 'described' }>;
type NotDescribed = Exclude<EntityResult, Described>;

/** Holds one contract against what became of describing its entity. */
export function judgeEntity(contract: EntitySchema, result: EntityResult, sides: Sides): Judged {
  if (result.status !== 'described') return judgeAbsent(contract, result, sides);
  const live = restrictFields(result.schema, fieldPatterns(sides.selectors, result.entity));
  const findingsOf = (held: EntitySchema) =>
    changesIn(held, result, live, sides).map((change) => judgeChange(change, sides));
  const findings = findingsOf(contract);
  const notCompared = notComparedIn(contract, result);
  return {
    findings,
    reading: { contract, live, findings: findingsOf },
    coverage: {
      source: sides.source,
      entity: result.entity,
      status: findings.some((finding) => !finding.silent) ? 'drifted' : 'clean',
      ...(result.fromCache ? { fromCache: true } : {}),
      ...(notCompared.length === 0 ? {} : { notCompared }),
    },
  };
}

/** An entity that is not there is drift; one that could not be looked at is not known to be anything. */
function judgeAbsent(
  contract: EntitySchema,
  { entity, status, why, fix }: NotDescribed,
  sides: Sides,
): Judged {
  const coverage = { source: sides.source, entity, why, ...(fix === undefined ? {} : { fix }) };
  if (status === 'missing') {
    const findings = [judgeChange(entityGone(contract, sides), sides)];
    return { findings, coverage: { source: sides.source, entity, status: 'drifted' } };
  }
  const skipped = status === 'not-applicable';
  return { findings: [], coverage: { ...coverage, status: skipped ? 'skipped' : 'unreadable' } };
}

/** A finding for a change of a contract of this source, with the verdicts for the seams that use it. */
export function judgeChange(change: Change, { owner, config, uses, capabilities }: Sides): Finding {
  return verdictsOf(change, fingerprint(change), {
    uses: uses.get(contractKey(owner, change.path.entity)) ?? [],
    policy: config.rules,
    onWrite: capabilities.onWrite,
  });
}

function changesIn(
  contract: EntitySchema,
  result: Described,
  selected: EntitySchema,
  sides: Sides,
): readonly Change[] {
  const { source, owner, wire, judge, was, now, capabilities, config } = sides;
  const { entity } = contract['x-seam'];
  const key = contractKey(owner, entity);
  const changes = compare(contract, result.schema, {
    source,
    sameAccount: sameOrUnknown(was?.account, now?.account),
    sameDatabase: was?.database !== undefined && was.database === now?.database,
    updateRevalidates: capabilities.updateRevalidates,
    refusesUnknown: capabilities.onWrite['unknown-field'] === 'rejects',
    hidden: result.hidden ?? [],
    renames: Object.hasOwn(config.renames, key) ? (config.renames[key] ?? {}) : {},
    wire,
    judge,
    proofs: sides.proofs,
  });
  const objections = sides.objections?.get(entity) ?? new Map();
  const path = { source, entity };
  const lost = observability(contract, result.schema).lost.filter((facet) => relies(contract, facet));
  return [
    ...withObjections(changes, objections).filter((change) => isSelected(change, result.schema, selected)),
    ...lost.map((facet) => facetNotObservable(path, facet, whyNotObserved(result, facet))),
  ];
}

/** A new field that no selector names is no part of the contract. It was compared all the same: it may be a renamed one. */
function isSelected(
  { before, after, path: { field } }: Change,
  live: EntitySchema,
  selected: EntitySchema,
): boolean {
  const isNew = before === undefined && after !== undefined && field !== undefined;
  if (!isNew || !Object.hasOwn(live.properties, field)) return true;
  return Object.hasOwn(selected.properties, field);
}

/** Field names and globs that selectors give for an entity; absent: all fields. */
export function fieldPatterns(
  selectors: readonly EntitySelector[],
  entity: string,
): readonly string[] | undefined {
  return selectEntities(selectors, [entity]).selected.get(entity)?.fields;
}

function entityGone(contract: EntitySchema, { source, was, now }: Sides): Change {
  const sameAccount = sameOrUnknown(was?.account, now?.account);
  const path = { source, entity: contract['x-seam'].entity };
  const before = `${Object.keys(contract.properties).length} fields`;
  return walkChange(sameAccount ? 'entity-removed' : 'entity-removed-or-hidden', path, { before });
}

function sameOrUnknown(was: string | undefined, now: string | undefined): boolean {
  return was === undefined || now === undefined || was === now;
}

/** Facets that one side could not tell, or neither although the connector can as a rule, each with the reason. */
function notComparedIn(contract: EntitySchema, result: Described): Coverage['notCompared'] & object {
  const { lost, gained } = observability(contract, result.schema);
  const known = new Set([...lost, ...gained, ...result.schema['x-seam'].observed]);
  return [
    ...lost.map((facet) => ({
      facet,
      why: whyNotObserved(result, facet) ?? 'the source does not tell it any more',
    })),
    ...gained.map((facet) => ({ facet, why: 'the contract does not record it yet' })),
    ...(result.notObserved ?? []).filter(({ facet }) => !known.has(facet)),
  ];
}

function whyNotObserved({ notObserved = [] }: Described, facet: string): string | undefined {
  return notObserved.find((each) => each.facet === facet)?.why;
}
