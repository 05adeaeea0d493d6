import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/contract/canonical.js';
import { firstFault } from '../../src/contract/json-syntax.js';
import { parseContract } from '../../src/contract/parse.js';
import { contract } from './schemas.js';

const whole = canonicalText(contract({ qty: { type: 'number' } }));

function refused(text: string): unknown {
  try {
    return parseContract(text, 'contracts/erp/kumquat.line.json');
  } catch (error) {
    return error;
  }
}

describe('a contract is read', () => {
  test('as it was written', () => {
    expect(parseContract(whole, 'kumquat.json')).toEqual(contract({ qty: { type: 'number' } }));
  });

  test('with a byte order mark, carriage returns, and what a newer seam has added', () => {
    const newer = whole
      .replace('"mapping": 1,', '"mapping": 1,\n    "fromTheFuture": {},')
      .replace('"number"', '"number", "future": 1');
    expect(parseContract(`\uFEFF${newer.replaceAll('\n', '\r\n')}`, 'kumquat.json')).toMatchObject({
      'x-seam': { fromTheFuture: {} },
      properties: { qty: { future: 1 } },
    });
  });
});

describe('contract-invalid names file and line', () => {
  test.each([
    ['that JSON does not allow', whole.replace('"number"', 'number'), 6, 'The file is no JSON.'],
    ['where a comma is left', whole.replace('"number"', '"number",'), 7, 'The file is no JSON.'],
    ['where it breaks off', whole.slice(0, 100), 4, 'The file is no JSON: it breaks off.'],
    ['of an empty file', '', 1, 'The file is no JSON: it breaks off.'],
    ['of what follows the end', `${whole}{}`, 22, 'The file is no JSON.'],
  ])('%s', (_, text, line, message) => {
    const where = { file: 'contracts/erp/kumquat.line.json', line };
    expect(refused(text)).toMatchObject({ code: 'contract-invalid', message, where });
  });

  test('of conflict markers that a merge left', () => {
    const sides = '<<<<<<< HEAD\n      "type": "number"\n=======\n      "type": "string"\n>>>>>>> side';
    const text = whole.replace('      "type": "number"', sides);
    expect(refused(text)).toMatchObject({
      code: 'contract-invalid',
      message: 'A merge left its conflict markers in the file.',
      where: { file: 'contracts/erp/kumquat.line.json', line: 6 },
    });
  });
});

test('a contract that says what it cannot is refused with all that is wrong', () => {
  const text = whole.replace('"number"', '"text"').replace('"1.0"', '1');
  expect(refused(text)).toMatchObject({
    code: 'contract-invalid',
    message:
      '/properties/qty/type must be a type of JSON Schema, or a list of different ones, and is "text".',
    where: { file: 'contracts/erp/kumquat.line.json' },
    also: [
      {
        code: 'contract-invalid',
        why: '/x-seam/version must be two numbers with a point between, as "1.0", and is 1.',
      },
    ],
  });
});

describe('the first fault of a text that is no JSON', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e4"',
    '"\\x"',
    '1',
    '-0.5e3',
    '01',
    'true',
    'nul',
    ' ',
    '\n',
    '"',
    '\u0001',
  ];
  const anyText = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));

  test('is behind what some JSON begins with', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (isJson(text)) return;
        const at = firstFault(text);
        expect(at).toBeLessThanOrEqual(text.length);
        expect(completions(text.slice(0, at)).some(isJson), JSON.stringify([text, at])).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('is found in a long text, too', () => {
    const text = `["${'a\\n'.repeat(2_000_000)}", 1,]`;
    expect(firstFault(text)).toBe(text.length - 1);
  });

  /** Texts that begin with this one, among them one that is JSON where there can be any. */
  function completions(text: string): readonly string[] {
    const open: string[] = [];
    for (const [mark] of text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/[{}[\]]/g)) {
      if (mark === '{') open.push('}');
      else if (mark === '[') open.push(']');
      else open.pop();
    }
    const close = open.reverse().join('');
    return ['', '1', '"a":1', ':1'].map((value) => text + value + close);
  }
});
