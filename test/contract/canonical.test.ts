import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, canonicalText } from '../../src/contract/canonical.js';
import { parseContract } from '../../src/contract/parse.js';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { anyContract, contract, reordered } from './schemas.js';

const text = (schema: unknown) => canonicalText(schema as EntitySchema);

test('the keywords have one order, unknown ones follow, and x- comes last', () => {
  const field = {
    'x-seam': { unit: 'currency_id', nativeType: 'float' },
    'x-team': 'finance',
    newKeyword: 1,
    default: 0,
    readOnly: false,
    maximum: 9,
    type: 'number',
    $comment: 'c',
    description: 'd',
    title: 't',
  };
  const lines = text(contract({ amount: field as FieldSchema }))
    .split('\n')
    .map((line) => line.trim());
  const names = lines.flatMap((line) => /^"([^"]+)": /.exec(line)?.[1] ?? []);
  expect(names).toEqual([
    ...['$schema', 'type', 'properties', 'amount'],
    ...['title', 'description', '$comment', 'type', 'maximum', 'readOnly', 'default', 'newKeyword'],
    ...['x-seam', 'nativeType', 'unit', 'x-team'],
    ...['required', 'x-seam', 'connector', 'entity', 'mapping', 'observed', 'version'],
  ]);
});

test('it is printed with two spaces, line feeds and one trailing newline', () => {
  expect(text(contract({ ref: { type: ['null', 'string'], enum: [] as never } }, ['ref']))).toBe(
    [
      '{',
      '  "$schema": "https://json-schema.org/draft/2020-12/schema",',
      '  "type": "object",',
      '  "properties": {',
      '    "ref": {',
      '      "type": [',
      '        "string",',
      '        "null"',
      '      ],',
      '      "enum": []',
      '    }',
      '  },',
      '  "required": [',
      '    "ref"',
      '  ],',
      '  "x-seam": {',
      '    "connector": "odoo",',
      '    "entity": "kumquat.line",',
      '    "mapping": 1,',
      '    "observed": [',
      '      "nullability",',
      '      "requiredness",',
      '      "type"',
      '    ],',
      '    "version": "1.0"',
      '  }',
      '}',
      '',
    ].join('\n'),
  );
});

test('properties are in the order of code points, also those that look like numbers', () => {
  const names = ['10', '9', 'b', 'B', '\uffff', '😀', 'ä', '__proto__'];
  const printed = text(contract(Object.fromEntries(names.map((name) => [name, {}]))));
  const found = [...printed.matchAll(/^ {4}("[^"]+"): \{\}/gm)].map(([, name = '']) => JSON.parse(name));
  expect(found).toEqual(['10', '9', 'B', '__proto__', 'b', 'ä', '\uffff', '😀']);
});

test('the order of enum values is the source’s; the order of sets is not', () => {
  const printed = JSON.parse(
    text(
      contract({
        state: {
          enum: ['sale', null, 'draft'],
          'x-seam': { target: ['b', 'a'], requiredBy: ['database', 'api'] },
        },
      }),
    ),
  );
  expect(printed.properties.state).toEqual({
    enum: ['sale', null, 'draft'],
    'x-seam': { requiredBy: ['api', 'database'], target: ['a', 'b'] },
  });
});

test('members that are undefined are absent, and what is no JSON is refused', () => {
  expect(text(contract({ a: { title: undefined } as never }))).toBe(text(contract({ a: {} })));
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 0]) {
    expect(() => text(contract({ a: { default: value as never } }))).toThrow('is no JSON');
  }
});

test('a change of one field touches that field and required only', () => {
  const row = {
    type: 'array',
    items: { type: 'object', properties: { qty: { type: 'number' } }, required: [] },
  } as const;
  const before = contract({ a: { type: 'string' }, lines: row, z: { type: 'string' } }, ['z', 'a']);
  const after = contract(
    { z: { type: 'string' }, m: { type: 'integer' }, lines: row, a: { type: 'string' } },
    ['m', 'a', 'z'],
  );
  const [was, now] = [text(before).split('\n'), text(after).split('\n')];
  const added = ['    "m": {', '      "type": "integer"', '    },', '    "m",'];
  expect(now.length - was.length).toBe(added.length);
  let from = 0;
  const kept = now.filter((line) => {
    const isKept = line === was[from];
    if (isKept) from += 1;
    return !isKept;
  });
  expect(kept).toEqual(added);
});

describe('for any contract', () => {
  test('the order of names and sets does not matter', () => {
    fc.assert(
      fc.property(anyContract, (schema) => {
        expect(text(reordered(schema))).toBe(text(schema));
      }),
    );
  });

  test('the text, parsed, gives the same text, and the same contract but for order', () => {
    fc.assert(
      fc.property(anyContract, (schema) => {
        const parsed = parseContract(text(schema), 'kumquat.json');
        expect(text(parsed)).toBe(text(schema));
        expect(canonicalJson(parsed)).toBe(canonicalJson(JSON.parse(text(schema))));
      }),
    );
  });

  test('it is what JSON.stringify prints, but for order', () => {
    fc.assert(
      fc.property(anyContract, (schema) => {
        const printed = JSON.stringify(JSON.parse(text(schema)), null, 2);
        expect(printed.split('\n').map(bare).sort()).toEqual(
          text(schema).trimEnd().split('\n').map(bare).sort(),
        );
      }),
    );
  });
});

const bare = (line: string) => line.replace(/,$/, '');
