import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Connector } from '../../src/connectors/connector.ts';
import { graphql } from '../../src/connectors/graphql/index.ts';
import { jsonschema } from '../../src/connectors/jsonschema/index.ts';
import { openapi } from '../../src/connectors/openapi/index.ts';
import { compare } from '../../src/drift/compare.ts';
import { directions } from '../../src/model/drift.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { loadValidator } from '../../src/validate/validator.ts';
import { law } from '../../src/verdict/law.ts';
import { all, onFile } from '../connectors/documents.ts';
import { connect as connectFrappe } from '../connectors/frappe-source.ts';
import { collect, connect } from '../connectors/odoo-source.ts';
import { fixtureSite, startTestFrappe } from '../erp/frappe.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { recordedModels, recordings } from '../erp/odoo-recordings.ts';
import { calm, everyFacet } from './entities.ts';
import { type Mutant, mutantsOf, withField } from './mutants.ts';

const judge = await loadValidator();

/** What is wrong with the report of a mutant; nothing where it is right. */
function faults(entity: EntitySchema, name: string, mutant: Mutant): readonly string[] {
  const field = entity.properties[name];
  if (field === undefined) return [];
  const required = entity.required.includes(name);
  const contract = withField(entity, name, { schema: field, required });
  const changes = compare(contract, withField(entity, name, mutant), { ...calm, judge });
  const what = `${entity['x-seam'].entity}.${name} ${mutant.name}`;
  const cannot = entity['x-seam'].cannot ?? [];
  const breaks = mutant.breaks.filter((direction) => !cannot.includes(direction));
  const missed = directions
    .filter((direction) => breaks.includes(direction))
    .filter((direction) => !changes.some(({ effect }) => law[direction][effect[direction]] === 'breaking'));
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

/** Faults of all mutants of all fields, and how many mutants there were. */
function survey(entities: readonly EntitySchema[]): {
  readonly mutants: number;
  readonly faults: readonly string[];
} {
  let mutants = 0;
  const found = entities.flatMap((entity) => {
    const observing = { ...entity, 'x-seam': { ...entity['x-seam'], observed: everyFacet } };
    return Object.entries(observing.properties).flatMap(([name, schema]) => {
      const required = observing.required.includes(name);
      return mutantsOf({ schema, required }).flatMap((mutant) => {
        mutants += 1;
        return faults(observing, name, mutant);
      });
    });
  });
  return { mutants, faults: found };
}

/** What the connector makes of the models of an embedded Odoo. */
async function describedBy(models: Parameters<typeof startTestOdoo>[0]): Promise<readonly EntitySchema[]> {
  const erp = await startTestOdoo(models);
  try {
    const connector = await connect(erp, { auth: { user: admin.login, apiKey: admin.secret } });
    const results = await collect(connector.describe(models.map(({ model }) => model)));
    return results.flatMap((result) => (result.status === 'described' ? [result.schema] : []));
  } finally {
    await erp.close();
  }
}

/** The contracts of this repository. */
function ownContracts(): readonly EntitySchema[] {
  const folder = new URL('../../contracts/demo/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => !name.startsWith('_'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}

describe('every mutant of every field is reported, as breaking exactly where it breaks', () => {
  test('in the contracts of the demo', () => {
    const { mutants, faults: found } = survey(ownContracts());
    expect(found.slice(0, 20).join('\n')).toBe('');
    expect(mutants).toBeGreaterThan(500);
  });

  test.each(['14.0', '16.0', '17.0', '19.0'])('in the fixtures of Odoo %s', async (version) => {
    const { mutants, faults: found } = survey(await describedBy(fixtureModels(version)));
    expect(found.slice(0, 20).join('\n')).toBe('');
    expect(mutants).toBeGreaterThan(50);
  });

  test.each(['13', '15', '16'] as const)('in the fixtures of Frappe %s', async (version) => {
    const erp = await startTestFrappe(fixtureSite(version));
    onTestFinished(() => erp.close());
    const connector = await connectFrappe(erp);
    const names = fixtureSite(version).doctypes.map(({ name }) => String(name));
    const results = await collect(connector.describe(names));
    const entities = results.flatMap((result) => (result.status === 'described' ? [result.schema] : []));
    const { mutants, faults: found } = survey(entities);
    expect(found.slice(0, 20).join('\n')).toBe('');
    expect(mutants).toBeGreaterThan(50);
  });

  test.each<[what: string, connect: () => Promise<Connector>]>([
    ['OpenAPI 3.0', () => onFile(openapi, {}, 'openapi/kumquat.yaml')],
    ['OpenAPI 3.1', () => onFile(openapi, {}, 'openapi/kumquat-3.1.json')],
    ['GraphQL', () => onFile(graphql, {}, 'graphql/kumquat.graphql')],
    ['JSON Schema', () => onFile(jsonschema, {}, 'jsonschema/order.schema.json')],
  ])('in the fixtures of %s', async (_what, connect) => {
    const connector = await connect();
    const names = (await all(connector.list())).map(({ name }) => name);
    const results = await all(connector.describe(names));
    const entities = results.flatMap((result) => (result.status === 'described' ? [result.schema] : []));
    const { mutants, faults: found } = survey(entities);
    expect(found.slice(0, 20).join('\n')).toBe('');
    expect(mutants).toBeGreaterThan(50);
  });

  describe.skipIf(recordings === undefined)('in recordings (skipped: SEAM_RECORDINGS is not set)', () => {
    let entities: readonly EntitySchema[] = [];

    beforeAll(async () => {
      entities = await describedBy(recordedModels('17'));
    });

    test('of a real Odoo 17', () => {
      const { mutants, faults: found } = survey(entities);
      expect(found.slice(0, 20).join('\n')).toBe('');
      expect(mutants).toBeGreaterThan(10_000);
    }, 300_000);
  });
});
