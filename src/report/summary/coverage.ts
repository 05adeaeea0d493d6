import { type Group, groupsBy } from '../../model/groups.js';
import type { Coverage, Report, WaiverNote } from '../../model/report.js';
import { byCodePoint } from '../../model/text.js';
import { counted, type Extent, grouped, isWhole, listed, mostListed, shortened } from '../words.js';
import { contracts } from './source.js';

/** Something that was not looked at, or not wholly: never drift, and never silent. */
export type Gap = {
  readonly kind: 'unreadable' | 'waiver' | 'skipped' | 'not-compared' | 'not-contracted';
  /** Entities by name, or how many there are of what. */
  readonly what: string;
  /** How many entities it is about. */
  readonly count: number;
  readonly why?: string;
  readonly fixes: readonly string[];
};

/** How many contracts were asked for, and how many of them could be held against a live schema. */
export function checkedCounts({ coverage }: Report): { readonly asked: number; readonly checked: number } {
  const asked = coverage.filter(({ status }) => status !== 'not-contracted');
  const checked = asked.filter(({ status }) => status === 'clean' || status === 'drifted');
  return { asked: asked.length, checked: checked.length };
}

/** What became of an entity, in words. */
export const statusWords: Readonly<Record<Coverage['status'], string>> = {
  clean: 'clean',
  drifted: 'drifted',
  unreadable: 'could not be read',
  skipped: 'skipped',
  'not-contracted': 'without a contract',
};

/** `38 contracts: 35 clean, 2 drifted, 1 could not be read`; nothing where all are clean, or no source answered. */
export function totalWords({ coverage, sources }: Report): string | undefined {
  const asked = coverage.filter(({ status }) => status !== 'not-contracted');
  const allClean = asked.every(({ status }) => status === 'clean');
  if (allClean || sources.every(({ failure }) => failure !== undefined)) return undefined;
  const parts = Object.entries(statusWords).flatMap(([status, words]) => {
    const count = asked.filter((each) => each.status === status).length;
    return count === 0 ? [] : [`${grouped(count)} ${words}`];
  });
  return `${contracts(asked.length)}: ${parts.join(', ')}`;
}

/** All that was not looked at, with the reason; worst first. */
export function gapsOf(report: Report, extent: Extent): readonly Gap[] {
  return [
    ...darkSources(report),
    ...dark(report, 'unreadable', extent),
    ...dark(report, 'skipped', extent),
    ...notCompared(report, extent),
    ...notObservable(report, extent),
    ...notContracted(report, extent),
    ...waiverGaps(report, extent),
  ];
}

/** Contracts of sources that could not be read at all; the failure itself is told beside the source. */
function darkSources(report: Report): readonly Gap[] {
  if (checkedCounts(report).checked === 0) return [];
  return report.sources.flatMap(({ name, failure }) => {
    const count = report.coverage.filter(
      ({ source, status }) => source === name && status !== 'not-contracted',
    ).length;
    if (failure === undefined || count === 0) return [];
    const what = `${contracts(count)} of ${name}`;
    return [{ kind: 'unreadable', what, count, why: failure.code, fixes: [] }];
  });
}

/** Entities of a status with why and what to do; those with the same reason together. */
function dark(report: Report, kind: 'unreadable' | 'skipped', extent: Extent): readonly Gap[] {
  const failed = new Set(report.sources.filter(({ failure }) => failure).map(({ name }) => name));
  const entities = report.coverage.filter((each) => each.status === kind && !failed.has(each.source));
  const reasons = groupsBy(entities, ({ why, fix }) => [why, fix]);
  const most = isWhole(reasons.length, extent) ? reasons.length : mostListed;
  const missing = reasons.slice(most).flat().length;
  return [
    ...reasons.slice(0, most).map((alike) => darkGap(kind, alike, report, extent)),
    ...(missing === 0
      ? []
      : [{ kind, what: `and ${grouped(missing)} more: seam check --all`, count: missing, fixes: [] }]),
  ];
}

function darkGap(kind: Gap['kind'], alike: Group<Coverage>, report: Report, extent: Extent): Gap {
  const [{ why, fix }] = alike;
  return {
    kind,
    what: namesOf(alike, report, extent),
    count: alike.length,
    why: shortened(why ?? 'no reason is known', extent),
    fixes: fix === undefined ? [] : [shortened(fix, extent)],
  };
}

/** Facets that one side could not tell, by the reason. */
function notCompared({ coverage }: Report, extent: Extent): readonly Gap[] {
  const all = coverage.flatMap((each) => (each.notCompared ?? []).map((facet) => ({ ...facet, of: each })));
  return groupsBy(all, ({ why }) => [why]).map((alike) => {
    const facets = [...new Set(alike.map(({ facet }) => facet))].sort(byCodePoint);
    const count = new Set(alike.map(({ of }) => of)).size;
    const what = `not compared in ${contracts(count)}: ${facets.join(', ')}`;
    return { kind: 'not-compared', what, count, why: shortened(alike[0].why, extent), fixes: [] };
  });
}

/** Facets that a connector can tell of no entity: the same on every run, so only who wants all is told. */
function notObservable({ sources, coverage }: Report, extent: Extent): readonly Gap[] {
  if (!extent.all) return [];
  return sources.flatMap(({ name, connector, notObservable: facets = [] }) =>
    facets.map(({ facet, why }) => ({
      kind: 'not-compared',
      what: `never compared in ${name}, since ${connector} cannot tell it: ${facet}`,
      count: coverage.filter(({ source }) => source === name).length,
      why: shortened(why, extent),
      fixes: [],
    })),
  );
}

/** Entities that the source lists and nobody has contracted. */
function notContracted(report: Report, extent: Extent): readonly Gap[] {
  const entities = report.coverage.filter(({ status }) => status === 'not-contracted');
  const count = entities.length;
  if (count === 0) return [];
  const what = `${counted(count, 'entity', 'entities')} without a contract: ${namesOf(entities, report, extent)}`;
  const fixes = [...new Set(entities.map(({ fix }) => fix).filter((fix) => fix !== undefined))];
  const shown = extent.all || fixes.length === 1 ? fixes : [];
  return [{ kind: 'not-contracted', what, count, fixes: shown.map((fix) => shortened(fix, extent)) }];
}

/** What is to be said of a waiver. */
export const waiverWords: Readonly<Record<WaiverNote['problem'], string>> = {
  invalid: 'cannot be read, and waives nothing',
  expired: 'waives nothing any more',
  'too-long': 'waives nothing',
  unused: 'is not needed',
};

function waiverGaps({ waivers = [] }: Report, extent: Extent): readonly Gap[] {
  return waivers.map(({ problem, why, at: { file, line } }) => ({
    kind: 'waiver',
    what: `waiver at ${shortened(file, extent)}:${line} ${waiverWords[problem]}`,
    count: 1,
    why: shortened(why, extent),
    fixes: [],
  }));
}

/** The entities, with their source where there are several. */
function namesOf(entities: readonly Coverage[], { sources }: Report, extent: Extent): string {
  const names = entities.map(({ source, entity }) => (sources.length > 1 ? `${source}/${entity}` : entity));
  return listed(
    names.map((name) => shortened(name, extent)),
    extent,
  );
}
