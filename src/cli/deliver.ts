import { resolve } from 'node:path';
import { type ExitReason, exitFor, reasonFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import type { Report } from '../model/report.js';
import { renderFailure } from '../report/failure.js';
import { plain } from '../report/format.js';
import { loadFormat } from '../report/formats.js';
import { writeReport } from '../run/write-report.js';
import type { FormatChoice } from './options.js';
import type { Terminal } from './terminal.js';

/**
 * Renders the report in every format that was asked for, to stdout or a file, and gives the exit code: that of the
 * report, or 4 where the check went well and a file could not be written.
 */
export async function deliver(
  report: Report,
  formats: readonly FormatChoice[],
  { all, cwd }: { readonly all: boolean; readonly cwd: string },
  terminal: Terminal,
): Promise<number> {
  const reasons: ExitReason[] = report.exit.all.map(reasonFor);
  const onScreen = formats.length === 0 ? [{ name: 'pretty' }] : formats;
  for (const { name, file } of onScreen) {
    const format = await loadFormat(name);
    if (file === undefined) {
      terminal.out(format.render(report, { paint: terminal.outPaint, width: terminal.width, all }));
      continue;
    }
    const text = format.render(report, { paint: plain, width: 80, all });
    const undelivered = await undeliveredReason(resolve(cwd, file), text);
    if (undelivered === undefined) continue;
    terminal.err(
      renderFailure(undelivered.toFailure(), { paint: terminal.errPaint, width: terminal.width, all }),
    );
    reasons.push('undelivered');
  }
  return exitFor(reasons).code;
}

/** The reason where a file could not be written. */
export async function undeliveredReason(file: string, text: string): Promise<SeamError | undefined> {
  try {
    await writeReport(file, text);
    return undefined;
  } catch (error) {
    if (error instanceof SeamError) return error;
    throw error;
  }
}
