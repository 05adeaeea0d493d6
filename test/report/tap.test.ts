import fc from 'fast-check';
import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { tapFormat } from '../../src/report/tap.js';
import { anyReport } from './arbitrary.js';
import { clean, covered, dark, drift, finding, mixed, options, report } from './reports.js';

const render = (value: Report, given = options) => tapFormat.render(value, given);

type Point = {
  readonly ok: boolean;
  readonly name: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly diag?: { readonly kind: string; readonly message?: string; readonly details?: readonly string[] };
};

/** What a parser of TAP makes of the text: the points, the whole, and what it could not read. */
function parsed(text: string) {
  const points: Point[] = [];
  const strange: unknown[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', (point: Point) => points.push(point));
  for (const event of ['extra', 'bailout', 'child'] as const) parser.on(event, (what) => strange.push(what));
  parser.end(text);
  return { points, strange, results: parser.results };
}

describe('the TAP report', () => {
  test.each([
    ['drift', drift, false],
    ['clean', clean, true],
    ['dark', dark, false],
    ['mixed', mixed, false],
    ['nothing that was asked for', report(), true],
    ['nothing that was checked', report({ exit: { code: 3, all: [3] } }), false],
  ])('is read by a strict parser, and passes only where the run does: %s', (_, value, ok) => {
    const { strange, results } = parsed(render(value));
    expect(strange).toEqual([]);
    expect(results?.failures.filter((failure) => 'tapError' in failure && failure.tapError)).toEqual([]);
    expect(results?.ok).toBe(ok);
  });

  test('is read by a strict parser, whatever the report, point by point as planned', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (value, all) => {
        const text = render(value, { ...options, all });
        const { points, strange, results } = parsed(text);
        const planned = Number(/^1\.\.(\d+)/m.exec(text)?.[1]);
        return strange.length === 0 && results?.bailout === false && points.length === planned;
      }),
      { numRuns: 150 },
    );
  });

  test('names the finding, and tells all that is known of it', () => {
    const { points } = parsed(render(drift));
    const [first] = points;
    expect(first).toMatchObject({ ok: false, name: 'erp-prod kumquat.order.line name: max-length-lowered' });
    expect(first?.diag?.details).toContain(
      'breaks: webshop-orders (creates, updates) · team-commerce · https://wiki.example.com/webshop-orders',
    );
  });

  test('has a waived finding as one to do, which does not fail', () => {
    const waived = { reason: 'in # 4.2', until: '2026-12-24' };
    const value = report({ findings: [finding({ waived })], coverage: covered(1) });
    const { points, results } = parsed(render(value));
    expect(points[0]).toMatchObject({ ok: false, todo: 'waived until 2026-12-24: in # 4.2' });
    expect(results?.ok).toBe(true);
  });

  test('skips what was not asked for, with the reason', () => {
    const { points } = parsed(render(mixed));
    expect(points.filter(({ skip }) => skip).map(({ name, skip }) => [name, skip])).toEqual([
      ['erp-uat kumquat.wizard', 'It keeps no records.'],
      ['erp-uat kumquat.new', 'without a contract'],
    ]);
  });

  test('has no directive that a name made', () => {
    const path = { source: 'erp-prod', entity: 'a # SKIP b # TODO c \\', field: '# SKIP' };
    const value = report({ findings: [finding({ path })], exit: { code: 1, all: [1] } });
    const { points, results } = parsed(render(value));
    expect(points[0]).toMatchObject({ skip: false, todo: false });
    expect(results?.ok).toBe(false);
  });
});
