import type { Capabilities, Capability } from '../model/capabilities.js';
import type { SourceConfig } from '../model/config.js';
import { defined } from '../model/defined.js';
import type { PulledSource } from '../model/pull.js';
import type { SourceReport } from '../model/report.js';
import type { ObservedFacet } from '../model/schema.js';
import type { SystemInfo } from '../model/source.js';
import { byCodePoint } from '../model/text.js';

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

/** What the connector can tell of no entity: nobody compares it, and a report says so. */
export function blindSpots({ facets }: Capabilities): Pick<SourceReport, 'notObservable'> {
  const dark = (Object.entries(facets) as [ObservedFacet, Capability][])
    .filter(([, { observable }]) => observable === 'no')
    .map(([facet, { note }]) => ({ facet, why: note }))
    .sort((a, b) => byCodePoint(a.facet, b.facet));
  return dark.length === 0 ? {} : { notObservable: dark };
}
