import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directions, verdicts, writeFaults } from '../../src/model/drift.js';
import { coverageStatuses, type Report } from '../../src/model/report.js';
import { jsonFormat } from '../../src/report/json.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, finding, mixed, options, report } from './reports.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const render = (value: Report) => jsonFormat.render(value, options);
const said = (value: Report) => JSON.parse(render(value));

describe('the JSON report', () => {
  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
  ])('is what its published schema says: %s', (_, value) => {
    validate(said(value));
    expect(validate.errors).toBeNull();
  });

  test('is what its published schema says, whatever the report', () => {
    fc.assert(fc.property(anyReport, (value) => validate(said(value))));
  });

  test('says everything, exactly', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        expect(said(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('does not depend on the order in which members were set', () => {
    const one = report({ findings: [finding({ before: { a: 1, b: 2 } })] });
    const { format, command, ...rest } = report({ findings: [finding({ before: { b: 2, a: 1 } })] });
    expect(render({ ...rest, command, format })).toBe(render(one));
  });

  test('leaves out what is absent, and keeps null', () => {
    const [found] = said(report({ findings: [finding({ before: undefined, after: null })] })).findings;
    expect(found).not.toHaveProperty('before');
    expect(found.after).toBeNull();
  });

  test('keeps a field that is called __proto__', () => {
    const after = JSON.parse('{"__proto__": {"type": "string"}}');
    expect(render(report({ findings: [finding({ after })] }))).toContain('"__proto__": {');
  });
});

describe('the schema of the JSON report', () => {
  test.each([
    ['verdict', schema.$defs.verdict.enum, verdicts],
    ['direction', schema.$defs.direction.enum, directions],
    ['writeFault', schema.$defs.finding.properties.writeFault.enum, writeFaults],
    ['status', schema.$defs.coverage.properties.status.enum, coverageStatuses],
  ])('knows every %s of the model', (_, listed, model) => {
    expect(listed).toEqual(model);
  });

  test.each([
    ['another version', { ...said(clean), format: 2 }],
    ['an unknown member', { ...said(clean), kumquat: 1 }],
    ['a missing member', (({ exit: _, ...rest }) => rest)(said(clean))],
  ])('refuses %s', (_, value) => {
    expect(validate(value)).toBe(false);
  });
});
