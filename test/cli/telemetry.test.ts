import { expect, onTestFinished, test } from 'vitest';
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

/** A project, and a collector that answers so. */
async function project(
  answer: () => Answer = () => ({ headers: { 'content-type': 'application/json' }, body: '{}' }),
) {
  const { service, seam } = await fruitProject();
  const collector = await listen(answer);
  onTestFinished(collector.close);
  await seam(['snapshot']);
  /** What the collector has got. */
  const spans = (): readonly OtlpSpan[] =>
    collector.asked.flatMap(({ body }) =>
      JSON.parse(body).resourceSpans.flatMap(
        (resource: { scopeSpans: readonly { spans: readonly OtlpSpan[] }[] }) =>
          resource.scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
  return { service, collector, spans, seam, on: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } };
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
