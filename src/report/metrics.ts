import { verdicts } from '../model/drift.js';
import { coverageStatuses } from '../model/report.js';
import type { ScanReport } from '../model/scan.js';
import { byCodePoint } from '../model/text.js';

/** One number, with what it is of. */
type Sample = { readonly of: Readonly<Record<string, string>>; readonly value: number };

/** A gauge: all numbers of one kind. */
export type Family = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

/**
 * A scan as OpenMetrics text, for the textfile collector of node_exporter.
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function metricsText(scan: ScanReport): string {
  const lines = metricsOf(scan).flatMap(({ name, help, samples }) => [
    `# TYPE ${name} gauge`,
    `# HELP ${name} ${help}`,
    ...samples.map(({ of, value }) => `${name}${labels(of)} ${value}`),
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}

/** What a scan says in numbers. Names and labels are public: rules and dashboards use them. */
export function metricsOf({ report, run, alerts, exit }: ScanReport): readonly Family[] {
  const { findings, sources, coverage } = report;
  const open = findings.filter(({ waived }) => waived === undefined);
  const seams = new Map(
    open.flatMap(({ judgements }) =>
      judgements.flatMap(({ seam, owner }) => (seam === undefined ? [] : [[seam, owner] as const])),
    ),
  );
  const one = (value: number): readonly Sample[] => [{ of: {}, value }];
  return [
    {
      name: 'seam_scan_timestamp_seconds',
      help: 'When the last scan began.',
      samples: one(Date.parse(run.at) / 1000),
    },
    {
      name: 'seam_scan_duration_seconds',
      help: 'How long the last scan looked.',
      samples: one(report.duration / 1000),
    },
    { name: 'seam_scan_exit_code', help: 'Exit code of the last scan.', samples: one(exit.code) },
    {
      name: 'seam_source_up',
      help: '1 where the source could be looked at.',
      samples: sources.map(({ name, failure }) => ({
        of: { source: name },
        value: failure === undefined ? 1 : 0,
      })),
    },
    {
      name: 'seam_contracts',
      help: 'Contracts by what became of them.',
      samples: sources.flatMap(({ name }) =>
        coverageStatuses.map((status) => ({
          of: { source: name, status },
          value: coverage.filter((each) => each.source === name && each.status === status).length,
        })),
      ),
    },
    {
      name: 'seam_drift',
      help: 'Findings that nobody lets pass, by verdict.',
      samples: sources.flatMap(({ name }) =>
        verdicts.map((verdict) => ({
          of: { source: name, verdict },
          value: open.filter((each) => each.path.source === name && each.verdict === verdict && !each.silent)
            .length,
        })),
      ),
    },
    {
      name: 'seam_drift_waived',
      help: 'Findings that a waiver lets pass.',
      samples: sources.map(({ name }) => ({
        of: { source: name },
        value: findings.filter((each) => each.path.source === name && each.waived !== undefined).length,
      })),
    },
    {
      name: 'seam_seam_drift',
      help: 'Findings that break or concern an integration.',
      samples: [...seams]
        .sort(([a], [b]) => byCodePoint(a, b))
        .flatMap(([seam, owner]) =>
          (['breaking', 'warning'] as const).map((verdict) => ({
            of: { seam, owner: owner ?? '', verdict },
            value: open.filter(({ judgements }) =>
              judgements.some((each) => each.seam === seam && each.verdict === verdict),
            ).length,
          })),
        ),
    },
    {
      name: 'seam_alerts_undelivered',
      help: 'Alerts that have not arrived and are sent by the next scan.',
      samples: one(alerts.filter(({ outcome }) => outcome === 'failed' || outcome === 'waiting').length),
    },
  ];
}

function labels(of: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(of).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Backslash, quote and line feed are the three that a label value escapes. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
