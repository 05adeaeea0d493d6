import type { Coverage, Report } from '../../model/report.js';
import { byCodePoint } from '../../model/text.js';
import type { RenderOptions } from '../format.js';
import { type Group, groupsBy } from '../groups.js';
import { hanging } from '../layout.js';
import { counted, grouped, isWhole, listed, mostListed, shortened } from '../words.js';
import { contracts } from './source.js';

/** How many contracts were asked for, and how many of them could be held against a live schema. */
export function checkedCounts({ coverage }: Report): { readonly asked: number; readonly checked: number } {
  const asked = coverage.filter(({ status }) => status !== 'not-contracted');
  const checked = asked.filter(({ status }) => status === 'clean' || status === 'drifted');
  return { asked: asked.length, checked: checked.length };
}

const statusWords = {
  clean: 'clean',
  drifted: 'drifted',
  unreadable: 'could not be read',
  skipped: 'skipped',
} as const;

/** What was looked at and what was not, with the reason; nothing but what is worth a look where all are clean. */
export function coverageLines(report: Report, options: RenderOptions): readonly string[] {
  return [
    ...totals(report, options),
    ...darkSources(report, options),
    ...dark(report, 'unreadable', '?', options),
    ...dark(report, 'skipped', '-', options),
    ...notCompared(report, options),
    ...notContracted(report, options),
  ];
}

/** `38 contracts: 35 clean, 2 drifted, 1 could not be read`. */
function totals({ coverage, sources }: Report, options: RenderOptions): readonly string[] {
  const parts = Object.entries(statusWords).flatMap(([status, words]) => {
    const count = coverage.filter((each) => each.status === status).length;
    return count === 0 ? [] : [`${grouped(count)} ${words}`];
  });
  const asked = coverage.filter(({ status }) => status !== 'not-contracted').length;
  const allClean = coverage.every(({ status }) => status === 'clean' || status === 'not-contracted');
  const nothingRead = sources.every(({ failure }) => failure !== undefined);
  if (allClean || nothingRead) return [];
  return hanging('', `${contracts(asked)}: ${parts.join(', ')}`, options);
}

/** Contracts of sources that could not be read at all; the failure itself is told above. */
function darkSources(report: Report, options: RenderOptions): readonly string[] {
  if (checkedCounts(report).checked === 0) return [];
  return report.sources.flatMap(({ name, failure }) => {
    const count = report.coverage.filter(
      (each) => each.source === name && each.status === 'unreadable',
    ).length;
    if (failure === undefined || count === 0) return [];
    return hanging('  ? ', `${contracts(count)} of ${name}: ${failure.code}`, options);
  });
}

/** Entities of a status with why and what to do; those with the same reason together. */
function dark(
  report: Report,
  status: 'unreadable' | 'skipped',
  symbol: string,
  options: RenderOptions,
): readonly string[] {
  const failed = new Set(report.sources.filter(({ failure }) => failure).map(({ name }) => name));
  const entities = report.coverage.filter((each) => each.status === status && !failed.has(each.source));
  const reasons = groupsBy(entities, ({ why, fix }) => [why, fix]);
  const most = isWhole(reasons.length, options) ? reasons.length : mostListed;
  const missing = reasons.slice(most).flat().length;
  return [
    ...reasons.slice(0, most).flatMap((alike) => reasonLines(alike, symbol, report, options)),
    ...(missing === 0 ? [] : [`  ${symbol} and ${grouped(missing)} more: seam check --all`]),
  ];
}

function reasonLines(
  alike: Group<Coverage>,
  symbol: string,
  report: Report,
  options: RenderOptions,
): readonly string[] {
  const [{ why, fix }] = alike;
  const names = listed(
    alike.map((each) => nameOf(each, report, options)),
    options,
  );
  const reason = shortened(why ?? 'no reason is known', options);
  const said =
    alike.length === 1
      ? hanging(`  ${symbol} `, `${names}  ${reason}`, options)
      : [...hanging(`  ${symbol} `, names, options), ...hanging('    ', reason, options)];
  return [...said, ...(fix === undefined ? [] : hanging('    → ', shortened(fix, options), options))];
}

/** The entity, with its source where there are several. */
function nameOf({ source, entity }: Coverage, { sources }: Report, options: RenderOptions): string {
  return shortened(sources.length > 1 ? `${source}/${entity}` : entity, options);
}

/** Facets that one side could not tell, by the reason: never drift, and never silent. */
function notCompared({ coverage }: Report, options: RenderOptions): readonly string[] {
  const all = coverage.flatMap((each) => (each.notCompared ?? []).map((facet) => ({ ...facet, of: each })));
  return groupsBy(all, ({ why }) => [why]).flatMap((alike) => {
    const facets = [...new Set(alike.map(({ facet }) => facet))].sort(byCodePoint);
    const count = new Set(alike.map(({ of }) => of)).size;
    const [{ why }] = alike;
    const text = `not compared in ${contracts(count)}: ${facets.join(', ')} (${shortened(why, options)})`;
    return hanging('  - ', text, options);
  });
}

/** Entities that the source lists and nobody has contracted. */
function notContracted(report: Report, options: RenderOptions): readonly string[] {
  const entities = report.coverage.filter(({ status }) => status === 'not-contracted');
  if (entities.length === 0) return [];
  const names = listed(
    entities.map((each) => nameOf(each, report, options)),
    options,
  );
  const lines = hanging(
    '  - ',
    `${counted(entities.length, 'entity', 'entities')} without a contract: ${names}`,
    options,
  );
  const fixes = [...new Set(entities.map(({ fix }) => fix).filter((fix) => fix !== undefined))];
  const shown = options.all || fixes.length === 1 ? fixes : [];
  return [...lines, ...shown.flatMap((fix) => hanging('    → ', shortened(fix, options), options))];
}
