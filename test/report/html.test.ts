import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { htmlFormat } from '../../src/report/html.js';
import { anyReport } from './arbitrary.js';
import { clean, covered, dark, drift, everything, finding, mixed, options, report } from './reports.js';
import { attributeOf, type Element, elementsOf, textOf } from './tree.js';

const render = (value: Report, given = options) => htmlFormat.render(value, given);

/** The page as a browser reads it. @throws where the HTML standard calls anything in it an error */
function page(text: string) {
  return parse(text, {
    onParseError({ code, startLine, startCol }) {
      throw new Error(`${code} at ${startLine}:${startCol}`);
    },
  });
}

const elements = (value: Report, given = options) => elementsOf(page(render(value, given)));
const named = (value: Report, name: string) => elements(value).filter(({ tagName }) => tagName === name);
const classed = (value: Report, name: string) =>
  elements(value).filter((element) => attributeOf(element, 'class')?.split(' ').includes(name));

/** Elements and attributes that the page is made of. */
const ours: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  script: [],
  body: ['class'],
  header: [],
  main: [],
  section: ['class', 'id'],
  footer: [],
  form: ['role', 'hidden'],
  input: ['type', 'placeholder', 'aria-label', 'value', 'checked'],
  label: ['class'],
  output: ['aria-live'],
  h1: [],
  h2: [],
  h3: [],
  p: ['class'],
  ul: [],
  li: [],
  dl: [],
  dt: [],
  dd: [],
  article: ['class', 'data-kind'],
  details: [],
  summary: [],
  div: ['class'],
  table: [],
  thead: [],
  tbody: [],
  tr: ['data-kind'],
  th: ['scope'],
  td: ['class'],
  code: ['class'],
  span: ['class'],
  strong: [],
  bdi: [],
  a: ['href', 'rel'],
  svg: ['class', 'viewBox', 'preserveAspectRatio', 'role', 'aria-label'],
  rect: ['class', 'x', 'width', 'height'],
};

function isOurs({ tagName, attrs }: Element): boolean {
  const known = Object.hasOwn(ours, tagName) ? ours[tagName] : undefined;
  return known !== undefined && attrs.every(({ name }) => known.includes(name));
}

describe('the HTML report', () => {
  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
    ['empty', report()],
  ])('is a page without an error, whose heading is the outcome: %s', (_, value) => {
    const headings = named(value, 'h1');
    expect(headings).toHaveLength(1);
    expect(named(value, 'title').map(textOf)).toEqual([`seam: ${headings.map(textOf)[0]}`]);
  });

  test('has no element or attribute but its own, and no error, whatever the report', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (value, all) =>
        elements(value, { ...options, all }).every(isOurs),
      ),
      { numRuns: 150 },
    );
  });

  test('runs and loads nothing but the style and the script that its policy names by hash', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        const text = render(value);
        const found = elementsOf(page(text));
        const policy = found
          .map((element) => attributeOf(element, 'content'))
          .find((each) => each?.startsWith('default-src'));
        for (const name of ['style', 'script'] as const) {
          const [only, ...others] = found.filter(({ tagName }) => tagName === name);
          const hash = createHash('sha256')
            .update(only === undefined ? '' : textOf(only))
            .digest('base64');
          expect(others).toEqual([]);
          expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
        }
        expect(policy).toMatch(/^default-src 'none'; .*base-uri 'none'; form-action 'none'$/);
        expect(text).not.toMatch(/url\(|@import/);
      }),
      { numRuns: 50 },
    );
  });

  test('links to web addresses alone', () => {
    const addresses = [
      'https://wiki.example.com/a?b=1&c',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://a b',
    ];
    const judgements = addresses.map((runbook) => ({
      seam: `https://${runbook}`,
      owner: 'https://evil.example.com',
      runbook,
      direction: 'read' as const,
      verdict: 'breaking' as const,
    }));
    const links = named(report({ findings: [finding({ judgements })] }), 'a');
    expect(links.map((link) => attributeOf(link, 'href'))).toEqual(['https://wiki.example.com/a?b=1&c']);
  });

  test('has a card for each finding that is shown, and a row for each of the others', () => {
    expect(named(drift, 'article').map((card) => attributeOf(card, 'class'))).toEqual([
      'breaking',
      'breaking',
      'breaking',
      'warning',
      'waived',
    ]);
    const [folded] = named(drift, 'details');
    expect(folded === undefined ? '' : textOf(folded)).toMatch(/Terms → Conditions.*priority/s);
  });

  test('says on a card what happened, for whom, the proof, what to do, and where the contract says it', () => {
    const card = named(drift, 'article').map(textOf)[1];
    for (const said of [
      'kumquat.order',
      'enum-value-added',
      'also waiting',
      'webshop-orders (reads) · team-commerce · https://wiki.example.com/webshop-orders',
      '{"state": "waiting"} can be returned now',
      'seam accept 7f3a9c --reason',
      'contracts/erp-prod/kumquat.order.json:64:5',
      '7f3a9c0d1e2f',
    ]) {
      expect(card).toContain(said);
    }
  });

  test('says what was not checked before any finding, and as loud as one', () => {
    const text = textOf(page(render(drift)));
    expect(text.indexOf('Not checked')).toBeLessThan(text.indexOf('max-length-lowered'));
    expect(classed(drift, 'gaps').map((part) => attributeOf(part, 'class'))).toEqual(['gaps loud']);
    expect(classed(drift, 'facts').map(textOf)[0]).toContain('37 of 38 contracts checked');
    expect(classed(clean, 'loud')).toEqual([]);
    expect(classed(dark, 'stopped').map(textOf)[0]).toContain('Check ODOO_API_KEY');
  });

  test('lists every entity that was asked for', () => {
    const text = textOf(page(render(drift)));
    expect(drift.coverage.filter(({ entity }) => !text.includes(entity))).toEqual([]);
  });

  test('stays a file that can be mailed: a thousand findings and contracts are under two megabytes', () => {
    const findings = Array.from({ length: 1_000 }, (_, index) =>
      finding({ path: { source: 'erp-prod', entity: 'kumquat.order', field: `f${index}` } }),
    );
    const text = render(report({ findings, coverage: covered(1_000) }), everything);
    expect(text.length).toBeLessThan(2_000_000);
    page(text);
  });
});
