import { describe, expect, test } from 'vitest';
import { checkUses } from '../../src/config/uses.js';
import { SeamError } from '../../src/errors/seam-error.js';
import { dialect, type EntitySchema, type FieldSchema } from '../../src/model/schema.js';
import { lines, load, withSource } from './stub.js';

function contract(
  entity: string,
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
): readonly [string, EntitySchema] {
  const facets = { connector: 'kumquat', entity, mapping: 1, version: '1.0', observed: [] };
  return [`erp/${entity}`, { $schema: dialect, type: 'object', properties, required, 'x-seam': facets }];
}

const text: FieldSchema = { type: 'string' };
const to = (target: string | readonly string[]): FieldSchema => ({ type: 'integer', 'x-seam': { target } });

const contracts = new Map([
  contract(
    'crate',
    {
      label: text,
      number: { type: 'string', readOnly: true },
      grower: to('grower'),
      packer: to('packer'),
      stamp: to(['grower', 'packer']),
      lines: { type: 'array', items: to('crate.line') },
      rows: {
        type: 'array',
        'x-seam': { target: 'crate.row' },
        items: {
          type: 'object',
          properties: { kind: text, weight: text, grower: to('grower'), number: { readOnly: true } },
          required: ['kind', 'weight', 'number'],
        },
      },
      x_note: text,
      ['__proto__']: text,
    },
    ['label', 'number', 'rows'],
  ),
  contract('crate.line', { fruit: text, crate: to('crate') }),
  contract('grower', { name: text, parent: to('grower') }, ['name']),
]);

const uses = (direction: string, fields: readonly string[], entity = 'crate') =>
  `seams: { juice: { uses: [{ contract: erp/${entity}, direction: ${direction}, fields: ${JSON.stringify(fields)} }] } }\n`;

/** What is wrong with the uses, without their places. */
async function wrong(seams: string, known = contracts): Promise<readonly string[]> {
  const loaded = await load(withSource(seams));
  try {
    checkUses(loaded, known);
    return [];
  } catch (error) {
    if (error instanceof SeamError) return lines(error);
    throw error;
  }
}

describe('a rename', () => {
  test.each([
    'renames: { erp/crate: { label: title } }',
    'renames: { erp/crate: { title: label } }',
    'renames: { erp: { crate: box } }',
    'renames: { erp: { box: crate } }',
  ])('of what a contract has under one of the names leads somewhere: %s', async (line) => {
    expect(await wrong(`${line}\n`)).toEqual([]);
  });

  test.each<[string, string, unknown]>([
    [
      'of a field',
      'renames: { erp/crate: { labl: title } }',
      expect.stringContaining('"labl" is no field of the contract "erp/crate". → Did you mean "label"?'),
    ],
    [
      'in a contract',
      'renames: { erp/crat: { label: title } }',
      expect.stringMatching(/There is no contract "erp\/crat"\. → Did you mean "crate"\?/),
    ],
    [
      'of an entity',
      'renames: { erp: { grwer: box } }',
      expect.stringMatching(/There is no contract "erp\/grwer"\. → Did you mean "grower"\?/),
    ],
  ])('%s that is nowhere is wrong', async (_, line, problem) => {
    expect(await wrong(`${line}\n`)).toEqual([problem]);
  });
});

