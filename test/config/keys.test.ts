import { expect, test } from 'vitest';
import { keysOf } from '../../src/config/keys.ts';
import type { JsonObject } from '../../src/model/json.ts';

/** `path: type`, and what else is said of it. */
function lines(schema: JsonObject): readonly string[] {
  return keysOf(schema).map(({ path, type, required, default: standard, meaning, example }) =>
    [
      `${path}: ${type}`,
      ...(required ? ['required'] : []),
      ...(standard === undefined ? [] : [`default ${JSON.stringify(standard)}`]),
      ...(meaning === undefined ? [] : [meaning]),
      ...(example === undefined ? [] : [`as ${JSON.stringify(example)}`]),
    ].join(', '),
  );
}

const text = { type: 'string' };

test.each<[what: string, schema: JsonObject, keys: readonly string[]]>([
  ['no keys', { type: 'object' }, []],
  [
    'what is required, the default, the meaning and an example',
    {
      required: ['pomelo'],
      properties: { pomelo: { ...text, description: 'A fruit.', default: 'big', examples: ['small'] } },
    },
    ['pomelo: text, required, default "big", A fruit., as "small"'],
  ],
  [
    'types in plain words',
    {
      properties: {
        a: { type: 'integer' },
        b: { type: 'boolean' },
        c: { enum: ['ripe', 'green'] },
        d: { const: 7 },
        e: { type: ['string', 'null'] },
        f: {},
        g: { type: 'array', items: text },
        h: { type: 'object', additionalProperties: text },
      },
    },
    [
      'a: whole number',
      'b: true or false',
      'c: ripe | green',
      'd: 7',
      'e: text or nothing',
      'f: any',
      'g: list of text',
      'h: map of text',
    ],
  ],
  [
    'keys below keys, in lists, and below names that the user chooses',
    {
      properties: {
        auth: { type: 'object', required: ['key'], properties: { key: text } },
        rows: { type: 'array', items: { type: 'object', properties: { name: text } } },
        trees: { type: 'object', additionalProperties: { type: 'object', properties: { age: text } } },
      },
    },
    [
      'auth: map',
      'auth.key: text, required',
      'rows: list of map',
      'rows[].name: text',
      'trees: map',
      'trees.*: map',
      'trees.*.age: text',
    ],
  ],
  [
    'keys that exclude each other',
    {
      properties: {
        auth: { type: 'object', oneOf: [{ required: ['key'] }, { required: ['user', 'word'] }] },
      },
    },
    ['auth: map, Exactly one of: key; user and word.'],
  ],
  [
    'parts and references',
    {
      allOf: [{ $ref: '#/$defs/site' }],
      properties: { depth: { $ref: '#/$defs/depth', description: 'How deep.' } },
      $defs: { site: { properties: { site: text }, required: ['site'] }, depth: { type: 'integer' } },
    },
    ['depth: whole number, How deep.', 'site: text, required'],
  ],
])('%s', (_, schema, keys) => {
  expect(lines(schema)).toEqual(keys);
});

test('a schema that refers to itself ends', () => {
  const circle: JsonObject = { properties: { seed: { $ref: '#' } }, allOf: [{ $ref: '#/nowhere' }] };
  expect(keysOf(circle).map(({ path }) => path.split('.').length)).toContain(5);
});
