import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { ScanReport } from '../../src/model/scan.ts';
import { metricsText } from '../../src/report/metrics.ts';
import { finding } from '../notify/nights.ts';

const scan: ScanReport = {
  format: 1,
  seamVersion: '0.0.0',
  command: 'scan',
  run: { id: 'run-1', at: '2026-11-01T02:00:00.000Z' },
  report: {
    format: 1,
    seamVersion: '0.0.0',
    command: 'scan',
    failOn: 'warning',
    duration: 1_500,
    sources: [
      { name: 'erp', connector: 'odoo' },
      { name: 'a"\\\n', connector: 'odoo', failure: { code: 'source-timeout', why: 'It is away.' } },
    ],
    findings: [finding('code'), { ...finding('grade'), waived: { reason: 'agreed', until: '2026-12-24' } }],
    coverage: [{ source: 'erp', entity: 'kumquat.order', status: 'drifted' }],
    rules: {},
    exit: { code: 1, all: [1, 3] },
  },
  failures: [],
  ended: [],
  alerts: [],
  state: { place: '.seam' },
  exit: { code: 1, all: [1, 3] },
};

const text = metricsText(scan);

/** The file of an example. */
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

describe('the metrics of a scan', () => {
  test('are OpenMetrics: families in one piece, labels escaped, EOF at the end', () => {
    expect(text).toMatch(/\n# EOF\n$/);
    const sample = /^[a-z_]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(?:,|(?=\})))+\})? -?\d+(?:\.\d+)?$/;
    const lines = text.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('#') && !sample.test(line))).toEqual([]);
    const names = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('say what drifted, what is let pass, what is dark, and whom it breaks', () => {
    for (const line of [
      'seam_scan_timestamp_seconds 1793498400',
      'seam_scan_exit_code 1',
      'seam_source_up{source="erp"} 1',
      'seam_source_up{source="a\\"\\\\\\n"} 0',
      'seam_drift{source="erp",verdict="breaking"} 1',
      'seam_drift_waived{source="erp"} 1',
      'seam_seam_drift{seam="juice-press",owner="team-press",verdict="breaking"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  test('please promtool', (context) => {
    const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    context.skip(error !== undefined, 'no promtool on this machine (apt-get install prometheus)');
    expect(status, stdout + stderr).toBe(0);
  });
});

describe('the examples', () => {
  /** Names of metrics in an expression. */
  const namesIn = (expression: string) => expression.match(/\bseam_[a-z_]+/g) ?? [];
  const known = new Set(text.match(/^seam_[a-z_]+/gm));

  test('of alert rules and of the dashboard use metrics that there are', () => {
    const { groups } = parse(readFileSync(example('prometheus/seam.rules.yml'), 'utf8'));
    const rules = groups.flatMap((group: { rules: readonly { expr: string }[] }) => group.rules);
    const { panels } = JSON.parse(readFileSync(example('grafana/seam.json'), 'utf8'));
    const targets = panels.flatMap((panel: { targets: readonly { expr: string }[] }) => panel.targets);
    const used = [...rules, ...targets].flatMap(({ expr }: { expr: string }) => namesIn(expr));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('of alert rules please promtool', (context) => {
    const { error, status, stdout, stderr } = spawnSync(
      'promtool',
      ['check', 'rules', example('prometheus/seam.rules.yml')],
      {
        encoding: 'utf8',
      },
    );
    context.skip(error !== undefined, 'no promtool on this machine (apt-get install prometheus)');
    expect(status, stdout + stderr).toBe(0);
  });

  test('of a CronJob is one that runs one scan at a time, without rights', () => {
    const [, job] = parseAllDocuments(readFileSync(example('kubernetes/cronjob.yaml'), 'utf8')).map(
      (document) => {
        expect(document.errors).toEqual([]);
        return document.toJS();
      },
    );
    expect(job).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { concurrencyPolicy: 'Forbid' },
    });
    const { containers } = job.spec.jobTemplate.spec.template.spec;
    expect(containers[0].args[0]).toBe('scan');
    expect(containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
    });
  });
});
