import { expect, test } from 'vitest';
import { jsonLog } from '../../src/cli/log.ts';
import type { Report } from '../../src/model/report.ts';
import { logOfSource } from '../../src/run/events.ts';
import { redactor } from '../../src/transport/redact.ts';
import { fruitProject } from './fruit-project.ts';

/** Every line of stderr, which has to be JSON. */
const events = (stderr: string): readonly Readonly<Record<string, unknown>>[] =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a run is one trace: in every call, in the report, and in every line of the log', async () => {
  const { service, seam } = await fruitProject();
  await seam(['snapshot']);
  const { stdout, stderr } = await seam(['check', '--format', 'json', '--log-format', 'json', '--no-cache']);
  const { trace = '' }: Report = JSON.parse(stdout);
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(service.asked.at(-1)?.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  const lines = events(stderr);
  expect(new Set(lines.map(({ trace_id }) => trace_id))).toEqual(new Set([trace]));
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'info',
      source: 'erp',
      message: 'entity described',
      entity: 'Orchard.Kumquat',
    }),
  );
  expect(lines.at(-1)).toMatchObject({ message: 'checked', exit: 0 });
  expect(stderr).not.toContain('canary');
});

test('a run takes part in the trace that it was started in', async () => {
  const { seam } = await fruitProject();
  await seam(['snapshot']);
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const given = (TRACEPARENT: string) => seam(['check', '--format', 'json'], { TRACEPARENT });
  const { stdout } = await given(`00-${trace}-00f067aa0ba902b7-01`);
  expect(JSON.parse(stdout)).toMatchObject({ trace });
  const other: Report = JSON.parse((await given(`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`)).stdout);
  expect(other.trace).not.toMatch(/^0+$/);
});

test('a failure is an event, too', async () => {
  const { seam } = await fruitProject();
  const { code, stderr } = await seam(['check', '--log-format=json']);
  expect(code).toBe(2);
  expect(events(stderr)).toMatchObject([{ message: 'failed', code: 'no-contract', exit: 2 }]);
});

test('secrets are out of every fact, by value and by name; no fact takes the place of the line’s own members', async () => {
  const lines: string[] = [];
  const log = logOfSource(
    await jsonLog((line) => lines.push(line), 'a'.repeat(32)),
    'erp',
    redactor(['canary-of-log']),
  );
  log('asked with canary-of-log', {
    level: 'canary-of-log',
    nested: [{ apiKey: 'other', said: 'it is canary-of-log' }],
    trace_id: 7,
  });
  expect(events(lines.join(''))).toMatchObject([
    {
      level: 'info',
      message: 'asked with ***',
      trace_id: 'a'.repeat(32),
      source: 'erp',
      'fact.level': '***',
      'fact.trace_id': 7,
      nested: [{ apiKey: '***', said: 'it is ***' }],
    },
  ]);
});
