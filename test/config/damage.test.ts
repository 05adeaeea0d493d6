import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.js';
import { load, withSource } from './stub.js';

const whole = withSource(
  'seams: { juice: { uses: [{ contract: erp/a, direction: both, fields: [a, "b.*"] }] } }\n',
);

/** A text with a piece taken out and something else put in. */
const damaged = fc
  .tuple(
    fc.nat(whole.length),
    fc.nat(5),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('{', ']', ': ', '"', '\n', '\t', '- ', '&a ', '*a', '!x ', '|', '${'),
    ),
  )
  .map(([at, length, piece]) => whole.slice(0, at) + piece + whole.slice(at + length));

test('whatever damage is done to a file, it is read or it is an error with a place', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (text) => {
      const error = await load(text).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) return;
      expect(error).toBeInstanceOf(SeamError);
      expect(error).toMatchObject({ where: { line: expect.any(Number), column: expect.any(Number) } });
    }),
    { numRuns: 150 },
  );
});
