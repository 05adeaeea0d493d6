import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NotApplicable } from '../../src/conformance/index.ts';
import { connectTo } from '../../src/conformance/subject.ts';
import { template } from '../../src/connectors/_template/index.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { csv } from '../../src/connectors/csv/index.ts';
import { jsonschema } from '../../src/connectors/jsonschema/index.ts';
import { openapi } from '../../src/connectors/openapi/index.ts';
import { compare } from '../../src/drift/compare.ts';
import { isOnlyNested } from '../../src/drift/identity.ts';
import { noProofs, type Proofs } from '../../src/drift/proofs.ts';
import { type Direction, directions } from '../../src/model/drift.ts';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.ts';
import { loadValidator } from '../../src/validate/validator.ts';
import { law } from '../../src/verdict/law.ts';
import { subjects } from '../conformance/subjects.ts';
import { onFile } from '../connectors/documents.ts';
import { connectExec, programIn } from '../connectors/exec-source.ts';
import { account, company, startB1 } from '../erp/b1.ts';
import { fixtureSite, manager, recordings, startTestFrappe } from '../erp/frappe.ts';
import { listen } from '../erp/listening.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { calm, everyFacet } from './entities.ts';
import { type Mutant, mutantsOf, withField } from './mutants.ts';
import { allSchemas, recordedSchemas, schemasOf } from './recorded-schemas.ts';

const judge = await loadValidator();
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What is wrong with the report of a mutant; nothing where it is right. */
function faults(entity: EntitySchema, name: string, mutant: Mutant, proofs: Proofs): readonly string[] {
  const field = entity.properties[name];
  if (field === undefined) return [];
  const required = entity.required.includes(name);
  const contract = withField(entity, name, { schema: field, required });
  const changes = compare(contract, withField(entity, name, mutant), { ...calm, judge, proofs });
  const what = `${entity['x-seam'].entity}.${name} ${mutant.name}`;
  const cannot = entity['x-seam'].cannot ?? [];
  const breaks = mutant.breaks.filter((direction) => !cannot.includes(direction));
  const missed = directions
    .filter((direction) => breaks.includes(direction))
    .filter((direction) => {
      const verdicts = changes.map(({ effect }) => law[direction][effect[direction]]);
      const isDoubt = isDoubtful(entity, mutant, direction) && verdicts.includes('warning');
      return !verdicts.includes('breaking') && !isDoubt;
    });
  const alarms = directions
    .filter((direction) => !breaks.includes(direction))
    .filter((direction) => changes.some(({ effect }) => law[direction][effect[direction]] === 'breaking'));
  const told = changes.map(({ rule, effect }) => `${rule} ${JSON.stringify(effect)}`).join('; ');
  return [
    ...(changes.length === 0 ? [`${what}: not reported`] : []),
    ...(missed.length === 0 ? [] : [`${what}: missed for ${missed.join(', ')} by ${told}`]),
    ...(alarms.length === 0 ? [] : [`${what}: false alarm for ${alarms.join(', ')} by ${told}`]),
    ...changes
      .filter(({ rule }) => rule === 'unexplained-incompatibility')
      .map(() => `${what}: no rule explains it`),
  ];
}

/** True where nobody can say that it breaks: the metadata does not tell what the server does with such a write. */
function isDoubtful(entity: EntitySchema, mutant: Mutant, direction: Direction): boolean {
  if (direction === 'create' && isOnlyNested(entity)) return true;
  const isOpen = entity.additionalProperties === true;
  return isOpen && mutant.schema === undefined && direction !== 'read';
}

/** What a field is without what no mutant and no rule but of labels looks at: fields that are alike have like mutants. */
function kindOf({ schema, required }: Field): string {
  const { title: _t, description: _d, 'x-seam': facets = {}, ...rest } = schema;
  const { id: _i, origin: _o, copiedFrom: _c, inverse: _v, ...others } = facets;
  return JSON.stringify([rest, others, required]);
}

type Field = { readonly schema: FieldSchema; readonly required: boolean };

/** Faults of all mutants of all kinds of fields, and how many mutants there were. */
function survey(
  entities: readonly EntitySchema[],
  kinds = new Set<string>(),
): { readonly mutants: number; readonly faults: readonly string[] } {
  let mutants = 0;
  const proofs = noProofs();
  const found = entities.flatMap((entity) => {
    const observing = { ...entity, 'x-seam': { ...entity['x-seam'], observed: everyFacet } };
    return Object.entries(observing.properties).flatMap(([name, schema]) => {
      const field = { schema, required: observing.required.includes(name) };
      const { cannot, protocol } = entity['x-seam'];
      const kind = JSON.stringify([kindOf(field), cannot, protocol, entity.additionalProperties]);
      if (kinds.has(kind)) return [];
      kinds.add(kind);
      return mutantsOf(field).flatMap((mutant) => {
        mutants += 1;
        return faults(observing, name, mutant, proofs);
      });
    });
  });
  return { mutants, faults: found };
}

