// @ts-check
import { formatNames, loadFormat } from '../../dist/report/formats.js';
import { cell, generated, table } from './table.js';

/** The page of report formats: what for, and by what standard. */
export async function formatsPage() {
  const formats = await Promise.all(formatNames.map(loadFormat));
  return [
    '# Report formats',
    generated('the formats in `src/report`'),
    '`seam check --format NAME[=FILE]`, as often as there are readers: without a file it goes to stdout, and without any format `pretty` does. Each is made of the same report, shows what is let pass by a waiver as such, and names what could not be looked at: none is green where the exit code is not 0.',
    table(
      ['format', 'file', 'for whom', 'standard'],
      formats.map(({ id, extension, readers, standard }) => [
        `\`${id}\``,
        `\`.${extension}\``,
        cell(readers),
        standard.url === undefined ? cell(standard.name) : `[${cell(standard.name)}](${standard.url})`,
      ]),
    ),
    'What breaks nobody is counted and left out; `--all` shows it. Texts of an ERP are shortened, and say by how much; `json` alone has them whole. Where a finding stands in its contract (`sarif`, `github`, `gitlab`, `teamcity`) is a path from the root of the repository.',
    '',
  ].join('\n\n');
}
