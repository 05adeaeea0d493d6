import { expect, test } from 'vitest';
import { redactedError } from '../../src/transport/node-error.ts';
import { redactor } from '../../src/transport/redact.ts';

test('an error keeps its name, code and causes, without the secret', () => {
  const cause = Object.assign(new TypeError('no kumquat here'), { code: 'ERR_X', input: 'kumquat' });
  const copy = redactedError(new Error('with kumquat', { cause }), redactor(['kumquat']));
  expect(copy).toMatchObject({
    message: 'with ***',
    cause: { name: 'TypeError', message: 'no *** here', code: 'ERR_X' },
  });
  expect(copy.cause).not.toHaveProperty('input');
  expect(`${copy.stack} ${(copy.cause as Error).stack}`).not.toContain('kumquat');
});

test('an error that causes itself ends', () => {
  const error = new Error('kumquat');
  error.cause = error;
  expect(redactedError(error, redactor(['kumquat'])).message).toBe('***');
});