/** The contracts of this repository. */
function ownContracts(): readonly EntitySchema[] {
  const folder = new URL('../../contracts/demo/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => !name.startsWith('_'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}

function expectNoFaults({ faults: found, mutants }: ReturnType<typeof survey>, least: number): void {
  expect(found.slice(0, 20).join('\n')).toBe('');
  expect(mutants).toBeGreaterThan(least);
}

describe('every mutant of every field is reported, as breaking exactly where it breaks', () => {
  test('in the contracts of the demo', () => {
    expectNoFaults(survey(ownContracts()), 500);
  });

  test.for(Object.entries(subjects))('in the fixtures of %s', async ([, subjectOf], { skip }) => {
    const subject = await subjectOf().catch((error: unknown) => {
      if (error instanceof NotApplicable) skip(error.message);
      throw error;
    });
    const started = await subject.start();
    try {
      const { connector, close } = await connectTo(subject.plugin, started);
      const entities = await allSchemas(connector);
      await close();
      expect(entities.map(({ 'x-seam': seam }) => seam.entity)).toEqual(
        expect.arrayContaining([...started.entities]),
      );
      expectNoFaults(survey(entities), 10);
    } finally {
      await started.close();
    }
  });

  test.each(['14.0', '16.0', '19.0'])('in the fixtures of Odoo %s', async (version) => {
    const server = await startTestOdoo(fixtureModels(version));
    const auth = { user: admin.login, apiKey: admin.secret };
    expectNoFaults(survey(await schemasOf('odoo', server, { database: server.database, auth })), 50);
  });

  test.each(['13', '14', '16'] as const)('in the fixtures of Frappe %s', async (version) => {
    const server = await startTestFrappe(fixtureSite(version));
    const { apiKey, apiSecret } = manager;
    expectNoFaults(survey(await schemasOf('frappe', server, { auth: { apiKey, apiSecret } })), 50);
  });

  test.each<[what: string, connect: () => Promise<Connector>]>([
    ['OpenAPI 3.1', () => onFile(openapi, {}, 'openapi/kumquat-3.1.json')],
    ['JSON Schema', () => onFile(jsonschema, {}, 'jsonschema/order.schema.json')],
    ['CSV, a folder', () => onFile(csv, {}, 'csv')],
    [
      'an Airbyte source',
      () => connectExec({ command: [process.execPath, programIn('source-grove.mjs')], format: 'airbyte' }),
    ],
  ])('in the fixtures of %s', async (_what, connect) => {
    expectNoFaults(survey(await allSchemas(await connect())), 10);
  });

  test.skipIf(!hasPython)('in the fixtures of a Singer tap (skipped where there is no python3)', async () => {
    const command = ['python3', programIn('tap-grove.py'), '--config', '{config}', '--discover'];
    const config = { api_key: 'kumquat', version: 1 };
    expectNoFaults(survey(await allSchemas(await connectExec({ format: 'singer', command, config }))), 10);
  });

  test('in the fixtures of Business One v1', async () => {
    const schemas = await schemasOf('sap-b1', await startB1(), { company, auth: account, api: 'v1' });
    expectNoFaults(survey(schemas), 20);
  });

  test('in the fixtures of the template of a connector', async () => {
    const file = (name: string) =>
      readFileSync(new URL(`../../fixtures/_template/${name}.json`, import.meta.url), 'utf8');
    const server = await listen(({ path }) => {
      const name = path.replace(/^.*\//, '');
      return ['catalogue', 'kumquat.order'].includes(name)
        ? { body: file(name) }
        : { status: 403, body: '{}' };
    });
    try {
      const given = { url: server.url, options: { auth: { token: 'kumquat' } }, secrets: [] };
      const { connector, close } = await connectTo(template, given);
      const schemas = await allSchemas(connector);
      await close();
      expectNoFaults(survey(schemas), 20);
    } finally {
      await server.close();
    }
  });

  describe.skipIf(recordings === undefined)('in recordings (skipped: SEAM_RECORDINGS is not set)', () => {
    const kinds = new Set<string>();
    let all = 0;

    test.each(recordedSchemas)(
      'of %s',
      async (_what, schemas) => {
        const entities = await schemas();
        expect(entities.length).toBeGreaterThan(0);
        const { mutants, faults: found } = survey(entities, kinds);
        all += mutants;
        expect(found.slice(0, 20).join('\n')).toBe('');
      },
      300_000,
    );

    test('which are many', () => expect(all).toBeGreaterThan(10_000));
  });
});
