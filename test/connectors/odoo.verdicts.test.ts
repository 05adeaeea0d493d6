import { beforeAll, describe, expect, test } from 'vitest';
import { odoo } from '../../src/connectors/odoo/index.ts';
import { wire } from '../../src/connectors/odoo/views.ts';
import { compare } from '../../src/drift/compare.ts';
import type { Change, Direction, Verdict } from '../../src/model/drift.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { loadValidator, type Validator } from '../../src/validate/validator.ts';
import { law } from '../../src/verdict/law.ts';
import {
  driftedModels,
  recorded,
  recordedWrites,
  recordings,
  skipped,
  type Version,
  versions,
} from '../erp/odoo-recordings.ts';
import { type Described, pull, pullPartners, pullRecorded, schemaIn, steps } from './odoo-pull.ts';

let judge: Validator;
let untouched: Readonly<Record<Version, ReadonlyMap<string, Described>>>;
let partners: ReadonlyMap<string, EntitySchema>;

beforeAll(async () => {
  if (recordings === undefined) return;
  judge = await loadValidator();
  untouched = { '16': await pullRecorded('16'), '17': await pullRecorded('17') };
  partners = await pullPartners();
});

describe.skipIf(recordings === undefined)(`verdicts for seams, held against what happened${skipped}`, () => {
  const changes = (was: EntitySchema, now: EntitySchema): readonly Change[] =>
    compare(was, now, {
      source: 'erp',
      sameAccount: true,
      sameDatabase: true,
      updateRevalidates: odoo.capabilities.updateRevalidates,
      hidden: [],
      renames: {},
      wire,
      judge,
    });

  type Row = {
    readonly steps: readonly [before: number, after: number];
    readonly change: string;
    readonly direction: Direction;
    readonly verdict: Verdict;
    /** The recorded call of the seam that goes on as before, and how it ended. */
    readonly answer: readonly [call: string, ended: 'a result' | 'an error'];
  };
  const rows: readonly Row[] = [
    {
      steps: [0, 2],
      change: 'field-renamed x_seam_code',
      direction: 'update',
      verdict: 'breaking',
      answer: ['write_old_name', 'an error'],
    },
    {
      steps: [0, 2],
      change: 'field-renamed x_seam_code',
      direction: 'read',
      verdict: 'breaking',
      answer: ['read_old_name', 'an error'],
    },
    {
      steps: [0, 2],
      change: 'target-changed x_seam_manager_id',
      direction: 'read',
      verdict: 'breaking',
      // It does not fail: the same id is another record. See onWrite of other-target.
      answer: ['retarget_data.after', 'a result'],
    },
    {
      steps: [0, 2],
      change: 'required-unknown x_seam_date',
      direction: 'create',
      verdict: 'warning',
      answer: ['write_null_required', 'a result'],
    },
    {
      steps: [0, 1],
      change: 'maybe-mandatory-field-added x_seam_required',
      direction: 'create',
      verdict: 'warning',
      answer: ['partner_create_without', 'a result'],
    },
    {
      steps: [0, 1],
      change: 'maybe-mandatory-field-added x_seam_required',
      direction: 'update',
      verdict: 'info',
      answer: ['partner_write_false', 'a result'],
    },
    {
      steps: [2, 3],
      change: 'enum-value-removed x_seam_tier',
      direction: 'create',
      verdict: 'breaking',
      answer: ['write_removed', 'an error'],
    },
    {
      steps: [2, 3],
      change: 'enum-value-added x_seam_tier',
      direction: 'read',
      verdict: 'breaking',
      // A reader meets a value that it does not know.
      answer: ['revalue.bronze.readback', 'a result'],
    },
  ];

  const cases = rows.flatMap((row) => versions.map((version) => ({ version, ...row })));
  test.each(cases)('$version: $change is $verdict for $direction', (row) => {
    const { version, change, direction, verdict, answer } = row;
    const [before, after] = row.steps.map((step) => `08-drift/${steps[step]}`);
    const [was, now] = [partners.get(`${version} ${before}`), partners.get(`${version} ${after}`)];
    if (was === undefined || now === undefined) throw new Error('the step is not recorded');
    const found = changes(was, now).find(({ rule, path }) => `${rule} ${path.field}` === change);
    if (found === undefined) throw new Error(`${change} is not found`);
    expect(law[direction][found.effect[direction]]).toBe(verdict);
    const [call, ended] = answer;
    const recording = recorded(`${version}/${after}/${call}.json`);
    expect(Object.hasOwn(recording, 'result') ? 'a result' : 'an error').toBe(ended);
  });

  test('a default that an administrator sets is found, and a create without the field is told apart', async () => {
    for (const version of versions) {
      const given = (moment: string) =>
        recorded(`${version}/08-drift/06-default/${moment}.default_get.json`)['result'] as JsonObject;
      const withDefaults = async (defaults: JsonObject) => {
        const models = driftedModels(version, '01-manual-fields').map((model) => ({ ...model, defaults }));
        return schemaIn(await pull(version, models), 'res.partner');
      };
      const found = changes(await withDefaults(given('before')), await withDefaults(given('after')));
      expect(found.map(({ rule, path, effect }) => [rule, path.field, law.create[effect.create]])).toEqual([
        ['default-added', 'ref', 'warning'],
        ['default-added', 'x_seam_tier', 'warning'],
      ]);
    }
  });

  test('a document that 16 and 17 both took is broken by no change between them', () => {
    const taken = (version: Version) =>
      ['07-write-errors', '10-minimal-create']
        .flatMap((folder) => recordedWrites(version, folder))
        .filter(({ outcome, method }) => outcome === 'accepted' && method === 'create');
    const names = new Set(taken('16').map(({ name }) => name));
    const both = taken('17').filter(({ name }) => names.has(name));
    expect(both.length).toBeGreaterThan(10);
    for (const { name, model, documents } of both) {
      const harm = changes(schemaIn(untouched['16'], model), schemaIn(untouched['17'], model)).filter(
        ({ effect, path, scope }) =>
          law.create[effect.create] === 'breaking' &&
          (scope === 'document' || documents.some((document) => Object.hasOwn(document, path.field ?? ''))),
      );
      expect([name, harm.map(({ rule, path }) => `${rule} ${path.field}`)]).toEqual([name, []]);
    }
  });
});
