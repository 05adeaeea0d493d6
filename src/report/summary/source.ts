import type { Coverage, SourceReport } from '../../model/report.js';
import { type Extent, grouped, shortened, spanWords } from '../words.js';

/** `Odoo 17.0`, with the version of its contracts where that is another one. */
function productWords({ product, connector, version, contractVersion }: SourceReport): string {
  const now = [product ?? connector, version].filter((part) => part !== undefined).join(' ');
  return contractVersion === undefined ? now : `${now} (contracts of ${contractVersion})`;
}

/**
 * `Odoo 17.0 · as seam-reader, company 1, en_US`: what was looked at, and with whose eyes.
 * @param coverage of this source; none where nothing was held against a contract
 */
export function sourceWords(
  source: SourceReport,
  coverage: readonly Coverage[],
  extent: Extent,
): readonly string[] {
  const { account, company, language } = source;
  const eyes = [
    account === undefined ? undefined : `as ${account}`,
    company === undefined ? undefined : `company ${company}`,
    language,
  ].filter((part) => part !== undefined);
  const looked = eyes.length === 0 ? [] : [eyes.join(', ')];
  return [productWords(source), ...looked, ...pulledWords(source), ...cacheWords(coverage)].map((part) =>
    shortened(part, extent),
  );
}

/** `Odoo 17.0 · 38 contracts clean`, and what else became of contracts: a line without findings is not always good. */
export function calmWords(
  source: SourceReport,
  coverage: readonly Coverage[],
  extent: Extent,
): readonly string[] {
  const count = (status: Coverage['status']) => coverage.filter((each) => each.status === status).length;
  const [clean, drifted, unreadable] = [count('clean'), count('drifted'), count('unreadable')];
  const outcome = [
    ...(clean > 0 || drifted === 0 ? [`${contracts(clean)} clean`] : []),
    ...(drifted > 0 ? [`${grouped(drifted)} drifted`] : []),
    ...(unreadable > 0 ? [`${grouped(unreadable)} could not be read`] : []),
  ];
  return [productWords(source), ...pulledWords(source), outcome.join(', '), ...cacheWords(coverage)].map(
    (part) => shortened(part, extent),
  );
}

/** `pulled 5 h ago (2026-11-02T03:00:00Z)`. */
function pulledWords({ pulledAt, pulledAgo }: SourceReport): readonly string[] {
  if (pulledAt === undefined) return [];
  return [
    pulledAgo === undefined ? `pulled ${pulledAt}` : `pulled ${spanWords(pulledAgo)} ago (${pulledAt})`,
  ];
}

/** `metadata of 3 contracts from the cache`: the source said that their metadata is unchanged since an earlier run. */
function cacheWords(coverage: readonly Coverage[]): readonly string[] {
  const count = coverage.filter(({ fromCache }) => fromCache).length;
  if (count === 0) return [];
  return [
    count === coverage.length ? 'metadata from the cache' : `metadata of ${contracts(count)} from the cache`,
  ];
}

/** `1 contract`, `38 contracts`. */
export function contracts(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'contract' : 'contracts'}`;
}
