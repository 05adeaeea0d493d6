import { type Config, ownerOf, type PolicyRule, type SourceConfig } from '../model/config.js';
import { type Direction, directions, type Verdict, verdicts } from '../model/drift.js';
import { matchesGlob } from '../model/glob.js';
import { type Json, sameJson } from '../model/json.js';
import type { Weakening } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import type { Waiver } from '../model/waiver.js';
import { type OwnedUse, usesByContract } from './usage.js';

/** All that decides what a check looks at, and how severe it is. */
export type Gate = {
  readonly config: Config;
  /** By `source/entity`. */
  readonly contracts: ReadonlyMap<string, EntitySchema>;
  readonly waivers: readonly Waiver[];
  /** Fields by the contracts that a source selects among some; `undefined`: all fields. */
  readonly selected: (
    source: SourceConfig,
    entities: readonly string[],
  ) => ReadonlyMap<string, readonly string[] | undefined>;
};

/** The worst verdict that the law has for a rule in some directions, where nothing more is known of the change. */
export type Severity = (rule: string, directions: readonly Direction[]) => Verdict;

/**
 * What a later gate checks less than an earlier one. Where it cannot be told that nothing is lost, it is lost: what is
 * said here costs a look, what is not said costs the gate.
 */
export function weakened(before: Gate, after: Gate, severity: Severity): readonly Weakening[] {
  return [
    ...sourcesLost(before, after),
    ...contractsLost(before, after),
    ...selectionLost(before, after),
    ...usesLost(before, after),
    ...rulesLost(before.config.rules, after.config.rules, severity),
    ...settingsLost(before.config, after.config),
    ...waiversAdded(before.waivers, after.waivers),
  ];
}

function sourcesLost({ config }: Gate, { config: now }: Gate): readonly Weakening[] {
  return config.sources.flatMap(({ name, contractsOf }): readonly Weakening[] => {
    const kept = now.sources.find((source) => source.name === name);
    if (kept === undefined) return [{ kind: 'source-removed', what: name }];
    if (kept.contractsOf === contractsOf) return [];
    return [
      { kind: 'contracts-of-changed', what: name, ...values(contractsOf ?? name, kept.contractsOf ?? name) },
    ];
  });
}

function contractsLost(before: Gate, after: Gate): readonly Weakening[] {
  return [...before.contracts.keys()]
    .filter((key) => !after.contracts.has(key))
    .map((key) => ({ kind: 'contract-removed', what: key }));
}

