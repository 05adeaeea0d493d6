import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fallbackOf, valuesOf } from '../../src/connectors/mysql/fields.ts';
import { mysql } from '../../src/connectors/mysql/index.ts';
import type { CatalogueColumn } from '../../src/connectors/mysql/wire.ts';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.ts';
import { mysqlOrchard, skipped, startMysql, type TestMysql } from '../sql/mysql.ts';
import { fieldIn, listed, open, resultsOf, schemaOf } from '../sql/source.ts';

describe.skipIf(skipped !== '')(`the catalogue of MySQL and MariaDB${skipped}`, () => {
  let db: TestMysql;
  let other: TestMysql;
  beforeAll(async () => {
    db = await startMysql();
    other = await startMysql();
    await db.run(mysqlOrchard);
    await other.run('CREATE TABLE crate (id int PRIMARY KEY)');
  });
  afterAll(async () => {
    await db?.close();
    await other?.close();
  });

  const connect = (more: { readonly schemas?: readonly string[] } = {}) =>
    open(mysql, { url: db.url, options: { auth: db.auth, ...more } });
  const known = new Map<string, EntitySchema>();
  const described = async (name: string): Promise<EntitySchema> => {
    const schema = known.get(name) ?? (await schemaOf(await connect(), name));
    known.set(name, schema);
    return schema;
  };

  test('lists tables and views, those of further databases by both names', async () => {
    const names = ['Odd.Name"s', 'crate', 'filled', 'grower', 'harvest', 'line', 'ripe', 'tally'];
    expect(await listed(await connect())).toEqual(names);
    expect(await listed(await connect({ schemas: [other.database] }))).toEqual(
      [...names, `${other.database}.crate`].sort(),
    );
  });

  test('says what the server is, as it reports itself', async () => {
    const system = await (await connect()).system();
    expect(system.product).toMatch(/^(?:MySQL|MariaDB)$/);
    expect(system.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(system.account).toMatch(/^\w+@/);
  });

  const dateTime = '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?$';
  const database = ['database'] as const;
  const fields: readonly (readonly [column: string, expected: FieldSchema])[] = [
    ['code', { type: 'string', maxLength: 8, 'x-seam': { nativeType: 'text', requiredBy: database } }],
    [
      'grower_id',
      {
        type: 'integer',
        minimum: 0,
        maximum: 4_294_967_295,
        'x-seam': { nativeType: 'int', requiredBy: database, target: 'grower' },
      },
    ],
    [
      'grower_email',
      {
        type: ['string', 'null'],
        maxLength: 40,
        'x-seam': {
          nativeType: 'text',
          target: 'grower',
          unmapped: '{"references":["grower (email)"]}',
        },
      },
    ],
    [
      'state',
      {
        type: 'string',
        enum: ['green', 'ripe', "it's over"],
        default: 'green',
        'x-seam': { nativeType: 'enum' },
      },
    ],
    [
      'sizes',
      {
        type: 'string',
        pattern: '^((s|m|l)(,(s|m|l))*)?$',
        default: '',
        'x-seam': { nativeType: 'set' },
      },
    ],
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
        'x-seam': { nativeType: 'decimal', precision: '10', scale: '2', requiredBy: database },
      },
    ],
    [
      'plain_decimal',
      { type: ['number', 'null'], 'x-seam': { nativeType: 'decimal', precision: '10', scale: '0' } },
    ],
    [
      'share',
      {
        type: ['number', 'null'],
        minimum: 0,
        default: 0.5,
        'x-seam': { nativeType: 'decimal', precision: '5', scale: '4' },
      },
    ],
    ['bruises', { type: ['integer', 'null'], minimum: 0, maximum: 5, 'x-seam': { nativeType: 'smallint' } }],
    [
      'pieces',
      { type: ['integer', 'null'], minimum: -128, maximum: 127, 'x-seam': { nativeType: 'tinyint' } },
    ],
    [
      'stacked',
      {
        type: ['boolean', 'integer'],
        minimum: -128,
        maximum: 127,
        default: 0,
        'x-seam': { nativeType: 'boolean' },
      },
    ],
    ['big', { type: 'integer', 'x-seam': { nativeType: 'bigint', requiredBy: database } }],
    ['ubig', { type: ['integer', 'null'], minimum: 0, 'x-seam': { nativeType: 'bigint' } }],
    ['picked_on', { type: 'string', format: 'date', 'x-seam': { nativeType: 'date', requiredBy: database } }],
    [
      'packed_at',
      {
        type: 'string',
        pattern: dateTime,
        'x-seam': { nativeType: 'datetime', scale: '3', hasDefault: true },
      },
    ],
    [
      'seen_at',
      {
        type: ['string', 'null'],
        pattern: dateTime,
        'x-seam': { nativeType: 'timestamp', scale: '0', timeZone: 'site' },
      },
    ],
    ['vintage', { type: ['integer', 'null'], minimum: 0, maximum: 2155, 'x-seam': { nativeType: 'year' } }],
    ['note', { type: ['string', 'null'], maxLength: 65_535, 'x-seam': { nativeType: 'text' } }],
    ['tiny', { type: ['string', 'null'], maxLength: 255, 'x-seam': { nativeType: 'text' } }],
    ['huge', { type: ['string', 'null'], 'x-seam': { nativeType: 'text' } }],
    ['facts', { 'x-seam': { nativeType: 'json' } }],
    [
      'hash',
      {
        type: ['string', 'null'],
        contentEncoding: 'base64',
        maxLength: 24,
        'x-seam': { nativeType: 'binary' },
      },
    ],
    ['flags', { type: 'integer', minimum: 0, maximum: 15, default: 0, 'x-seam': { nativeType: 'bit' } }],
    ['spot', { 'x-seam': { nativeType: 'point' } }],
    ['nothing', { type: ['string', 'null'], maxLength: 9, 'x-seam': { nativeType: 'text' } }],
    [
      'null_text',
      { type: ['string', 'null'], maxLength: 9, default: 'NULL', 'x-seam': { nativeType: 'text' } },
    ],
    ['quoted', { type: ['string', 'null'], maxLength: 9, default: "it's", 'x-seam': { nativeType: 'text' } }],
    [
      'random_one',
      { type: ['string', 'null'], maxLength: 36, 'x-seam': { nativeType: 'text', hasDefault: true } },
    ],
  ];

  test.for(fields)('%s', async ([column, expected]) => {
    expect(fieldIn(await described('crate'), column)).toEqual(expected);
  });

  test('what no keyword says is named: texts that ignore case, and columns that are generated', async () => {
    const { folded, total, half } = (await described('crate')).properties;
    expect(folded?.['x-seam']?.unmapped).toContain('`folded` in');
    expect(total).toMatchObject({ readOnly: true, 'x-seam': { computed: true } });
    expect(half).toMatchObject({ readOnly: true, 'x-seam': { computed: true, stored: false } });
  });

  test('create demands what is NOT NULL and that nothing fills in; an ENUM begins with its first value', async () => {
    expect((await described('crate')).required.toSorted()).toEqual([
      'big',
      'code',
      'grower_id',
      'picked_on',
      'weight',
    ]);
  });

  test('keys and rules of several columns are named, and not compared', async () => {
    const { key, unmapped } = (await described('crate'))['x-seam'];
    expect(key).toEqual(['code']);
    expect(JSON.parse(unmapped ?? '')).toMatchObject({ unique: ['grower_id, big'] });
    expect(unmapped).toContain('`weight` > `bruises`');
  });

  test('a comment is a label, another character set is named, a UNIQUE of one column is unique', async () => {
    const schema = await described('grower');
    expect(schema.title).toBe('Who grows kumquats');
    expect(schema.properties['email']).toMatchObject({
      title: 'Address for invoices',
      'x-seam': { unique: true },
    });
    expect(schema.properties['code']).toMatchObject({
      enum: ['DE01', 'FR02', null],
      'x-seam': { unmapped: '{"characterSet":"latin1"}' },
    });
    expect(schema.required).toEqual(['name']);
  });

  test('of two foreign keys on one column the second one is named', async () => {
    expect(fieldIn(await described('line'), 'twice')['x-seam']).toEqual({
      nativeType: 'int',
      target: 'grower',
      unmapped: '{"references":["grower (id)"]}',
    });
  });

  test('a trigger before INSERT makes unknown what create demands', async () => {
    const schema = await described('filled');
    expect(schema.required).toEqual([]);
    expect(schema.properties['by_trigger']?.['x-seam']?.required).toBe('unknown');
  });

  test('of a view neither nullability nor requiredness is known', async () => {
    const schema = await described('ripe');
    expect(schema['x-seam'].cannot).toBeUndefined();
    expect(schema.properties['weight']).toMatchObject({
      type: ['number', 'null'],
      'x-seam': { nullable: 'unknown', required: 'unknown' },
    });
    expect((await described('tally'))['x-seam'].cannot).toEqual(['create', 'update']);
  });

  test('names are what they are', async () => {
    const schema = await described('Odd.Name"s');
    expect(Object.keys(schema.properties).sort()).toEqual(['__proto__', 'with space', 'ümlaut']);
  });

  test('what is not there is missing, and spoils nothing', async () => {
    const results = await resultsOf(await connect(), ['nowhere', 'line']);
    expect(results.get('nowhere')?.status).toBe('missing');
    expect(results.get('line')?.status).toBe('described');
  });
});

