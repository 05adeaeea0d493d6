import type { Report } from '../model/report.js';

/** Colours the command line gives: each takes a text and gives it back, perhaps with terminal codes around it. */
export type Paint = Readonly<
  Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (text: string) => string>
>;

/** How a text is shown, as opposed to what it says. */
export type RenderOptions = {
  readonly paint: Paint;
  /** Columns; only web addresses, commands and frames of code may be wider. */
  readonly width: number;
  /** Show also what breaks nobody, and long lists to their end. */
  readonly all: boolean;
};

/** A report format: a pure function of the report. */
export type ReportFormat = {
  /** Its name for `--format`. */
  readonly id: string;
  /** Of a file that holds the result, without the point. */
  readonly extension: string;
  /** Who reads it: `people at a terminal`. Printed into the docs. */
  readonly readers: string;
  /** The document that says what it must look like. Printed into the docs. */
  readonly standard: { readonly name: string; readonly url?: string };
  /** The whole text, ending with a newline. */
  render(report: Report, options: RenderOptions): string;
};

const same = (text: string) => text;

/** No colour: symbols and words carry the meaning. */
export const plain: Paint = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };
