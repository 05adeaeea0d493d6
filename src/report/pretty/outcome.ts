import { verdicts } from '../../model/drift.js';
import type { Report } from '../../model/report.js';
import type { RenderOptions } from '../format.js';
import { hanging } from '../layout.js';
import { grouped } from '../words.js';
import { checkedCounts } from './coverage.js';
import { contracts } from './source.js';

/** The last line: what was found, what was not looked at, and the exit code that follows. */
export function outcomeLines(report: Report, options: RenderOptions): readonly string[] {
  const { code } = report.exit;
  const text = code === 0 ? goodWords(report) : `${badWords(report)} → exit ${codes(report)}`;
  const paint = options.paint[code === 0 ? 'green' : 'red'];
  return hanging('', text, options).map(paint);
}

/** `50 of 50 checked, no drift (2.1 s)`. */
function goodWords(report: Report): string {
  const { asked, checked } = checkedCounts(report);
  const drift = report.findings.some(({ silent }) => !silent)
    ? `no drift at or above ${report.failOn}`
    : 'no drift';
  const counts = countWords(report);
  const done = `${grouped(checked)} of ${grouped(asked)} checked`;
  const seconds = `(${secondsWords(report.duration)})`;
  return counts === '' ? `${done}, ${drift} ${seconds}` : `${counts}; ${done}, ${drift} ${seconds} → exit 0`;
}

function badWords(report: Report): string {
  const { asked, checked } = checkedCounts(report);
  const counts = countWords(report);
  if (asked === 0) return counts === '' ? 'nothing was checked' : `${counts}; nothing was checked`;
  const done = `${grouped(checked)} of ${contracts(asked)} checked`;
  if (counts === '') return checked === 0 ? done : `${done}, no drift in ${checked === 1 ? 'it' : 'them'}`;
  return checked === asked ? counts : `${counts}; ${done}`;
}

/** `2 breaking, 1 warning`; harmless ones count where they fail the check. */
function countWords({ findings, failOn }: Report): string {
  return verdicts
    .filter((verdict) => verdict !== 'info' || failOn === 'info')
    .flatMap((verdict) => {
      const count = findings.filter((finding) => finding.verdict === verdict).length;
      return count === 0 ? [] : [`${grouped(count)} ${verdict}`];
    })
    .join(', ');
}

/** The exit code, and the others that apply. */
function codes({ exit: { code, all } }: Report): string {
  const others = all.filter((each) => each !== code);
  return others.length === 0 ? `${code}` : `${code} (and ${others.join(', ')})`;
}

/** Milliseconds as seconds with one digit. */
function secondsWords(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
