import { createHash } from 'node:crypto';
import type { Report } from '../model/report.js';
import { failureLines } from './failure.js';
import { markOf } from './finding/headline.js';
import { plain, type RenderOptions, type ReportFormat } from './format.js';
import { coverageBar, coveragePart, gapsPart } from './html/coverage.js';
import { element, type Html, isolated, pieces, raw } from './html/element.js';
import { findingCard, findingRows, partsOf } from './html/finding.js';
import { gateParts } from './html/gate.js';
import { script } from './html/script.js';
import { style } from './html/style.js';
import { checkedCounts } from './summary/coverage.js';
import { concernedWords, outcomeParts, runWords } from './summary/outcome.js';
import { hiddenWords, isCalm, sourcesTold, type Told } from './summary/shown.js';
import { calmWords, sourceWords } from './summary/source.js';
import { grouped, shortened } from './words.js';

/** One file for people: it loads nothing, can be searched and printed, and reads on a phone. */
export const htmlFormat: ReportFormat = {
  id: 'html',
  extension: 'html',
  readers: 'people with a browser: an artifact of a build, a mail, paper',
  standard: { name: 'HTML Living Standard', url: 'https://html.spec.whatwg.org/' },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const { found } = outcomeParts(report);
  const told = sourcesTold(report, options);
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, `seam: ${found}`),
    raw('style', style),
  );
  const body = element(
    'body',
    { class: report.exit.code === 0 ? 'good' : 'failed' },
    pageHead(report, options),
    element(
      'main',
      {},
      gateParts(report, options),
      gapsPart(report, options),
      filter(told),
      told.map((each) => sourcePart(each, report, options)),
      coveragePart(report, options),
    ),
    element('footer', {}, runWords(report)),
    raw('script', script),
  );
  return `<!doctype html>${element('html', { lang: 'en' }, head, body).html}\n`;
}

/**
 * Should a text ever get past the escape, it can neither run nor load anything: the browser takes this very style and
 * script, and nothing else. https://www.w3.org/TR/CSP3/
 */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function pageHead(report: Report, options: RenderOptions): Html {
  const { found, checked, exit } = outcomeParts(report);
  const counts = checkedCounts(report);
  const concerned = concernedWords(report, options);
  const isWhole = counts.checked === counts.asked && counts.asked > 0;
  return element(
    'header',
    {},
    element('p', { class: 'brand' }, 'seam check'),
    element('h1', {}, heading(found)),
    concerned === undefined ? undefined : element('p', { class: 'whom' }, isolated(concerned)),
    element(
      'p',
      { class: 'facts' },
      element('span', { class: isWhole ? undefined : 'loud' }, checked),
      element('span', {}, exit),
    ),
    coverageBar(report),
  );
}

/** `3 breaking, 1 warning`, where no number is parted from its word. */
function heading(found: string): readonly (Html | string)[] {
  return found
    .split(', ')
    .flatMap((part, index) => [...(index === 0 ? [] : [', ']), element('span', {}, part)]);
}

/** Hidden until the script that makes it work is there. */
function filter(told: readonly Told[]): Html {
  const marks = told.flatMap(({ findings }) => findings.map(markOf));
  const ticks = (['breaking', 'warning', 'info', 'waived'] as const).flatMap((mark) => {
    const count = marks.filter((each) => each === mark).length;
    if (count === 0) return [];
    const tick = element('input', { type: 'checkbox', value: mark, checked: true });
    return [element('label', { class: 'tick' }, tick, `${mark} ${grouped(count)}`)];
  });
  const label = 'Search entities, fields, rules, seams';
  return element(
    'form',
    { role: 'search', hidden: true },
    element('input', { type: 'search', placeholder: label, 'aria-label': label }),
    ...ticks,
    element('output', { 'aria-live': 'polite' }),
  );
}

function sourcePart(told: Told, report: Report, options: RenderOptions): Html {
  const { name, source, findings, hidden } = told;
  const failure = source?.failure;
  const own = report.coverage.filter((each) => each.source === name);
  const words =
    source === undefined
      ? ['no source of seam.yaml']
      : isCalm(told)
        ? calmWords(source, own, options)
        : sourceWords(source, own, options);
  return element(
    'section',
    { class: 'source' },
    element(
      'header',
      {},
      element('h2', {}, isolated(shortened(name, options))),
      failure === undefined ? element('p', { class: 'muted' }, partsOf(words)) : undefined,
    ),
    failure === undefined ? undefined : stopped(failure, name, options),
    findings.map((finding) => findingCard(finding, report, options)),
    folded(hidden, options),
  );
}

/** Why a source could not be read: as at a terminal, without its headline's symbol. */
function stopped(
  failure: NonNullable<NonNullable<Told['source']>['failure']>,
  name: string,
  options: RenderOptions,
): Html {
  const [, ...lines] = failureLines(failure, { ...options, paint: plain, width: 10_000 }, name);
  return element(
    'div',
    { class: 'stopped' },
    element('p', {}, element('strong', {}, 'Could not be read'), ' ', element('code', {}, failure.code)),
    lines.map((line) => element('p', {}, isolated(line.trim()))),
  );
}

function folded(hidden: Told['hidden'], options: RenderOptions): Html | undefined {
  const words = hiddenWords(hidden);
  if (words === undefined) return undefined;
  return element('details', {}, element('summary', {}, words), pieces(findingRows(hidden, options)));
}
