import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.js';
import type { EntitySchema, FieldSchema } from '../../../src/model/schema.js';
import { wire } from '../../../src/protocols/odata/wire.js';
import { contract } from '../../contract/schemas.js';
import { described } from './described.js';
import { recorded, recordings } from './recordings.js';

function takes(schema: JsonObject, record: Json): boolean {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  return ajv.validate(schema, record);
}

/** One field of a version, as the read view's wire form takes it. */
function field(protocol: string, schema: FieldSchema) {
  const form = wire(contract({ kumquat: schema }, [], { protocol }), 'read');
  return (value: Json) => takes(form, { kumquat: value });
}

const decimal: FieldSchema = {
  type: ['number', 'null'],
  'x-seam': { nativeType: 'Edm.Decimal', precision: '5', scale: '2' },
};
const native = (nativeType: string, type: FieldSchema['type'] = 'string'): FieldSchema => ({
  ...(type === undefined ? {} : { type }),
  'x-seam': { nativeType },
});

describe('values on the wire', () => {
  test.each<[string, FieldSchema, readonly Json[], readonly Json[]]>([
    ['OData 2', decimal, ['123.45', '-1', '0.5', null], [123.45, '1234.5', '1.234', '', '1e3']],
    ['OData 4', decimal, [123.45, '123.45', null], ['1234.5', '1.234', '']],
    ['OData 2', native('Edm.Int64', 'integer'), ['9007199254740993', '-1'], [1, '1.5', '']],
    ['OData 4', native('Edm.Int64', 'integer'), [1, '9007199254740993'], [1.5, 'one']],
    [
      'OData 2',
      { ...native('Edm.DateTime'), format: 'date-time' },
      ['/Date(1734000000000)/', '/Date(-1+0060)/'],
      ['2024-12-12T00:00:00', 1734000000000],
    ],
    [
      'OData 4',
      { ...native('Edm.DateTimeOffset'), format: 'date-time' },
      ['2024-12-12T00:00:00Z'],
      ['/Date(1)/'],
    ],
    ['OData 2', native('Edm.Double', 'number'), [0.5, '0.5', '1.0E-3'], ['half']],
    ['OData 4', native('Edm.Double', 'number'), [0.5, 'INF', 'NaN'], ['0.5', 'half']],
    [
      'OData 4',
      { type: ['string', 'null'], enum: ['Read', 'Write', null], 'x-seam': { flags: true } },
      ['Read', 'Read,Write', 'Write, Read', null],
      ['Reads', 'Read,', ''],
    ],
    [
      'OData 4',
      { type: 'string', enum: ['Non_x002D_Inventory'] },
      ['Non_x002D_Inventory'],
      ['Non-Inventory'],
    ],
    [
      'OData 2',
      { type: 'number', enum: [1, 2.5], 'x-seam': { nativeType: 'Edm.Decimal', wireForm: 'string' } },
      ['1', '2.5'],
      [1, '3'],
    ],
    [
      'OData 2',
      { type: 'array', items: { type: 'object' }, 'x-seam': { onDemand: true, target: 'kumquat' } },
      [[], [{}], { results: [] }, { __deferred: { uri: '…' } }],
      ['x', null],
    ],
    [
      'OData 2',
      { type: 'array', items: decimal, 'x-seam': { nativeType: 'Collection(Edm.Decimal)' } },
      [['1.5', null], { results: ['1.5'] }],
      [[1.5], { results: [1.5] }, {}],
    ],
    ['OData 4', { 'x-seam': { nativeType: 'Edm.Untyped' } }, [null, 1, 'a', {}], []],
  ])('%s, %j', (protocol, schema, taken, refused) => {
    const takesValue = field(protocol, schema);
    expect(taken.filter((value) => !takesValue(value))).toEqual([]);
    expect(refused.filter(takesValue)).toEqual([]);
  });

  test('a write may give a date as text, too', () => {
    const schema = contract({ kumquat: { ...native('Edm.DateTime'), format: 'date-time' } }, [], {
      protocol: 'OData 2',
    });
    expect(takes(wire(schema, 'create'), { kumquat: '2024-12-12T00:00:00' })).toBe(true);
    expect(takes(wire(schema, 'create'), { kumquat: '12/12/2024' })).toBe(false);
  });

  test('control information is allowed where other names are refused', () => {
    const closed = {
      ...contract({ kumquat: { type: 'string' } }, [], { protocol: 'OData 4' }),
      additionalProperties: false,
    };
    const form = wire(closed as unknown as EntitySchema, 'read');
    expect(takes(form, { '@odata.etag': 'W/"1"', 'kumquat@odata.type': '#String', kumquat: 'a' })).toBe(true);
    expect(takes(form, { kumquat: 'a', quince: 'b' })).toBe(false);
  });

  test('a field may have any name', () => {
    const form = wire(contract(Object.fromEntries([['__proto__', { type: 'string' } as const]])), 'read');
    expect(Object.keys(form['properties'] as JsonObject)).toEqual(['__proto__']);
  });
});

describe.skipIf(recordings === undefined)(
  'records of a real server fit the wire view (SEAM_RECORDINGS)',
  () => {
    test.each([
      ['v2', 'BusinessPartner', 'A_BusinessPartner'],
      ['v2', 'Material', 'A_Material'],
      ['v2', 'SalesOrder', 'A_SalesOrder'],
      ['v2', 'SalesOrderItem', 'A_SalesOrderItem'],
      ['v4', 'BusinessPartner', 'A_BusinessPartner'],
      ['v4', 'Material', 'A_Material'],
      ['v4', 'SalesOrder', 'A_SalesOrder'],
      ['v4', 'SalesOrderItem', 'A_SalesOrderItem'],
      ['v4', 'SalesOrderItem-ieee', 'A_SalesOrderItem'],
    ])('%s %s', async (version, file, entity) => {
      const folder = 'sap/cap-live/base';
      const schema = await described(recorded(`${folder}/${version}-metadata.xml`), `API_SEAM_ERP.${entity}`);
      const form = wire(
        { ...schema, required: [], additionalProperties: false } as unknown as EntitySchema,
        'read',
      );
      const answer = JSON.parse(
        readFileSync(join(recordings ?? '', folder, `${version}-${file}.body`), 'utf8'),
      );
      const records: readonly JsonObject[] = answer.value ?? answer.d.results;
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) {
        const ajv = new Ajv2020({ strict: false, allErrors: true });
        formats.default(ajv);
        ajv.validate(form, record);
        expect(ajv.errors ?? []).toEqual([]);
      }
    });
  },
);