function selectionLost(before: Gate, after: Gate): readonly Weakening[] {
  return before.config.sources.flatMap((source) => {
    const now = after.config.sources.find(({ name }) => name === source.name);
    if (now === undefined) return [];
    const prefix = `${ownerOf(source)}/`;
    const known = [...before.contracts.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    const chosen = after.selected(now, known);
    return [...before.selected(source, known)].flatMap(([entity, fields]): readonly Weakening[] => {
      const what = `${source.name}/${entity}`;
      if (!chosen.has(entity)) return [{ kind: 'entity-unselected', what }];
      const left = chosen.get(entity);
      return coversFields(left, fields)
        ? []
        : [{ kind: 'fields-unselected', what, ...values(fields ?? '*', left ?? '*') }];
    });
  });
}

/** True where the patterns certainly fit all that others fit; `undefined` is all fields. */
function coversFields(
  now: readonly string[] | undefined,
  then: readonly string[] | undefined = ['*'],
): boolean {
  return now === undefined || then.every((pattern) => now.some((wide) => covers(wide, pattern)));
}

/** `*` fits whatever stands in its place, also another `*`; `?` does not. */
function covers(wide: string, pattern: string): boolean {
  return wide === pattern || (!wide.includes('?') && matchesGlob(wide, pattern));
}

function usesLost(before: Gate, after: Gate): readonly Weakening[] {
  const then = usesByContract(before.config.seams, (source, entity) => contractIn(before, source, entity));
  const now = usesByContract(after.config.seams, (source, entity) => contractIn(after, source, entity));
  const seams = new Set(after.config.seams.map(({ name }) => name));
  const gone = before.config.seams.filter(({ name }) => !seams.has(name));
  const narrowed = [...then].flatMap(([key, uses]) =>
    uses
      .filter(({ seam }) => seams.has(seam.name))
      .flatMap((use) =>
        useLost(
          key,
          use,
          (now.get(key) ?? []).filter(({ seam }) => seam.name === use.seam.name),
        ),
      ),
  );
  return [
    ...gone.map(({ name }): Weakening => ({ kind: 'seam-removed', what: name, seam: name })),
    ...narrowed,
    ...[...before.contracts.keys()].flatMap((key) =>
      then.has(key) ? [] : judgedForSome(key, now.get(key) ?? []),
    ),
  ];
}

const contractIn = ({ contracts }: Gate, source: string, entity: string) =>
  contracts.get(`${source}/${entity}`);

function useLost(what: string, use: OwnedUse, now: readonly OwnedUse[]): readonly Weakening[] {
  const about = { what, seam: use.seam.name };
  const lost = use.directions.filter((each) => !now.some(({ directions }) => directions.includes(each)));
  const kept = use.directions.filter((each) => !lost.includes(each));
  const narrowed = kept.filter((direction) => !coversFields(fieldsOf(now, direction), use.fields));
  const strict = now.some((each) => each.strict && each.directions.includes('read'));
  return [
    ...(lost.length === 0 ? [] : [{ kind: 'use-removed', ...about, before: lost } as const]),
    ...(narrowed.length === 0
      ? []
      : [
          {
            kind: 'use-narrowed',
            ...about,
            ...values(
              use.fields ?? '*',
              narrowed.flatMap((direction) => fieldsOf(now, direction) ?? ['*']),
            ),
          } as const,
        ]),
    ...(use.strict && kept.includes('read') && !strict
      ? [{ kind: 'use-not-strict', ...about } as const]
      : []),
  ];
}

/** Patterns of the fields that some uses name in a direction; `undefined`: all. */
function fieldsOf(uses: readonly OwnedUse[], direction: Direction): readonly string[] | undefined {
  const fitting = uses.filter(({ directions }) => directions.includes(direction));
  if (fitting.some(({ fields }) => fields === undefined)) return undefined;
  return [...new Set(fitting.flatMap(({ fields }) => fields ?? []))];
}

/** A contract that no seam names is judged for everybody; one that a seam names, for that seam alone. */
function judgedForSome(what: string, now: readonly OwnedUse[]): readonly Weakening[] {
  const whole = directions.every(
    (direction) =>
      now.some((use) => use.directions.includes(direction)) && fieldsOf(now, direction) === undefined,
  );
  if (now.length === 0 || whole) return [];
  return [{ kind: 'use-instead-of-all', what, after: [...new Set(now.map(({ seam }) => seam.name))] }];
}

function rulesLost(
  before: readonly PolicyRule[],
  after: readonly PolicyRule[],
  severity: Severity,
): readonly Weakening[] {
  const [then, now] = [before.map(asJson), after.map(asJson)];
  const has = (lines: readonly Json[], line: Json) => lines.some((each) => sameJson(each, line));
  const added = after.flatMap((line): readonly Weakening[] => {
    const isNew = !has(then, asJson(line));
    const lawful = severity(line.rule, line.directions);
    // Nobody had a say in it before, and the law calls it harmless: this can only make it more severe.
    const raises =
      lawful === 'info' && line.verdict === 'warning' && !before.some(({ rule }) => rule === line.rule);
    if (!isNew || line.verdict === 'breaking' || raises) return [];
    return [{ kind: 'rule-lowered', what: where(line), rule: line.rule, ...values(lawful, line.verdict) }];
  });
  const dropped = before.flatMap((line): readonly Weakening[] =>
    has(now, asJson(line)) || line.verdict === 'info'
      ? []
      : [{ kind: 'rule-dropped', what: where(line), rule: line.rule, before: line.verdict }],
  );
  if (added.length + dropped.length > 0) return [...added, ...dropped];
  const kept = then.filter((line) => has(now, line));
  const order = now.filter((line) => has(then, line));
  return sameJson(kept, order) ? [] : [{ kind: 'rules-reordered', what: 'rules' }];
}

const asJson = ({ rule, verdict, directions, path }: PolicyRule): Json => [
  rule,
  verdict,
  directions,
  path ?? '*',
];
const where = ({ path }: PolicyRule) => path ?? '*';

function settingsLost(before: Config, after: Config): readonly Weakening[] {
  const [then, now] = [verdicts.indexOf(before.failOn), verdicts.indexOf(after.failOn)];
  return [
    ...(now < then
      ? [{ kind: 'fail-on-lowered', what: 'failOn', ...values(before.failOn, after.failOn) } as const]
      : []),
    ...(after.maxWaiverDays > before.maxWaiverDays
      ? [
          {
            kind: 'waivers-longer',
            what: 'maxWaiverDays',
            ...values(before.maxWaiverDays, after.maxWaiverDays),
          } as const,
        ]
      : []),
  ];
}

function waiversAdded(before: readonly Waiver[], after: readonly Waiver[]): readonly Weakening[] {
  const known = before.map(content);
  return after
    .filter((waiver) => !known.some((each) => sameJson(each, content(waiver))))
    .map((waiver) => ({
      kind: 'waiver-added',
      what: waiver.fingerprint ?? [waiver.rule, waiver.path].filter((part) => part !== undefined).join(' '),
      after: { until: waiver.until, reason: waiver.reason },
      at: waiver.at,
    }));
}

/** What a waiver says, wherever it stands. */
function content({ at: _, ...waiver }: Waiver): Json {
  const members = Object.entries(waiver).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as Json;
}

function values(before: Json, after: Json) {
  return { before, after };
}
