import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { teamcityFormat } from '../../src/report/teamcity.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, finding, options, report } from './reports.js';

const render = (value: Report) => teamcityFormat.render(value, options);

type Message = { readonly name: string; readonly values: Readonly<Record<string, string>> };

/** A value: anything but what ends it or the message, or an escape. "Escaped values" of TeamCity's page. */
const attribute = /^ ([A-Za-z]+)='((?:[^|'[\]\n\r]|\|['nr|[\]]|\|0x[0-9a-f]{4})*)'/;

/** The messages that a build agent reads in the log. */
function messages(text: string): readonly Message[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const found = /^##teamcity\[([a-zA-Z]+)( .*)\]$/.exec(line);
      if (found === null) throw new Error(`TeamCity would not read: ${line}`);
      const [, name = '', given = ''] = found;
      const values: [string, string][] = [];
      for (let rest = given; rest !== ''; ) {
        const next = attribute.exec(rest);
        if (next === null) throw new Error(`TeamCity would not read: ${rest}`);
        values.push([next[1] ?? '', unescaped(next[2] ?? '')]);
        rest = rest.slice(next[0].length);
      }
      return { name, values: Object.fromEntries(values) };
    });
}

function unescaped(text: string): string {
  return text.replace(/\|(?:0x([0-9a-f]{4})|(.))/g, (_, code: string | undefined, mark: string) =>
    code === undefined
      ? (({ n: '\n', r: '\r' } as Record<string, string>)[mark] ?? mark)
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const named = (value: Report, name: string) =>
  messages(render(value)).filter((message) => message.name === name);

describe('the service messages of TeamCity', () => {
  test('are read by the grammar of their page, whatever the report, and are ASCII', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        const known = ['inspectionType', 'inspection', 'buildProblem', 'buildStatus'];
        const text = render(value);
        return /^[\n -~]*$/.test(text) && messages(text).every(({ name }) => known.includes(name));
      }),
    );
  });

  test('declare a type before its first inspection', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        const declared = new Set<string | undefined>();
        return messages(render(value)).every(({ name, values }) => {
          if (name === 'inspectionType') declared.add(values['id']);
          return name !== 'inspection' || declared.has(values['typeId']);
        });
      }),
    );
  });

  test('have an inspection for each finding at its line', () => {
    const inspections = named(drift, 'inspection').map(({ values }) => values);
    expect(inspections).toHaveLength(6);
    expect(inspections[2]).toMatchObject({
      typeId: 'enum-value-added',
      file: 'contracts/erp-prod/kumquat.order.json',
      line: '64',
      SEVERITY: 'ERROR',
    });
    expect(inspections[2]?.['message']).toMatch(
      /^kumquat\.order state: .*\nnow: also waiting\nbreaks: webshop/s,
    );
    expect(inspections.at(-1)).toMatchObject({ SEVERITY: 'INFO' });
    expect(inspections.at(-1)?.['message']).toContain('waived: until 2026-12-24 by team-commerce');
  });

  test('have a build problem for what could not be looked at, the same one in the next build', () => {
    const [problem] = named(drift, 'buildProblem');
    expect(problem?.values['description']).toMatch(/^hr\.employee could not be read: /);
    expect(named(drift, 'buildProblem')).toEqual(named(drift, 'buildProblem'));
    expect(named(dark, 'buildProblem')).toHaveLength(1);
    expect(named(clean, 'buildProblem')).toEqual([]);
    expect(named(report({ exit: { code: 3, all: [3] } }), 'buildProblem')).toHaveLength(1);
  });

  test('end with the outcome as status of the build', () => {
    expect(messages(render(drift)).at(-1)).toEqual({
      name: 'buildStatus',
      values: {
        text: '{build.status.text}; seam: 3 breaking, 1 warning, 1 waived; 37 of 38 contracts checked → exit 1 (and 3)',
      },
    });
  });

  test('have no value longer than TeamCity takes', () => {
    const value = report({
      findings: [finding({ path: { source: 'erp-prod', entity: 'k'.repeat(1_000_000) } })],
    });
    for (const { values } of messages(render(value))) {
      expect(Math.max(...Object.values(values).map(({ length }) => length))).toBeLessThan(4_000);
    }
  });
});
