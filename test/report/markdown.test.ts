import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { markdownFormat } from '../../src/report/markdown.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, everything, finding, judged, mixed, options, report } from './reports.js';
import { elementsOf, textOf } from './tree.js';

const render = (value: Report, given = options) => markdownFormat.render(value, given);

/** The page that GitHub makes of it, but for its own search for names. HTML is let through: it must be ours. */
function page(text: string): DefaultTreeAdapterTypes.DocumentFragment {
  const html = micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  return parseFragment(html);
}

const names = (text: string) => elementsOf(page(text)).map(({ tagName }) => tagName);
const ours = 'h3 p ul li strong code br table thead tbody tr th td details summary sub a'.split(' ');

describe('the Markdown report', () => {
  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
  ])('is a page with one heading that says the outcome: %s', (_, value) => {
    const headings = elementsOf(page(render(value))).filter(({ tagName }) => /^h\d$/.test(tagName));
    expect(headings).toHaveLength(1);
    expect(headings.map(textOf)[0]).toMatch(/^[✖✔] seam: /);
  });

  test('has no element, link or row but its own, whatever the report', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (value, all) => {
        const elements = elementsOf(page(render(value, { ...options, all })));
        const links = elements.filter(({ tagName }) => tagName === 'a');
        const rows = elements.filter(({ tagName }) => tagName === 'tr');
        return (
          elements.every(({ tagName }) => ours.includes(tagName)) &&
          links.every((link) => textOf(link) === 'https://wiki.example.com/runbook') &&
          rows.every((row) => elementsOf(row).filter(({ tagName }) => /^t[hd]$/.test(tagName)).length === 5)
        );
      }),
      { numRuns: 200 },
    );
  });

  test('shows every text as it is, wherever it stands', () => {
    const parts = [
      '|',
      '`',
      '``',
      '\\',
      '\\|',
      '*a*',
      '_',
      '<b>',
      '&amp;',
      '[x](http://evil.example.com)',
      '~~',
      '#',
      '1.',
      '-',
      ' ',
      'www.evil.example.com',
      'a@b.example.com',
      'https://evil.example.com',
      '$x$',
      '![i](x)',
      '<!--',
      '{',
      '+',
    ];
    const text = fc
      .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, text, (entity, owner, value) => {
        const judgements = [judged({ seam: `s ${owner}`, owner })];
        const path = { source: 'erp-prod', entity: `e ${entity}`, field: `f ${entity}` };
        const found = finding({
          path,
          after: `v ${value}.`,
          judgements,
          notes: [{ label: 'why', text: `n ${value}` }],
        });
        const said = textOf(page(render(report({ findings: [found] }))))
          .replace(/\u200b/g, '')
          .replace(/\s+/g, ' ');
        const spaced = (each: string) => each.replace(/ +/g, ' ').trimEnd();
        for (const each of [`e ${entity}`, `f ${entity}`, `v ${value}`, `n ${value}`, `s ${owner}`]) {
          expect(said).toContain(spaced(each));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('notifies nobody: no @ and no #12 of a text stands in prose together', () => {
    const why = 'ask @everyone or @team/erp, see #12 and acme/erp#12';
    const text = render(report({ findings: [finding({ notes: [{ label: 'why', text: why }] })] }));
    const prose = text.replace(/`[^`]*`|&#\d+;/g, ' ');
    expect(prose).not.toMatch(/@\w|#\d/);
    expect(textOf(page(text)).replace(/\u200b/g, '')).toContain(why);
  });

  test('tells what was not checked before what was found', () => {
    const text = render(drift);
    expect(text.indexOf('**not checked** hr.employee')).toBeGreaterThan(0);
    expect(text.indexOf('**not checked** hr.employee')).toBeLessThan(text.indexOf('max-length-lowered'));
  });

  test('folds the details of many findings, and opens those of a few', () => {
    expect(render(drift)).not.toContain('<details open>');
    expect(render(report({ findings: [finding()] }))).toContain('<details open>');
  });

  test('fits into a comment of GitHub, and says what it leaves out', () => {
    const findings = Array.from({ length: 2_000 }, (_, index) =>
      finding({ path: { source: 'erp-prod', entity: 'kumquat.order', field: `field_${index}` } }),
    );
    const text = render(report({ findings, exit: { code: 1, all: [1] } }), everything);
    expect(text.length).toBeLessThan(65_536 - 2_000);
    expect(text).toMatch(
      /\*\*Too long for a comment: [\d,]+ findings, the details of 2,000 findings left out\.\*\* All of it: `seam check`/,
    );
    expect(names(text)).toContain('table');
  });

  test('fits into a comment however long every text is', () => {
    const long = '<|`'.repeat(300_000);
    const path = { source: 'erp-prod', entity: long, field: long };
    const findings = Array.from({ length: 30 }, () => finding({ path, before: long, after: long }));
    expect(render(report({ findings }), everything).length).toBeLessThan(65_536 - 2_000);
  });
});