describe('the fields that a seam uses', () => {
  test.each([
    'label',
    '__proto__',
    'x_*',
    '*',
    'grower.name',
    'grower.*',
    'grower.parent.parent.name',
    'rows',
    'rows.kind',
    'rows.*',
    'rows.grower.name',
    'r?ws.k*',
  ])('lead somewhere: %s', async (field) => {
    expect(await wrong(uses('read', [field]))).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['a misspelt name', 'labl', '"labl" is no field of the contract "erp/crate". → Did you mean "label"?'],
    [
      'a glob',
      'y_*',
      '"y_*" fits no field of the contract "erp/crate". → Its fields: __proto__, grower, label, lines, number, packer, rows, rows.grower, rows.kind, rows.number, rows.weight, stamp, x_note.',
    ],
    ['a name of every object', 'constructor', expect.stringContaining('"constructor" is no field')],
    [
      'a nested name',
      'rows.wieght',
      '"rows.wieght" is no field of the contract "erp/crate". → Did you mean "rows.weight"?',
    ],
    [
      'a name behind a plain field',
      'label.x',
      expect.stringContaining('"label.x" is no field of the contract "erp/crate"'),
    ],
    [
      'a name behind a relation',
      'grower.nam',
      '"nam" is no field of the contract "erp/grower". → Did you mean "name"?',
    ],
    [
      'a name behind two relations',
      'grower.parent.nam',
      '"nam" is no field of the contract "erp/grower". → Did you mean "name"?',
    ],
    [
      'a relation to what is not contracted',
      'packer.name',
      '"packer" points to "packer", and there is no contract "erp/packer". → Add "packer" to `entities` of erp, and run seam snapshot erp.',
    ],
    [
      'a relation to several',
      'stamp.name',
      '"stamp" can point to "grower" and "packer", so no path can go through it. → Name each of those contracts in a use of its own.',
    ],
    [
      'a path that ends in a point',
      'grower.',
      'The path ends behind "grower". → Write "grower", or "grower.*".',
    ],
    ['a glob in front of a relation', 'grow*.name', expect.stringContaining('"grow*.name" fits no field')],
  ])('are errors where they are dead: %s', async (_, field, expected) => {
    const [first, ...others] = await wrong(uses('read', ['label', field]));
    expect(first?.replace(/^7:83 /, '')).toEqual(expected);
    expect(others).toEqual([]);
  });

  test('are read through a list of relations too', async () => {
    const withLines = new Map([...contracts, contract('crate', { lines: to('crate.line') })]);
    expect(await wrong(uses('read', ['lines.fruit', 'lines.crate.lines']), withLines)).toEqual([]);
  });
});

describe('a contract that is not there', () => {
  test('is named with what is near', async () => {
    expect(await wrong(uses('read', ['a'], 'crat'))).toEqual([
      '7:38 There is no contract "erp/crat". → Did you mean "crate"? If the ERP has it: add it to `entities` of erp, and run seam snapshot erp.',
    ]);
  });

  test('is to be taken where the source has none at all', async () => {
    expect(await wrong(uses('read', ['a']), new Map())).toEqual([
      '7:38 no-contract erp has no contracts yet. → Run seam snapshot erp, look at the result, and commit it.',
    ]);
  });
});

describe('a seam that creates', () => {
  test.each<[string, readonly string[], string | undefined]>([
    ['sends all that is required', ['label', 'rows'], undefined],
    ['by globs too', ['*'], undefined],
    ['or by the rows in use', ['label', 'rows.kind', 'rows.weight'], undefined],
    ['leaves out a field', ['rows'], '"label"'],
    ['leaves out several', ['x_note'], '"label" and "rows"'],
    ['leaves out a field of the rows', ['label', 'rows.kind'], '"rows.weight"'],
    ['leaves it out by a glob', ['label', 'ro*.kind'], '"rows.weight"'],
  ])('%s: %j', async (_, fields, missing) => {
    const found = await wrong(uses('create', fields));
    const why = `7:68 seams.juice.uses[0].fields leaves out ${missing}, which "erp/crate" requires on create.`;
    expect(found.map((line) => line.split(' → ')[0])).toEqual(missing === undefined ? [] : [why]);
  });

  test.each(['write', 'both'])('also with direction %s', async (direction) => {
    expect(await wrong(uses(direction, ['label']))).toEqual([expect.stringContaining('leaves out "rows"')]);
  });

  test.each(['read', 'update'])('but not with direction %s', async (direction) => {
    expect(await wrong(uses(direction, ['label']))).toEqual([]);
  });

  test('and names no fields uses all', async () => {
    expect(await wrong('seams: { juice: { uses: [{ contract: erp/crate, direction: both }] } }\n')).toEqual(
      [],
    );
  });
});

test('all that is wrong with the uses is told at once, in the order of the file', async () => {
  const found = await wrong(`${uses('create', ['labl'])}  # end\n`);
  expect(found.map((line) => line.slice(0, 5))).toEqual(['7:68 ', '7:77 ']);
});
