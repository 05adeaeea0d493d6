import { describe, expect, test } from 'vitest';
import { type Field, type FieldSchema, objectOf } from '../../../src/model/schema.js';
import { combine } from '../../../src/protocols/sides/sides.js';

const field = (name: string, schema: FieldSchema, required = false): Field => ({ name, schema, required });
const side = (...fields: readonly Field[]) => ({ fields, open: false });
const combined = (read: readonly Field[], written: readonly Field[]) =>
  objectOf(combine(side(...read), side(...written)).fields);
const text: FieldSchema = { type: 'string' };

describe('what is read and what is written become one', () => {
  test('a field of one side is read-only or write-only', () => {
    expect(combined([field('a', text)], [field('b', text, true)])).toEqual({
      type: 'object',
      properties: { a: { ...text, readOnly: true }, b: { ...text, writeOnly: true } },
      required: ['b'],
    });
  });

  test('a field of both takes presence from the answer, and demands and default from the request', () => {
    const read = field('a', {
      ...text,
      title: 'A',
      default: 'x',
      'x-seam': { presence: 'optional', requiredWhen: 'never' },
    });
    const written = field('a', { ...text, default: 'y', 'x-seam': { requiredWhen: 'b is there' } }, true);
    expect(combined([read], [written])).toEqual({
      type: 'object',
      properties: {
        a: {
          ...text,
          title: 'A',
          default: 'y',
          'x-seam': { presence: 'optional', requiredWhen: 'b is there' },
        },
      },
      required: ['a'],
    });
  });

  test('what is read-only in the request or write-only in the answer is not there', () => {
    const { properties } = combined(
      [field('a', { ...text, writeOnly: true })],
      [field('a', { ...text, readOnly: true })],
    );
    expect(properties).toEqual({});
  });

  test('values that differ are said apart', () => {
    expect(
      combined([field('a', { type: 'object' })], [field('a', { type: 'string', maxLength: 5 })]).properties,
    ).toEqual({
      a: { type: 'object', 'x-seam': { written: { type: 'string', maxLength: 5 } } },
    });
  });

  test('members of objects and rows of lists are combined in turn', () => {
    const row = (...fields: readonly Field[]): FieldSchema => ({ type: 'array', items: objectOf(fields) });
    const read = field('rows', row(field('id', text), field('qty', { type: 'integer' })));
    const written = field('rows', row(field('qty', { type: 'integer' }, true), field('pin', text)));
    expect(combined([read], [written]).properties['rows']).toEqual({
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { ...text, readOnly: true },
          qty: { type: 'integer' },
          pin: { ...text, writeOnly: true },
        },
        required: ['qty'],
      },
    });
  });

  test('two equal sides are as one', () => {
    const fields = [
      field('a', { ...text, 'x-seam': { presence: 'optional' } }),
      field('b', { ...text, default: 'x' }, true),
      field('c', { ...text, readOnly: true }),
      field('e', {
        type: 'object',
        properties: { id: { ...text, readOnly: true } },
        'x-seam': { presence: 'optional' },
      }),
      field('d', { ...text, writeOnly: true }),
    ];
    expect(combine(side(...fields), side(...fields))).toEqual(side(...fields));
  });

  test('one side alone is all there is', () => {
    expect(combine(side(field('a', text)), undefined)).toEqual(side(field('a', { ...text, readOnly: true })));
    expect(combine(undefined, { ...side(), unmapped: 'x' })).toEqual({ ...side(), unmapped: 'x' });
  });

  test('what only one of them says of whole documents is said of that one', () => {
    const both = combine({ ...side(), open: true, unmapped: 'x' }, { ...side(), unmapped: 'y' });
    expect(both).toMatchObject({ open: true, unmapped: 'read: x written: y open: read' });
    expect(combine({ ...side(), unmapped: 'x' }, { ...side(), unmapped: 'x' }).unmapped).toBe('x');
    expect(combine({ ...side(), open: true }, side()).unmapped).toBe('open: read');
    expect(combine(side(), side()).unmapped).toBeUndefined();
  });
});
