import { describe, expect, test } from 'vitest';
import type { FieldSchema } from '../../../../src/model/schema.js';
import { described, describedField } from '../described.js';
import { edmx2, edmx4, entityType } from '../documents.js';

const time = '^\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,12})?)?$';
const duration = '^-?P(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,12})?S)?)?$';

/** What a property of these attributes becomes, without its native type. */
async function mapped(attributes: string, version: 2 | 4, more = ''): Promise<FieldSchema> {
  const members = `<Property Name="Kumquat" Nullable="false" DefaultValue="" ${attributes}/>`.replace(
    ' DefaultValue=""',
    '',
  );
  const document = version === 2 ? edmx2 : edmx4;
  const owner = version === 2 ? 'KUMQUAT_SRV.Order' : 'Kumquat.Order';
  const field = await describedField(document(entityType('Order', members) + more), owner, 'Kumquat');
  const { 'x-seam': facets = {}, ...keywords } = field;
  const { nativeType: _native, required: _required, requiredBy: _by, ...others } = facets;
  return Object.keys(others).length === 0 ? keywords : { ...keywords, 'x-seam': others };
}

describe('primitive types', () => {
  test.each<[string, 2 | 4, FieldSchema]>([
    ['Type="Edm.Boolean"', 4, { type: 'boolean' }],
    ['Type="Edm.Byte"', 4, { type: 'integer', minimum: 0, maximum: 255 }],
    ['Type="Edm.SByte"', 4, { type: 'integer', minimum: -128, maximum: 127 }],
    ['Type="Edm.Int16"', 4, { type: 'integer', minimum: -32768, maximum: 32767 }],
    ['Type="Edm.Int32"', 4, { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
    ['Type="Edm.Int64"', 4, { type: 'integer' }],
    ['Type="Edm.Int64"', 2, { type: 'integer', 'x-seam': { wireForm: 'string' } }],
    ['Type="Edm.Decimal"', 4, { type: 'number' }],
    ['Type="Edm.Decimal" Precision="16"', 4, { type: 'number', 'x-seam': { precision: '16', scale: '0' } }],
    [
      'Type="Edm.Decimal" Precision="16" Scale="Variable"',
      4,
      { type: 'number', 'x-seam': { precision: '16', scale: 'variable' } },
    ],
    ['Type="Edm.Decimal" Scale="floating"', 4, { type: 'number', 'x-seam': { scale: 'variable' } }],
    [
      'Type="Edm.Decimal" Precision="16"',
      2,
      { type: 'number', 'x-seam': { precision: '16', wireForm: 'string' } },
    ],
    ['Type="Edm.Double"', 4, { type: 'number' }],
    [
      'Type="Edm.Single"',
      4,
      { type: 'number', minimum: -3.4028234663852886e38, maximum: 3.4028234663852886e38 },
    ],
    ['Type="Edm.String"', 4, { type: 'string' }],
    ['Type="Edm.String" MaxLength="40"', 4, { type: 'string', maxLength: 40 }],
    ['Type="Edm.String" MaxLength="Max"', 2, { type: 'string' }],
    ['Type="Edm.String" MaxLength="-1"', 4, { type: 'string' }],
    ['Type="Edm.String" Scale="3"', 4, { type: 'string' }],
    ['Type="Edm.Guid"', 4, { type: 'string', format: 'uuid' }],
    ['Type="Edm.Date"', 4, { type: 'string', format: 'date' }],
    ['Type="Edm.DateTimeOffset"', 4, { type: 'string', format: 'date-time' }],
    [
      'Type="Edm.DateTimeOffset" Precision="7"',
      4,
      { type: 'string', format: 'date-time', 'x-seam': { scale: '7' } },
    ],
    ['Type="Edm.DateTime"', 2, { type: 'string', format: 'date-time', 'x-seam': { timeZone: 'site' } }],
    [
      'Type="Edm.DateTime" sap:display-format="Date"',
      2,
      { type: 'string', format: 'date-time', 'x-seam': { timeZone: 'site', dateOnly: true } },
    ],
    ['Type="Edm.Time"', 2, { type: 'string', pattern: duration }],
    ['Type="Edm.TimeOfDay"', 4, { type: 'string', pattern: time }],
    ['Type="Edm.Duration"', 4, { type: 'string', pattern: duration }],
    ['Type="Edm.Binary" MaxLength="10"', 4, { type: 'string', contentEncoding: 'base64', maxLength: 16 }],
    ['Type="Edm.Stream"', 4, { readOnly: true, 'x-seam': { onDemand: true } }],
    ['Type="Edm.GeographyPoint"', 4, { type: 'object' }],
    ['Type="Edm.Untyped"', 4, {}],
    [
      'Type="Collection(Edm.String)" MaxLength="5"',
      4,
      { type: 'array', items: { type: 'string', maxLength: 5, 'x-seam': { nativeType: 'Edm.String' } } },
    ],
    ['', 4, { type: 'string' }],
  ])('%s of version %i', async (attributes, version, schema) => {
    expect(await mapped(attributes, version)).toEqual(schema);
  });

  test('every type of the table is one of OData, and keeps its name', async () => {
    const field = await describedField(
      edmx4(entityType('Order', '<Property Name="A" Type="Edm.Date"/>')),
      'Kumquat.Order',
      'A',
    );
    expect(field).toEqual({ type: ['string', 'null'], format: 'date', 'x-seam': { nativeType: 'Edm.Date' } });
  });

  test('whether the items of a collection may be null is unknown where Nullable is not said', async () => {
    const document = edmx4(entityType('Order', '<Property Name="A" Type="Collection(Edm.String)"/>'));
    expect(await describedField(document, 'Kumquat.Order', 'A')).toEqual({
      type: 'array',
      items: { type: ['string', 'null'], 'x-seam': { nativeType: 'Edm.String', nullable: 'unknown' } },
      'x-seam': { nativeType: 'Collection(Edm.String)' },
    });
  });

  test('a default is a value of the type', async () => {
    const of = async (type: string, value: string) =>
      (
        await describedField(
          edmx4(entityType('Order', `<Property Name="A" Type="${type}" DefaultValue="${value}"/>`)),
          'Kumquat.Order',
          'A',
        )
      ).default;
    expect(await of('Edm.Boolean', 'false')).toBe(false);
    expect(await of('Edm.Int32', '0')).toBe(0);
    expect(await of('Edm.Decimal', '1.50')).toBe(1.5);
    expect(await of('Edm.String', '0')).toBe('0');
    expect(await of('Edm.Int32', 'next')).toBe('next');
  });
});

describe('declared types', () => {
  test('an enum is its names, sorted, with the number of each', async () => {
    const grade =
      '<EnumType Name="Grade"><Member Name="b" Value="2"/><Member Name="a" Value="1"/></EnumType>';
    expect(await mapped('Type="Kumquat.Grade"', 4, grade)).toEqual({
      type: 'string',
      enum: ['a', 'b'],
      'x-seam': { enumCodes: { a: '1', b: '2' } },
    });
  });

  test('of flags several hold at once', async () => {
    const grade = '<EnumType Name="Grade" IsFlags="true"><Member Name="a" Value="1"/></EnumType>';
    expect(await mapped('Type="Kumquat.Grade"', 4, grade)).toMatchObject({ 'x-seam': { flags: true } });
  });

  test('an enum without members is any text, never an empty list', async () => {
    expect(await mapped('Type="Kumquat.Grade"', 4, '<EnumType Name="Grade"/>')).toEqual({ type: 'string' });
  });

  test('a type definition is its underlying type; the facets of the property win', async () => {
    const code = '<TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="3"/>';
    expect(await mapped('Type="Kumquat.Code"', 4, code)).toEqual({ type: 'string', maxLength: 3 });
    expect(await mapped('Type="Kumquat.Code" MaxLength="2"', 4, code)).toEqual({
      type: 'string',
      maxLength: 2,
    });
  });

  test('type definitions in a circle are an unknown type', async () => {
    const circle =
      '<TypeDefinition Name="A" UnderlyingType="Kumquat.B"/><TypeDefinition Name="B" UnderlyingType="Kumquat.A"/>';
    expect(await mapped('Type="Kumquat.A"', 4, circle)).toEqual({});
  });

  const address =
    '<ComplexType Name="Address"><Property Name="City" Type="Edm.String" Nullable="false"/></ComplexType>';

  test('a complex type is an object with its fields', async () => {
    expect(await mapped('Type="Kumquat.Address"', 4, address)).toEqual({
      type: 'object',
      properties: {
        City: {
          type: 'string',
          'x-seam': { nativeType: 'Edm.String', required: 'unknown', requiredBy: ['api'] },
        },
      },
      required: [],
    });
  });

  test('a complex value may be of a derived type, and then has its fields, too', async () => {
    const derived = `${address}<ComplexType Name="Harbour" BaseType="Kumquat.Address" OpenType="true"><Property Name="Pier" Type="Edm.Int32" Nullable="false"/></ComplexType>`;
    const { properties } = await mapped('Type="Kumquat.Address"', 4, derived);
    expect(properties?.['Pier']).toMatchObject({
      type: ['integer', 'null'],
      'x-seam': { nullable: 'unknown' },
    });
    expect(properties?.['City']?.['x-seam']?.nullable).toBeUndefined();
    expect(await mapped('Type="Kumquat.Harbour"', 4, derived)).toMatchObject({ additionalProperties: true });
  });

  test('a complex type within itself is not spelled out again', async () => {
    const node = '<ComplexType Name="Node"><Property Name="Next" Type="Kumquat.Node"/></ComplexType>';
    expect(await mapped('Type="Kumquat.Node"', 4, node)).toMatchObject({
      properties: { Next: { type: ['object', 'null'], 'x-seam': { nativeType: 'Kumquat.Node' } } },
    });
  });

  test('complex types that hold each other over and over are refused, not spelled out', async () => {
    const ten = (to: string) =>
      Array.from({ length: 10 }, (_, index) => `<Property Name="P${index}" Type="Kumquat.${to}"/>`).join('');
    const types = [...'ABCDEFGH']
      .map((name, index, all) => `<ComplexType Name="${name}">${ten(all[index + 1] ?? 'H')}</ComplexType>`)
      .join('');
    await expect(mapped('Type="Kumquat.A"', 4, types)).rejects.toThrow(/unreadable.*more than 100000 fields/);
  });

  test('an unknown type takes any value, keeps its name, and hides no other field', async () => {
    const document = edmx4(
      entityType('Order', '<Property Name="A" Type="Edm.Smell"/><Property Name="B" Type="Far.Away"/>'),
    );
    const { properties } = await described(document, 'Kumquat.Order');
    expect(properties['A']).toEqual({ 'x-seam': { nativeType: 'Edm.Smell' } });
    expect(properties['B']).toEqual({ 'x-seam': { nativeType: 'Far.Away' } });
  });

  test('an enum and an entity type may have one name', async () => {
    const document = edmx4(
      `<EnumType Name="Order"><Member Name="x"/></EnumType>${entityType('Order', '<Property Name="A" Type="Kumquat.Order"/>')}`,
    );
    expect(await describedField(document, 'Kumquat.Order', 'A')).toMatchObject({ enum: ['x', null] });
  });
});

describe('annotated values', () => {
  const annotated = async (property: string, annotations: string) => {
    const document = edmx4(
      `${entityType('Order', `<Property Name="A" ${property}/>`)}<Annotations Target="Kumquat.Order/A">${annotations}</Annotations>`,
    );
    const { 'x-seam': facets = {}, ...keywords } = await describedField(document, 'Kumquat.Order', 'A');
    const { nativeType: _native, ...others } = facets;
    return { ...keywords, ...others };
  };

  test.each([
    [
      'Type="Edm.Int32"',
      '<Annotation Term="Validation.Minimum" Int="0"/><Annotation Term="Validation.Maximum" Float="9.5"/>',
      { minimum: 0, maximum: 9.5 },
    ],
    ['Type="Edm.Byte"', '<Annotation Term="Validation.Minimum" Int="-5"/>', { minimum: 0, maximum: 255 }],
    [
      'Type="Edm.Decimal"',
      '<Annotation Term="Validation.Maximum" Decimal="1"><Annotation Term="Validation.Exclusive"/></Annotation>',
      { exclusiveMaximum: 1 },
    ],
    [
      'Type="Edm.Decimal"',
      '<Annotation Term="Validation.Maximum" Decimal="1"><Annotation Term="Validation.Exclusive" Bool="false"/></Annotation>',
      { maximum: 1 },
    ],
    ['Type="Edm.String"', '<Annotation Term="Validation.Maximum" String="1"/>', {}],
    ['Type="Edm.Int32"', '<Annotation Term="Validation.Maximum" Path="Limit"/>', { maximum: 2147483647 }],
    ['Type="Edm.String"', '<Annotation Term="Validation.Pattern" String="^a+$"/>', { pattern: '^a+$' }],
    ['Type="Edm.String"', '<Annotation Term="Validation.Pattern" String="(?P&lt;x&gt;"/>', {}],
    ['Type="Edm.String"', '<Annotation Term="Common.IsUpperCase"/>', { upperCase: true }],
    ['Type="Edm.String"', '<Annotation Term="Common.IsUpperCase" Bool="false"/>', {}],
    ['Type="Edm.String"', '<Annotation Term="Common.IsDigitSequence" Bool="true"/>', { digits: true }],
    ['Type="Edm.Boolean"', '<Annotation Term="Common.IsUpperCase"/>', {}],
    ['Type="Edm.Decimal"', '<Annotation Term="Measures.ISOCurrency" Path="Currency"/>', { unit: 'Currency' }],
    ['Type="Edm.Decimal"', '<Annotation Term="Measures.Unit" Path="UoM"/>', { unit: 'UoM' }],
    ['Type="Edm.String"', '<Annotation Term="Common.Label" String="Kumquat"/>', { title: 'Kumquat' }],
    ['Type="Edm.String"', '<Annotation Term="Common.Label" Qualifier="tablet" String="K"/>', {}],
  ])('%s with %s', async (property, annotations, expected) => {
    const plain = await annotated(property, '');
    expect(await annotated(property, annotations)).toEqual({ ...plain, ...expected });
  });

  test('allowed values are the list of values, sorted, with their symbolic names', async () => {
    const value = (text: string, name = '') =>
      `<Record>${name && `<Annotation Term="Core.SymbolicName" String="${name}"/>`}<PropertyValue Property="Value" String="${text}"/></Record>`;
    const values = `<Annotation Term="Validation.AllowedValues"><Collection>${value('2', 'Two')}${value('1')}${value('2', 'Two')}</Collection></Annotation>`;
    expect(await annotated('Type="Edm.String"', values)).toEqual({
      type: ['string', 'null'],
      enum: ['1', '2', null],
      enumLabels: { '2': 'Two' },
    });
    expect(await annotated('Type="Edm.Byte" Nullable="false"', values)).toMatchObject({ enum: [1, 2] });
  });

  test('allowed values of a list of another entity set, or none, list nothing', async () => {
    expect(
      await annotated(
        'Type="Edm.String"',
        '<Annotation Term="Validation.AllowedValues"><Collection/></Annotation>',
      ),
    ).not.toHaveProperty('enum');
    expect(
      await annotated('Type="Edm.String"', '<Annotation Term="Validation.AllowedValues" Path="x"/>'),
    ).not.toHaveProperty('enum');
  });
});
