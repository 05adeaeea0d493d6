import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/contract/canonical.js';
import { lineOfField, placesOfFields } from '../../src/contract/field-places.js';
import { contract, hostileName } from './schemas.js';

const kumquat = canonicalText(
  contract(
    {
      name: { type: 'string', description: 'looks like "state": {' },
      state: { type: 'string', enum: ['properties', 'items'] },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: { qty: { type: 'number' }, state: { type: 'string' } },
          required: ['qty'],
        },
      },
      properties: { type: 'object', properties: { items: { type: 'integer' } } },
    },
    ['state'],
  ),
);

/** The text from the place to the end of its line. */
function at(text: string, field?: string): string {
  const { line, column } = lineOfField(text, field);
  return (text.split('\n')[line - 1] ?? '').slice(column - 1);
}

describe('the line of a field', () => {
  test.each([
    ['state', '"state": {', '    '],
    ['lines.state', '"state": {', '          '],
    ['lines.qty', '"qty": {', '          '],
    ['properties', '"properties": {', '    '],
    ['properties.items', '"items": {', '        '],
  ])('%s is that of its name', (field, says, indent) => {
    expect(at(kumquat, field)).toBe(says);
    const { line, column } = lineOfField(kumquat, field);
    expect(kumquat.split('\n')[line - 1]?.slice(0, column - 1)).toBe(indent);
  });

  test('that the contract does not have is that of the nearest field around it', () => {
    expect(lineOfField(kumquat, 'lines.colour')).toEqual(lineOfField(kumquat, 'lines'));
    expect(lineOfField(kumquat, 'lines.colour.hue')).toEqual(lineOfField(kumquat, 'lines'));
  });

  test('that nothing is around is that of the list of fields', () => {
    expect(at(kumquat, 'colour')).toBe('"properties": {');
    expect(lineOfField(kumquat, 'colour').column).toBe(3);
  });

  test('is the first one for the entity itself', () => {
    expect(lineOfField(kumquat)).toEqual({ line: 1, column: 1 });
  });

  test('does not depend on the layout: people edit contracts', () => {
    const line = JSON.stringify(JSON.parse(kumquat));
    expect(at(line, 'lines.qty')).toMatch(/^"qty":\{"type":"number"\}/);
    expect(at(kumquat.replaceAll('\n', '\r\n'), 'state')).toBe('"state": {\r');
    const odd = '{ "properties"\n\n:\n {\n "a"\n:{}, "b" : {} } }';
    expect(placesOfFields(odd)('a')).toEqual({ line: 5, column: 2 });
    expect(placesOfFields(odd)('b')).toEqual({ line: 6, column: 6 });
  });

  test('is found whatever a field is called', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostileName, { maxLength: 6 }), (names) => {
        const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
        const text = canonicalText(contract(properties));
        const place = placesOfFields(text);
        for (const name of names) {
          const { line, column } = place(name);
          const key = text.split('\n')[line - 1]?.slice(column - 1);
          expect(key).toBe(`${JSON.stringify(name)}: {`);
        }
      }),
    );
  });

  test('is found in a text of any size', () => {
    const long = contract({
      a: { type: 'string', description: '\\"'.repeat(1_000_000) },
      b: { type: 'string' },
    });
    expect(at(canonicalText(long), 'b')).toBe('"b": {');
  });
});
