import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.ts';
import { clientOf, servingTcp } from './servers.ts';

const body = gzipSync('{"kumquat": [1, 2, 3]}');
const whole = Buffer.concat([
  Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Encoding: gzip\r\nSet-Cookie: a=b; c\r\nContent-Length: ${body.length}\r\n\r\n`,
  ),
  body,
]);

/** The answer with some bytes swapped, put in or cut off. */
const damaged = fc
  .array(fc.record({ at: fc.nat(whole.length), cut: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((edits) =>
    edits.reduce(
      (bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
      whole,
    ),
  );

test('whatever a server sends, there is a value or an error that says why', async () => {
  let answer = whole;
  const url = await servingTcp((socket) => void socket.end(answer));
  const http = await clientOf(url, { concurrency: 1, timeout: 5 }, { limits: { pause: 1 } });
  expect((await http.json({ path: '/', expect: 'json' })).body).toEqual({ kumquat: [1, 2, 3] });
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      answer = bytes;
      const found = await http.json({ path: '/', expect: 'json' }).catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toBeInstanceOf(SeamError);
    }),
    { numRuns: 200 },
  );
  answer = whole;
  expect((await http.json({ path: '/', expect: 'json' })).body).toEqual({ kumquat: [1, 2, 3] });
});
