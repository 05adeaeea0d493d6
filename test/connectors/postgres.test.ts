import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgres } from '../../src/connectors/postgres/index.ts';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.ts';
import { orchard, postgresServers, type TestPostgres } from '../sql/postgres.ts';
import { fieldIn, listed, open, resultsOf, schemaOf } from '../sql/source.ts';

describe.each(postgresServers)('the catalogue of $name$skipped', ({ skipped, start }) => {
  let db: TestPostgres;
  beforeAll(async () => {
    if (skipped !== '') return;
    db = await start();
    await db.run(orchard);
  });
  afterAll(() => db?.close());

  const connect = (more: { readonly schemas?: readonly string[] } = {}) =>
    open(postgres, { url: db.url, options: { auth: db.auth, schemas: [db.schema], ...more } });
  const entity = (name: string) => `${db.schema}.${name}`;
  const known = new Map<string, EntitySchema>();
  const described = async (name: string): Promise<EntitySchema> => {
    const schema = known.get(name) ?? (await schemaOf(await connect(), entity(name)));
    known.set(name, schema);
    return schema;
  };

  const it = test.skipIf(skipped !== '');

  it('lists tables and views of the schemas, and no partition of a table', async () => {
    const names = await listed(await connect());
    expect(names.map((name) => name.slice(db.schema.length + 1))).toEqual([
      'Odd.Name"s',
      'crate',
      'filled',
      'grower',
      'harvest',
      'line',
      'ripe',
      'stock',
      'tally',
    ]);
    expect(await listed(await connect({ schemas: ['nowhere'] }))).toEqual([]);
  });

  it('says what the server is, as it reports itself', async () => {
    const system = await (await connect()).system();
    expect(system).toMatchObject({ product: 'PostgreSQL', account: db.auth.user });
    expect(system.version).toMatch(/^\d+\.\d+$/);
    expect(system.apps?.['plpgsql']).toBe('1.0');
    expect(system.database).toMatch(/^\d+\/\d+$/);
  });

  const fields: readonly (readonly [column: string, expected: FieldSchema])[] = [
    ['big', { type: 'integer', 'x-seam': { nativeType: 'int8', requiredBy: ['database'] } }],
    ['bruises', { type: ['integer', 'null'], minimum: 0, maximum: 5, 'x-seam': { nativeType: 'int2' } }],
    ['serial', { type: 'integer', 'x-seam': { nativeType: 'int8', hasDefault: true } }],
    [
      'grade',
      {
        type: 'string',
        maxLength: 10,
        enum: ['a', 'b', 'c'],
        default: 'a',
        'x-seam': { nativeType: 'text' },
      },
    ],
    [
      'weight',
      {
        type: 'number',
        exclusiveMinimum: 0,
        'x-seam': { nativeType: 'numeric', precision: '10', scale: '2', requiredBy: ['database'] },
      },
    ],
    [
      'rounded',
      {
        type: ['number', 'null'],
        multipleOf: 1000,
        'x-seam': { nativeType: 'numeric', precision: '5', scale: '0' },
      },
    ],
    ['tiny', { type: ['number', 'null'], 'x-seam': { nativeType: 'numeric', precision: '3', scale: '5' } }],
    ['loose', { type: ['number', 'null'], 'x-seam': { nativeType: 'numeric' } }],
    ['picked_on', { type: 'string', format: 'date', 'x-seam': { nativeType: 'date', hasDefault: true } }],
    [
      'packed_at',
      {
        type: 'string',
        format: 'date-time',
        'x-seam': { nativeType: 'timestamptz', scale: '3', hasDefault: true },
      },
    ],
    ['keeps', { type: ['string', 'null'], 'x-seam': { nativeType: 'interval' } }],
    ['serial_no', { type: 'string', format: 'uuid', 'x-seam': { nativeType: 'uuid', hasDefault: true } }],
    [
      'tags',
      {
        type: 'array',
        items: { type: ['string', 'null'] },
        'x-seam': { nativeType: 'text[]', hasDefault: true },
      },
    ],
    ['facts', { default: { kind: 'box' }, 'x-seam': { nativeType: 'jsonb' } }],
    ['photo', { type: ['string', 'null'], contentEncoding: 'base64', 'x-seam': { nativeType: 'bytea' } }],
    ['flags', { type: 'string', pattern: '^[01]{4}$', default: '0000', 'x-seam': { nativeType: 'bit' } }],
    ['spot', { 'x-seam': { nativeType: '%.place', unmapped: '{"parts":"shelf integer, bin text"}' } }],
    ['span', { 'x-seam': { nativeType: 'int4range' } }],
    ['stacked', { type: 'boolean', default: false, 'x-seam': { nativeType: 'bool' } }],
    [
      'total',
      {
        type: ['number', 'null'],
        readOnly: true,
        'x-seam': {
          nativeType: 'numeric',
          computed: true,
          unmapped: '{"generated":"(weight * (2)::numeric)"}',
        },
      },
    ],
    ['note', { type: ['string', 'null'], maxLength: 200, 'x-seam': { nativeType: 'text' } }],
    ['label', { type: ['string', 'null'], pattern: '^K-', 'x-seam': { nativeType: 'text' } }],
    [
      'odd_one',
      {
        type: ['string', 'null'],
        'x-seam': { nativeType: 'text', unmapped: '{"checks":["(odd_one <> upper(odd_one))"]}' },
      },
    ],
    [
      'state',
      {
        type: 'string',
        enum: ['green', 'ripe', 'over'],
        default: 'green',
        'x-seam': { nativeType: '%.ripeness' },
      },
    ],
    [
      'code',
      {
        type: 'string',
        maxLength: 8,
        pattern: '^[A-Z]+$',
        'x-seam': { nativeType: '%.crate_code', requiredBy: ['database'] },
      },
    ],
    [
      'ripe_share',
      {
        type: ['number', 'null'],
        minimum: 0,
        maximum: 1,
        default: 0.5,
        'x-seam': { nativeType: '%.share', precision: '5', scale: '4' },
      },
    ],
    [
      'grower_id',
      {
        type: 'integer',
        minimum: -2_147_483_648,
        maximum: 2_147_483_647,
        'x-seam': { nativeType: 'int4', requiredBy: ['database'], target: '%.grower' },
      },
    ],
    [
      'grower_email',
      {
        type: ['string', 'null'],
        maxLength: 40,
        'x-seam': {
          nativeType: 'text',
          target: '%.grower',
          unmapped: '{"references":["%.grower (email)"]}',
        },
      },
    ],
  ];

  it.for(fields)('%s', async ([column, expected]) => {
    const found = fieldIn(await described('crate'), column);
    expect(JSON.parse(JSON.stringify(found).replaceAll(`${db.schema}.`, '%.'))).toEqual(expected);
  });

  it('create demands what is NOT NULL and that nothing fills in', async () => {
    expect((await described('crate')).required.toSorted()).toEqual(['big', 'code', 'grower_id', 'weight']);
  });

  it('keys and rules of several columns are named, and not compared', async () => {
    const { key, unmapped } = (await described('crate'))['x-seam'];
    expect(key).toEqual(['code']);
    expect(JSON.parse(unmapped ?? '')).toEqual({
      checks: ['(picked_on <= local_at)'],
      unique: ['grower_id, serial', 'lower(note) where stacked'],
    });
  });

  it('an identity that is always generated is read-only, a comment is a label, a UNIQUE of one column is unique', async () => {
    const schema = await described('grower');
    expect(schema.title).toBe('Who grows kumquats');
    expect(schema.properties['id']?.readOnly).toBe(true);
    expect(schema.required).toEqual(['name']);
    expect(schema.properties['email']).toMatchObject({
      title: 'Address for invoices',
      'x-seam': { unique: true },
    });
    // Filled up with spaces to its length, a char(4) is one of these alone.
    expect(schema.properties['vat']?.enum).toEqual(['DE01', 'FR02', null]);
  });

  it('of two foreign keys on one column the second one is named', async () => {
    expect(fieldIn(await described('line'), 'twice')['x-seam']).toEqual({
      nativeType: 'int4',
      target: `${db.schema}.grower`,
      unmapped: JSON.stringify({ references: [`${db.schema}.grower (id)`] }),
    });
  });

  it('a trigger before INSERT makes unknown what create demands', async () => {
    const schema = await described('filled');
    expect(schema.required).toEqual([]);
    expect(schema.properties['by_trigger']?.['x-seam']?.required).toBe('unknown');
    expect(schema.properties['plain']?.['x-seam']?.required).toBeUndefined();
  });

  it('a partitioned table is one entity', async () => {
    expect((await described('harvest')).required.toSorted()).toEqual(['grower_id', 'year']);
  });

  it('of a view neither nullability nor requiredness is known, and what is computed cannot be written', async () => {
    const schema = await described('ripe');
    expect(schema['x-seam'].cannot).toBeUndefined();
    expect(schema['x-seam'].kind).toBe('view');
    expect(schema.properties['weight']).toMatchObject({
      type: ['number', 'null'],
      'x-seam': { nullable: 'unknown', required: 'unknown' },
    });
    expect(schema.properties['shout']).toMatchObject({ readOnly: true });
  });

  it.for(['tally', 'stock'])('nothing can be written into the view %s', async (name) => {
    expect((await described(name))['x-seam'].cannot).toEqual(['create', 'update']);
  });

  it('names are what they are', async () => {
    const schema = await described('Odd.Name"s');
    expect(Object.keys(schema.properties).sort()).toEqual(['__proto__', 'with space', 'ümlaut']);
    expect(schema.properties['ümlaut']?.enum).toEqual(['a', 'b', null]);
  });

  it('what is not there is missing, and spoils nothing', async () => {
    const results = await resultsOf(await connect(), [entity('nowhere'), entity('line')]);
    expect(results.get(entity('nowhere'))?.status).toBe('missing');
    expect(results.get(entity('line'))?.status).toBe('described');
  });
});
