import { describe, expect, test } from 'vitest';
import type { Wire } from '../../src/contract/views.js';
import { noProofs } from '../../src/drift/proofs.js';
import { type Judge, type ProofOptions, prove } from '../../src/drift/prove.js';

const plain: ProofOptions = { inRow: false, updateRevalidates: false };
const was = { schema: { type: 'string', maxLength: 20 }, required: false } as const;
const now = { schema: { type: 'string', maxLength: 30 }, required: false } as const;

describe('the document that shows a harm', () => {
  test.each<[what: string, judge: Judge | undefined, found: object]>([
    ['is shown where no second judge is there', undefined, { effect: 'widens', witness: expect.anything() }],
    [
      'is shown where the second judge sees it so',
      (schema) => JSON.stringify(schema).includes('30'),
      { effect: 'widens', witness: expect.anything() },
    ],
    [
      'proves nothing where the second judge sees it otherwise',
      () => true,
      { effect: 'unknown', why: expect.stringContaining('disagree') },
    ],
    [
      'is not shown where the second judge has no opinion, and the harm stays',
      () => undefined,
      { effect: 'widens', why: expect.stringContaining('no opinion') },
    ],
  ])('%s', (_, judge, found) => {
    expect(prove('kumquat', was, now, { ...plain, judge }).read).toEqual(found);
  });
});

describe('what is proved of a field', () => {
  const names = ['kumquat', 'quince', 'constructor', '__proto__'];

  test('holds under any name, and is shown under its own', () => {
    const proofs = noProofs();
    for (const name of names) {
      expect(prove(name, was, now, { ...plain, proofs })).toEqual(prove(name, was, now, plain));
    }
    expect(prove('quince', was, now, { ...plain, proofs }).read).toMatchObject({
      witness: { quince: 'a'.repeat(21) },
    });
  });

  test('is worked out once', () => {
    let asked = 0;
    const judge = () => {
      asked += 1;
      return undefined;
    };
    const options = { ...plain, judge, proofs: noProofs() };
    prove('kumquat', was, now, options);
    const once = asked;
    prove('quince', was, now, options);
    expect([once > 0, asked]).toEqual([true, once]);
  });

  test('is its own where an encoding looks at the name', () => {
    const wire: Wire = ({ properties }) => ({
      type: 'object',
      patternProperties: Object.fromEntries(Object.keys(properties).map((name) => [`^${name}$`, {}])),
    });
    const options = { ...plain, wire, proofs: noProofs() };
    for (const name of ['kumquat', 'quince']) {
      expect(prove(name, was, now, options)).toEqual(prove(name, was, now, { ...plain, wire }));
    }
  });
});
