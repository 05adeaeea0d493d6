import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { githubFormat } from '../../src/report/github.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, finding, options, report } from './reports.js';

const render = (value: Report) => githubFormat.render(value, options);

type Command = {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
};

/** The commands that the runner sees in the log: one a line, read as its source does (`ActionCommand.TryParseV2`). */
function commands(text: string): readonly Command[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const found = /^::([a-z]+) ([^:]*)::(.*)$/.exec(line);
      if (found === null) throw new Error(`The runner would not read: ${line}`);
      const [, command = '', given = '', message = ''] = found;
      const properties = given.split(',').map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [name, unescaped(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))] as const;
      });
      return { command, properties: Object.fromEntries(properties), message: unescaped(message) };
    });
}

const unescaped = (text: string) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

describe('the annotations of GitHub Actions', () => {
  test('are commands that the runner knows, and nothing else, whatever the report', () => {
    const known = ['file', 'line', 'col', 'title'];
    fc.assert(
      fc.property(anyReport, (value) =>
        commands(render(value)).every(
          ({ command, properties }) =>
            ['error', 'warning', 'notice'].includes(command) &&
            Object.keys(properties).every((name) => known.includes(name)),
        ),
      ),
    );
  });

  test('begin with the outcome and all that could not be looked at, since GitHub shows ten', () => {
    const [first] = commands(render(drift));
    expect(first).toMatchObject({ command: 'error', properties: { title: 'seam check' } });
    expect(first?.message).toMatch(/hr\.employee: The account lacks .*3 breaking, 1 warning, 1 waived/s);
    expect(commands(render(clean))).toEqual([
      {
        command: 'notice',
        properties: { title: 'seam check' },
        message: '50 of 50 checked, no drift (2.1 s)',
      },
    ]);
    expect(commands(render(dark))[0]?.message).toBe('0 of 38 contracts checked → exit 3');
  });

  test('stand at the line and column of the contract', () => {
    const value = report({
      findings: [finding({ at: { file: 'contracts/a,b:c%.json', line: 12, column: 5 } })],
    });
    expect(commands(render(value))[1]?.properties).toEqual({
      file: 'contracts/a,b:c%.json',
      line: '12',
      col: '5',
      title: 'kumquat.order state: enum-value-added',
    });
  });

  test.each([
    ['breaking', 'error'],
    ['warning', 'warning'],
    ['info', 'notice'],
  ] as const)('of verdict %s are of the kind %s', (verdict, command) => {
    const value = report({ findings: [finding({ verdict })], failOn: 'info' });
    expect(commands(render(value))[1]?.command).toBe(command);
  });

  test('of what is let pass are notices that say so', () => {
    const waived = { reason: 'later', until: '2026-12-24' };
    const [, second] = commands(render(report({ findings: [finding({ waived })] })));
    expect(second).toMatchObject({ command: 'notice' });
    expect(second?.message).toMatch(
      /^waived, breaking for webshop-orders\nwaived: until 2026-12-24: later\n/,
    );
  });

  test('are no longer than GitHub takes', () => {
    const value = report({
      findings: [finding({ path: { source: 'erp-prod', entity: 'k'.repeat(1_000_000) } })],
    });
    const [, second] = commands(render(value));
    expect(second?.properties['title']?.length).toBeLessThan(300);
    expect(second?.message.length).toBeLessThan(65_536);
  });
});
