import { isJsonObject, type Json } from '../model/json.js';
import type { Report } from '../model/report.js';
import { byCodePoint } from '../model/text.js';
import type { ReportFormat } from './format.js';

/**
 * For programs: the whole report, as `schema/report.schema.json` says. Keys are sorted, so that two runs that found
 * the same differ in `duration` alone.
 */
export const jsonFormat: ReportFormat = {
  id: 'json',
  extension: 'json',
  readers: 'programs, and seam itself',
  standard: { name: 'schema/report.schema.json of this package' },
  render,
};

function render(report: Report): string {
  // A report is JSON but for members that are `undefined`, which are left out.
  return printable(sorted(report as unknown as Json));
}

/** The value as JSON with two spaces and a newline at its end; safe to print. */
export function printable(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([a], [b]) => byCodePoint(a, b)).map(([name, member]) => [name, sorted(member)]),
  );
}

/**
 * The same JSON, safe to print: what `JSON.stringify` leaves as it is and a terminal or an editor acts on (DEL, C1,
 * format characters, line separators) as `\u009b`. RFC 8259, section 7: any character may be escaped.
 */
function escaped(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
