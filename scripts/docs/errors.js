// @ts-check
import { errorCodes } from '../../dist/errors/codes.js';
import { exitCodes } from '../../dist/errors/exit-codes.js';
import { cell, generated, table } from './table.js';

/** The page of exit codes and errors. */
export async function errorsPage() {
  return [
    '# Exit codes and errors',
    generated('`src/errors`'),
    table(
      ['exit code', 'says'],
      Object.values(exitCodes).map(({ code, says }) => [String(code), cell(says)]),
    ),
    'Where several apply, 70 comes before 2, 1, 3 and 4; the JSON report lists all of them.',
    table(
      ['error', 'exit', 'what is wrong', 'what to do'],
      Object.entries(errorCodes).map(([code, { exit, says, remedy }]) => [
        `\`${code}\``,
        String(exitCodes[exit].code),
        cell(says),
        cell(remedy),
      ]),
    ),
    '',
  ].join('\n\n');
}
