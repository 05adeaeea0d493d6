// npm run new:format -- acme
import { addToTable, change, create, finish, read, stop } from './new/place.js';

const [id = '', ...rest] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]*$/.test(id) || rest.length > 0) {
  stop('Usage: npm run new:format -- ID, where ID is a lower-case word such as acme.');
}

const registry = 'src/report/formats.ts';
const table = read(registry);
// The line is made after that of a format which is there, so that it stays right when the table takes another form.
const model = /^ {2}pretty: .*\n/m.exec(table)?.[0];
const registered = model && addToTable(table, /^const formats\b.* = \{/m, model.replaceAll('pretty', id));
if (!registered) stop(`${registry} has no table "formats" with a line for pretty.`);

const made = {
  [`src/report/${id}.ts`]: `import type { Report } from '../model/report.js';
import type { ReportFormat } from './format.js';

/** TODO: who reads it, and the document that says what it must look like. */
export const ${id}Format: ReportFormat = {
  id: '${id}',
  extension: 'txt',
  readers: 'TODO: who reads it',
  standard: { name: 'TODO: the document that it follows' },
  render,
};

function render({ findings, coverage }: Report): string {
  const lines = [
    ...findings.map(({ verdict, rule, path }) => \`\${verdict} \${rule} \${JSON.stringify(path)}\`),
    ...coverage.map(({ source, entity, status }) => \`\${status} \${JSON.stringify({ source, entity })}\`),
  ];
  return lines.map((line) => \`\${line}\\n\`).join('');
}
`,
  [`test/report/${id}.test.ts`]: `import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { plain } from '../../src/report/format.js';
import { ${id}Format } from '../../src/report/${id}.js';

const report: Report = {
  format: 1,
  seamVersion: '1.2.3',
  command: 'check',
  failOn: 'warning',
  duration: 5,
  sources: [{ name: 'erp', connector: 'acme' }],
  findings: [],
  coverage: [{ source: 'erp', entity: 'kumquat.line', status: 'unreadable', why: 'The server failed.' }],
  rules: {},
  exit: { code: 3, all: [3] },
};

test('what was not checked is shown', () => {
  const text = ${id}Format.render(report, { paint: plain, width: 80, all: false });
  expect(text).toContain('kumquat.line');
  expect(text).toContain('unreadable');
});
`,
};
create(made);
change(registry, registered);
finish(
  [...Object.keys(made), registry],
  [
    `In src/report/${id}.ts: write what the target wants, with the document that says so, and its escape beside it.`,
    `In test/report/${id}.test.ts: judge the result by the target's own standard, if there is one.`,
    'Go through the checklist of docs/contributing/format.md.',
  ],
);
