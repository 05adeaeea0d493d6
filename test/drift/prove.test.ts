import { describe, expect, test } from 'vitest';
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
