import type { SourceConfig } from '../model/config.js';
import type { PulledSource } from '../model/pull.js';
import type { SourceReport } from '../model/report.js';
import type { SystemInfo } from '../model/source.js';

/** A source as a report shows it: what it is now, and its version when the contracts were taken where that differs. */
export function sourceReport(
  { name, connector, contractsOf }: SourceConfig,
  { system, failure }: PulledSource,
  then?: SystemInfo,
  pulledBefore: Pick<SourceReport, 'pulledAt' | 'pulledAgo'> = {},
): SourceReport {
  const { product, version, account, company, language } = system ?? then ?? {};
  const contractVersion = then?.version !== version ? then?.version : undefined;
  const members = {
    ...{ product, version, contractVersion, account, company, language, contractsOf, failure },
    ...pulledBefore,
  };
  return { name, connector, ...defined(members) };
}

/** The members that are there. */
function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
