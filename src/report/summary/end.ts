import type { Report } from '../../model/report.js';
import { visible } from '../escape.js';
import type { Extent } from '../words.js';
import { gapsOf, totalWords } from './coverage.js';
import { gateLines } from './gate.js';
import { concernedWords, outcomeWords } from './outcome.js';

/**
 * What every report ends with, line by line and harmless in a terminal: what the change under check does to the check,
 * what was not looked at, and the outcome.
 */
export function endLines(report: Report, extent: Extent): readonly string[] {
  const gaps = gapsOf(report, extent).flatMap(({ what, why, fixes }) => [
    `- ${why === undefined ? what : `${what}: ${why}`}`,
    ...fixes.map((fix) => `  → ${fix}`),
  ]);
  return [
    ...gateLines(report, extent),
    totalWords(report),
    ...gaps,
    concernedWords(report, extent),
    outcomeWords(report),
  ]
    .filter((line) => line !== undefined)
    .map(visible);
}