describe('a default', () => {
  const column = (more: Partial<CatalogueColumn>): CatalogueColumn => ({
    name: 'a',
    type: 'varchar(9)',
    native: 'varchar',
    nullable: true,
    expression: undefined,
    extra: '',
    comment: undefined,
    formula: undefined,
    charset: 'utf8mb4',
    collation: 'utf8mb4_bin',
    ...more,
  });

  test.each([
    ['MariaDB', { expression: 'NULL' }, 'none'],
    ['MariaDB', { expression: "'NULL'" }, { constant: 'NULL' }],
    ['MariaDB', { expression: "'it''s'" }, { constant: "it's" }],
    ['MariaDB', { expression: "'a\\\\b'" }, { constant: 'a\\b' }],
    ['MariaDB', { expression: 'uuid()' }, 'computed'],
    ['MySQL', { expression: 'NULL' }, { constant: 'NULL' }],
    ['MySQL', { expression: "it's" }, { constant: "it's" }],
    ['MySQL', { expression: 'a\\b' }, { constant: 'a\\b' }],
    ['MySQL', { expression: 'uuid()', extra: 'DEFAULT_GENERATED' }, 'computed'],
    ['MySQL', { expression: 'CURRENT_TIMESTAMP(3)', native: 'datetime', type: 'datetime(3)' }, 'computed'],
    ['MySQL', { expression: '0.50', native: 'decimal', type: 'decimal(5,2)' }, { constant: 0.5 }],
    ['MySQL', { expression: '1', native: 'tinyint', type: 'tinyint(1)' }, { constant: 1 }],
    ['MySQL', { expression: "b'101'", native: 'bit', type: 'bit(4)' }, { constant: 5 }],
    ['MySQL', { native: 'enum', type: "enum('a','b')", nullable: false }, { constant: 'a' }],
    ['MySQL', { native: 'enum', type: "enum('a','b')", nullable: true }, 'none'],
    ['MySQL', { native: 'int', type: 'int', extra: 'auto_increment' }, 'computed'],
  ] as const)('of %s, %j, is %j', (flavor, more, is) => {
    const told = column(more);
    expect(fallbackOf(told, valuesOf(told, false).schema, flavor, false)).toEqual(is);
  });
});
