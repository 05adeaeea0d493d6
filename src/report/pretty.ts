import type { Report } from '../model/report.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { coverageLines } from './pretty/coverage.js';
import { gateParts } from './pretty/gate.js';
import { outcomeLines } from './pretty/outcome.js';
import { sectionsOf } from './pretty/section.js';

/** For people at a terminal: what is wrong and for whom, most severe first; then what was not looked at. */
export const prettyFormat: ReportFormat = {
  id: 'pretty',
  extension: 'txt',
  readers: 'people at a terminal',
  standard: { name: 'none; 80 columns, colour never needed' },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const sections = sectionsOf(report, options);
  const end = [...coverageLines(report, options), ...outcomeLines(report, options)];
  const parts = [
    ...gateParts(report, options),
    ...sections,
    { calm: sections.every(({ calm }) => calm), lines: end },
  ];
  const lines = parts.flatMap((part, index) => {
    const before = parts[index - 1];
    const together = before === undefined || (before.calm && part.calm);
    return together ? part.lines : ['', ...part.lines];
  });
  return `${lines.join('\n')}\n`;
}
