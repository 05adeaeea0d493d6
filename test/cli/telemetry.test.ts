import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type Answer, listen } from '../erp/listening.ts';
import { fruitProject } from './fruit-project.ts';

type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
};

type OtlpMetric = {
  readonly name: string;
  readonly description: string;
  readonly gauge: {
    readonly dataPoints: readonly {
      readonly asDouble: number;
      readonly attributes: readonly {
        readonly key: string;
        readonly value: { readonly stringValue: string };
      }[];
    }[];
  };
};

/** A project, and a collector that answers so. */
async function project(
  answer: () => Answer | Promise<Answer> = () => ({
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }),
) {
  const { service, seam, erp } = await fruitProject();
  const collector = await listen(answer);
  onTestFinished(collector.close);
  await seam(['snapshot']);
  const at = (path: string) =>
    collector.asked.filter((asked) => asked.path === path).map(({ body }) => JSON.parse(body));
  /** Each number that the collector has got, as OpenMetrics writes it. */
  const numbers = (): readonly string[] =>
    at('/v1/metrics')
      .flatMap(({ resourceMetrics }) => resourceMetrics)
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }): readonly OtlpMetric[] => metrics)
      .flatMap(({ name, gauge }) =>
        gauge.dataPoints.map(({ asDouble, attributes }) => {
          const labels = attributes.map(({ key, value }) => `${key}=${JSON.stringify(value.stringValue)}`);
          return `${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`} ${asDouble}`;
        }),
      );
  /** What the collector has got. */
  const spans = (): readonly OtlpSpan[] =>
    at('/v1/traces').flatMap((body) =>
      body.resourceSpans.flatMap((resource: { scopeSpans: readonly { spans: readonly OtlpSpan[] }[] }) =>
        resource.scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
  return {
    service,
    erp,
    collector,
    spans,
    numbers,
    seam,
    on: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  };
}

test('a run, its sources and their calls are spans of one trace, each below the other', async () => {
  const { service, collector, spans, seam, on } = await project();
  const { code, stdout, stderr } = await seam(['check', '--format', 'json'], on);
  expect([code, stderr]).toEqual([0, '']);
  const { trace }: Report = JSON.parse(stdout);
  const [run, pull, call] = ['seam check', 'pull', 'GET'].map((name) =>
    spans().find((span) => span.name === name),
  );
  expect(new Set(spans().map(({ traceId }) => traceId))).toEqual(new Set([trace]));
  expect(run?.parentSpanId ?? '').toBe('');
  expect([pull?.parentSpanId, call?.parentSpanId]).toEqual([run?.spanId, pull?.spanId]);
  expect(service.asked.at(-1)?.headers['traceparent']).toBe(`00-${trace}-${call?.spanId}-01`);
  expect(collector.asked.map(({ body }) => body).join('')).not.toContain('canary');
  expect(collector.asked.map(({ path }) => path)).toEqual(['/v1/traces']);
});

test('a run within a trace is a part of it', async () => {
  const { spans, seam, on } = await project();
  const [trace, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
  await seam(['check'], { ...on, TRACEPARENT: `00-${trace}-${parent}-01` });
  expect(spans().find(({ name }) => name === 'seam check')).toMatchObject({
    traceId: trace,
    parentSpanId: parent,
  });
});

test('a failure is marked', async () => {
  const { service, spans, seam, on } = await project();
  await service.close();
  expect((await seam(['check'], on)).code).toBe(3);
  expect(spans().map(({ name, status }) => [name, status.code])).toEqual(
    expect.arrayContaining([
      ['pull', 2],
      ['seam check', 2],
    ]),
  );
});

test('a collector that refuses changes no verdict, and is named', async () => {
  const { seam, on } = await project(() => ({ status: 400, body: 'no' }));
  const { code, stderr } = await seam(['check'], on);
  expect([code, stderr]).toEqual([0, expect.stringContaining('could not be delivered')]);
});

test('nothing is sent where no collector is named, or all is turned off', async () => {
  const { collector, seam, on } = await project();
  await seam(['check']);
  await seam(['check'], { ...on, OTEL_SDK_DISABLED: 'true' });
  expect(collector.asked).toEqual([]);
});

/** Environment of a seam beside which no package of OpenTelemetry is installed. */
const bare = {
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('preload/no-opentelemetry.js', import.meta.url))}`,
};

describe('the metrics of a scan', () => {
  test('are those that --metrics writes, under the same names', async () => {
    const { erp, collector, numbers, seam, on } = await project();
    const { code, stderr } = await seam(['scan', '--metrics', 'seam.prom'], on);
    expect([code, stderr]).toEqual([0, '']);
    const written = erp
      .read('seam.prom')
      .split('\n')
      .filter((line) => /^[a-z]/.test(line));
    expect(numbers()).toEqual(written);
    expect(written).toContain('seam_source_up{source="erp"} 1');
    expect(collector.asked.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(collector.asked.map(({ body }) => body).join('')).not.toContain('canary');
  });

  test('are sent by what ends a scan in several jobs', async () => {
    const { numbers, seam, on } = await project();
    await seam(['scan', '--shard', '1/1', '--output', 'shard.json'], on);
    expect(numbers()).toEqual([]);
    await seam(['merge', 'shard.json'], on);
    expect(numbers()).toContain('seam_scan_exit_code 0');
  });

  test('go alone where the collector takes no traces, and stay where it takes no metrics', async () => {
    const { collector, seam, on } = await project();
    await seam(['scan'], { ...on, OTEL_TRACES_EXPORTER: 'none' });
    expect(collector.asked.map(({ path }) => path)).toEqual(['/v1/metrics']);
    await seam(['scan'], { ...on, OTEL_METRICS_EXPORTER: 'none' });
    expect(collector.asked.map(({ path }) => path)).toEqual(['/v1/metrics', '/v1/traces']);
    await seam(['scan'], { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${collector.url}/elsewhere` });
    expect(collector.asked.map(({ path }) => path)).toEqual(['/v1/metrics', '/v1/traces', '/elsewhere']);
  });
});

test.each<[what: string, answer: () => Answer | Promise<Answer>]>([
  ['refuses', () => ({ status: 400, body: 'no' })],
  ['breaks the line', () => Promise.reject(new Error('broken'))],
  ['never answers', () => new Promise(() => {})],
])('a collector that %s changes no exit code of a scan, and both signals name it', async (_, answer) => {
  const { seam, on } = await project(answer);
  const { code, stderr } = await seam(['scan'], on);
  expect(code).toBe(0);
  expect(stderr).toMatch(/The metrics of this run could not be delivered: ./);
  expect(stderr).toMatch(/The traces of this run could not be delivered: ./);
});

test('packages that are not installed are named, and change no exit code', async () => {
  const { collector, seam, on } = await project();
  const { code, stderr } = await seam(['scan'], { ...on, ...bare });
  expect(code).toBe(0);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'OpenTelemetry is turned on and not installed, so there are no traces: npm install --save-dev @opentelemetry/api@1 @opentelemetry/sdk-trace-base@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-http@0.223',
    'OpenTelemetry is turned on and not installed, so there are no metrics: npm install --save-dev @opentelemetry/api@1 @opentelemetry/sdk-metrics@2 @opentelemetry/resources@2 @opentelemetry/exporter-metrics-otlp-http@0.223',
  ]);
  expect(collector.asked).toEqual([]);
});

test('no package is looked for where no collector is named', async () => {
  const { seam } = await project();
  expect(await seam(['scan'], bare)).toMatchObject({ code: 0, stderr: '' });
});

test('the page on traces names the very packages', async () => {
  const { seam, on } = await project();
  const { stderr } = await seam(['scan'], { ...on, ...bare });
  const page = readFileSync(new URL('../../docs/traces.md', import.meta.url), 'utf8');
  for (const command of stderr.match(/npm install .*/g) ?? ['']) expect(page).toContain(command);
});
