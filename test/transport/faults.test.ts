import { describe, expect, test } from 'vitest';
import { networkRefusal } from '../../src/transport/faults.ts';
import { clientOf, closedPort, failureOf, servingTcp } from './servers.ts';

const way = { host: 'erp.example.com:8069', proxy: undefined };
const withCode = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('what the network does is told in words', () => {
  test.each<[code: string, expected: string, why: string]>([
    ['ENOTFOUND', 'source-unreachable', 'DNS knows no host erp.example.com:8069.'],
    ['EAI_AGAIN', 'source-unreachable, retry', 'DNS gave no answer for erp.example.com:8069.'],
    [
      'ECONNREFUSED',
      'source-unreachable',
      'erp.example.com:8069 refuses the connection: nothing listens there.',
    ],
    [
      'ECONNRESET',
      'source-unreachable, retry',
      'erp.example.com:8069 closed the connection before it answered.',
    ],
    ['EPIPE', 'source-unreachable, retry', 'erp.example.com:8069 closed the connection before it answered.'],
    [
      'UND_ERR_SOCKET',
      'source-unreachable, retry',
      'erp.example.com:8069 closed the connection before it answered.',
    ],
    ['ETIMEDOUT', 'source-unreachable', 'erp.example.com:8069 does not answer attempts to connect.'],
    [
      'UND_ERR_CONNECT_TIMEOUT',
      'source-unreachable',
      'erp.example.com:8069 does not answer attempts to connect.',
    ],
    ['EHOSTUNREACH', 'source-unreachable', 'There is no way to erp.example.com:8069 in the network.'],
    ['ENETUNREACH', 'source-unreachable', 'There is no way to erp.example.com:8069 in the network.'],
    ['EACCES', 'source-unreachable', 'This machine does not allow connections to erp.example.com:8069.'],
    ['EPERM', 'source-unreachable', 'This machine does not allow connections to erp.example.com:8069.'],
    ['EKUMQUAT', 'source-unreachable', 'The connection to erp.example.com:8069 failed (EKUMQUAT).'],
    ['UND_ERR_HEADERS_OVERFLOW', 'source-unusable', 'The headers of the answer are too large.'],
  ])('%s', (code, expected, why) => {
    const { code: found, again, why: says } = networkRefusal(withCode(code), way, false);
    expect([again === undefined ? found : `${found}, ${again}`, says]).toEqual([expected, why]);
  });

  test('of an error without a code too', () => {
    expect(networkRefusal(new TypeError('kumquat'), way, false)).toMatchObject({
      code: 'source-unreachable',
      why: 'The connection to erp.example.com:8069 failed.',
    });
  });

  test('by the cause, and by the attempt on each address', () => {
    const inner = withCode('ECONNREFUSED');
    for (const error of [
      new Error('a', { cause: inner }),
      new AggregateError([inner, withCode('ENETUNREACH')]),
    ]) {
      expect(networkRefusal(error, way, false)).toMatchObject({ why: /refuses/, cause: inner });
    }
  });

  test('a connection that closes behind the beginning of an answer has truncated it', () => {
    expect(networkRefusal(withCode('ECONNRESET'), way, true)).toMatchObject({ code: 'source-truncated' });
  });
});

describe('a real network', () => {
  test('refuses a connection, and is not asked again', async () => {
    const host = await closedPort();
    const log: string[] = [];
    const http = await clientOf(`http://${host}`, {}, { log: (message) => log.push(message) });
    expect(await failureOf(http.json({ path: '/a', expect: 'json' }))).toEqual({
      code: 'source-unreachable',
      why: `${host} refuses the connection: nothing listens there.`,
      fix: 'Check url, DNS, VPN, firewall and proxy.',
      where: { source: 'kumquat-prod', method: 'GET', url: `http://${host}/a` },
    });
    expect(log).toEqual([`GET http://${host}/a source-unreachable`]);
  });

  test('knows no such host', async () => {
    const http = await clientOf('https://kumquat.invalid', { timeout: 20 });
    const failure = await failureOf(http.json({ path: '/a', expect: 'json' }));
    expect(failure).toMatchObject({
      code: 'source-unreachable',
      why: expect.stringContaining('kumquat.invalid'),
    });
  });

  test('resets a connection, and is asked again', async () => {
    const url = await servingTcp((socket, asked) => {
      if (asked < 3) socket.resetAndDestroy();
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
    expect((await (await clientOf(url)).json({ path: '/', expect: 'json' })).body).toEqual({});
  });

  test('resets every connection', async () => {
    let asked = 0;
    const url = await servingTcp((socket) => {
      asked += 1;
      socket.resetAndDestroy();
    });
    const failure = await failureOf((await clientOf(url)).json({ path: '/', expect: 'json' }));
    expect(failure).toMatchObject({
      code: 'source-unreachable',
      why: expect.stringMatching(/closed.*\(3 tries\)/),
    });
    expect(asked).toBe(3);
  });

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'source-unusable', /does not speak HTTP/],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 'source-unusable', /headers/],
  ])('speaks %s', async (_what, answer, code, why) => {
    const url = await servingTcp((socket) => void socket.end(answer));
    const failure = await failureOf((await clientOf(url)).json({ path: '/', expect: 'json' }));
    expect(failure).toMatchObject({ code, why: expect.stringMatching(why) });
  });
});
