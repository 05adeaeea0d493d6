import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ask, clientOf, errorOf, failureOf, serving } from './servers.ts';

/** Answers one after the other, the last one again and again; and what was asked. */
function inTurn(...answers: readonly [status: number, headers: Record<string, string>, body?: string][]) {
  const asked: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    const [status, headers, body = '{"kumquat": 1}'] = answers[
      Math.min(asked.length, answers.length - 1)
    ] ?? [500, {}];
    asked.push(request);
    response.writeHead(status, headers).end(status === 304 ? undefined : body);
  };
  return { listener, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('a request', () => {
  test('carries what the connector gives, below the path of the source', async () => {
    const seen: unknown[] = [];
    const url = await serving(async (request, response) => {
      seen.push(request.method, request.url, request.headers, await bodyOf(request));
      response.setHeader('X-Kumquat', 'a').end('{"result": [1]}');
    });
    const http = await clientOf(`${url}/odoo/`, {}, { userAgent: 'seam/1.2.3' });
    const answer = await http.json({
      method: 'POST',
      path: '/jsonrpc',
      query: { a: 'b c' },
      headers: { Authorization: 'Bearer x' },
      json: { q: 'ü' },
      expect: 'json',
    });
    expect(answer).toMatchObject({ status: 200, body: { result: [1] }, headers: { 'x-kumquat': 'a' } });
    expect(seen).toEqual([
      'POST',
      '/odoo/jsonrpc?a=b%20c',
      expect.objectContaining({
        accept: 'application/json',
        authorization: 'Bearer x',
        'content-type': 'application/json',
        'user-agent': 'seam/1.2.3',
      }),
      '{"q":"ü"}',
    ]);
    expect(seen[2]).not.toHaveProperty('traceparent');
  });

  test('asks for XML where XML is expected, and gives it as text', async () => {
    const { listener, asked } = inTurn([200, { 'content-type': 'application/xml' }, '\uFEFF<edmx/>']);
    const http = await clientOf(await serving(listener));
    expect(await http.request({ path: '/$metadata', expect: 'xml' })).toMatchObject({ text: '<edmx/>' });
    expect(asked[0]?.headers.accept).toBe('application/xml');
  });

  test("keeps the connector's own headers", async () => {
    const { listener, asked } = inTurn([200, {}]);
    await ask(await serving(listener), {
      headers: { Accept: 'application/vnd.kumquat+json', 'user-agent': 'x' },
    });
    expect(asked[0]?.headers).toMatchObject({ accept: 'application/vnd.kumquat+json', 'user-agent': 'x' });
  });

  test('belongs to the trace of the run, with an id of its own', async () => {
    const { listener, asked } = inTurn([200, {}]);
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const http = await clientOf(await serving(listener), {}, { trace });
    await http.json({ path: '/', expect: 'json' });
    await http.json({ path: '/', expect: 'json' });
    const parents = asked.map(({ headers }) => headers['traceparent']);
    for (const parent of parents) expect(parent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(new Set(parents).size).toBe(2);
  });

  test('gives every cookie of the answer', async () => {
    const url = await serving((_request, response) => {
      response.setHeader('set-cookie', [
        'B1SESSION=a,b=c; HttpOnly; Path=/',
        'ROUTEID=.node1; expires=Wed, 01 Jan 2031 00:00:00 GMT',
      ]);
      response.end('{}');
    });
    const { cookies, headers } = await ask(url);
    expect(cookies).toEqual(['B1SESSION=a,b=c', 'ROUTEID=.node1']);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('is not sent with a header that HTTP does not allow', async () => {
    const { listener, asked } = inTurn([200, {}]);
    const failure = await failureOf(
      ask(await serving(listener), { headers: { authorization: 'Bearer –canary\r\n' } }),
    );
    expect(failure).toMatchObject({
      code: 'config-invalid',
      why: expect.stringContaining('"authorization"'),
    });
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(asked).toEqual([]);
  });

  test.each([{ 'a b': 'c' }, { 'transfer-encoding': 'kumquat' }, { upgrade: 'h2c' }])(
    'that HTTP does not allow is the fault of the connector: %j',
    async (headers) => {
      const { listener } = inTurn([200, {}]);
      expect(await failureOf(ask(await serving(listener), { headers }))).toMatchObject({
        code: 'connector-broken',
      });
    },
  );

  test('is not sent to another host', async () => {
    const { listener, asked } = inTurn([200, {}]);
    const [ours, other] = [await serving(listener), await serving(listener)];
    expect(await failureOf(ask(ours, { path: `${other}/next` }))).toMatchObject({
      code: 'source-redirected',
      where: { source: 'kumquat-prod', url: `${ours}/` },
    });
    expect(asked).toEqual([]);
  });

  test('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    const url = await serving((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const http = await clientOf(url, { concurrency: 1 });
    for (let at = 0; at < 5; at++) await http.json({ path: `/${at}`, expect: 'json' });
    expect(ports.size).toBe(1);
  });
});

describe('an answer', () => {
  test('with a status that the connector reads is given as it is', async () => {
    const { listener } = inTurn([417, {}, '{"exc_type": "ValidationError"}']);
    expect(await ask(await serving(listener), { accept: [417] })).toMatchObject({
      status: 417,
      body: { exc_type: 'ValidationError' },
    });
  });

  test('a 304 that tells the length and coding of what it does not send has not broken off', async () => {
    const url = await serving((_request, response) => {
      response.writeHead(304, { 'content-length': '4711', 'content-encoding': 'gzip' }).end();
    });
    const http = await clientOf(url);
    for (const _ of [1, 2]) {
      const answer = await http.json({ path: '/metadata', expect: 'json', accept: [304] });
      expect(answer).toMatchObject({ status: 304, body: null });
    }
  });

  test('that is not modified has no body', async () => {
    const { listener, asked } = inTurn([304, { etag: '"1"' }]);
    const answer = await ask(await serving(listener), { accept: [304], headers: { 'if-none-match': '"1"' } });
    expect(answer).toMatchObject({ status: 304, body: null, headers: { etag: '"1"' } });
    expect(asked[0]?.headers['if-none-match']).toBe('"1"');
  });

  test('that an error page gives under a status that the connector reads is told by its status', async () => {
    const { listener } = inTurn([404, {}, 'no such route']);
    expect(await failureOf(ask(await serving(listener), { accept: [404] }))).toMatchObject({
      code: 'source-not-found',
    });
  });

  test('names what happened, where, and what to do', async () => {
    const { listener } = inTurn([401, {}]);
    const url = await serving(listener);
    const request = { path: '/jsonrpc?password=canary&db=uat#x', method: 'POST', json: {} } as const;
    expect(await failureOf(ask(url, request))).toEqual({
      code: 'source-unauthorised',
      why: 'The source answered 401: it does not accept the credentials.',
      fix: 'Check user, key and database.',
      where: {
        source: 'kumquat-prod',
        method: 'POST',
        url: `${url}/jsonrpc?password=***&db=uat%23x`,
        status: 401,
      },
    });
  });

  test.each<[code: string, why: RegExp, status: number, body: string]>([
    ['source-empty', /empty body/, 200, ''],
    ['source-html', /web page instead of JSON/, 200, '<!doctype html><html><h1>Back soon</h1></html>'],
    ['source-unauthorised', /login page instead of JSON/, 200, '<html><input type="password"></html>'],
    ['source-unusable', /no JSON/, 200, 'Traceback (most recent call last):'],
    ['source-truncated', /ends in the middle/, 200, '{"kumquat": [1, 2'],
    ['source-unusable', /no text in its encoding, utf-8/, 200, '"LATIN1"'],
  ])('that cannot be used is %s', async (code, why, status, body) => {
    const bytes = body === '"LATIN1"' ? Buffer.from('"é"', 'latin1') : body;
    const url = await serving((_request, response) => response.writeHead(status).end(bytes));
    expect(await failureOf(ask(url))).toMatchObject({
      code,
      why: expect.stringMatching(why),
      where: { status },
    });
  });

  test.each<[charset: string, type: string, bytes: Buffer]>([
    ['UTF-8 with a mark', 'application/json', Buffer.from('\uFEFF{"a":"é"}')],
    ['latin1', 'application/json; charset=ISO-8859-1', Buffer.from('{"a":"é"}', 'latin1')],
    ['UTF-16', 'application/json', Buffer.from('\uFEFF{"a":"é"}', 'utf16le')],
  ])('in %s is read', async (_charset, type, bytes) => {
    const url = await serving((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end(bytes),
    );
    expect((await ask(url)).body).toEqual({ a: 'é' });
  });

  test('in an encoding that nobody knows is not guessed', async () => {
    const { listener } = inTurn([200, { 'content-type': 'application/json; charset=kumquat' }]);
    expect(await failureOf(ask(await serving(listener)))).toMatchObject({
      code: 'source-unusable',
      why: /encoding/,
    });
  });
});

describe('a call is sent again', () => {
  test.each([500, 502, 503, 520])('twice after %i, and then it stands', async (status) => {
    const { listener, asked } = inTurn([status, {}]);
    const failure = await failureOf(ask(await serving(listener), { method: 'POST', json: {} }));
    expect(failure).toMatchObject({ code: 'source-server-error', why: expect.stringContaining('(3 tries)') });
    expect(asked).toHaveLength(3);
  });

  test('with success', async () => {
    const { listener, asked } = inTurn([502, {}], [500, {}], [200, {}]);
    expect((await ask(await serving(listener))).body).toEqual({ kumquat: 1 });
    expect(asked).toHaveLength(3);
  });

  test('once with another Accept list where the format is not known', async () => {
    const { listener, asked } = inTurn([406, {}], [200, {}]);
    expect((await ask(await serving(listener))).body).toEqual({ kumquat: 1 });
    expect(asked.map(({ headers }) => headers.accept)).toEqual(['application/json', '*/*']);
  });

  test('not a second time with another Accept list, and not with one of the connector', async () => {
    const always = inTurn([415, {}]);
    expect(await failureOf(ask(await serving(always.listener)))).toMatchObject({ code: 'source-unusable' });
    expect(always.asked).toHaveLength(2);
    const own = inTurn([406, {}]);
    await errorOf(ask(await serving(own.listener), { headers: { accept: 'application/vnd.kumquat+json' } }));
    expect(own.asked).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 408, 410, 422, 501, 504])('never after %i', async (status) => {
    const { listener, asked } = inTurn([status, {}]);
    await errorOf(ask(await serving(listener)));
    expect(asked).toHaveLength(1);
  });

  test('where a GET is redirected within the host, with its headers', async () => {
    const { listener, asked } = inTurn([301, { location: '/new/place' }], [200, {}]);
    const answer = await ask(await serving(listener), { headers: { authorization: 'Bearer x' } });
    expect(answer.body).toEqual({ kumquat: 1 });
    expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/metadata', 'Bearer x'],
      ['/new/place', 'Bearer x'],
    ]);
  });

  test('never where it is redirected to another host', async () => {
    const other = inTurn([200, {}]);
    const elsewhere = await serving(other.listener);
    const { listener } = inTurn([302, { location: `${elsewhere}/login?token=canary` }]);
    const failure = await failureOf(ask(await serving(listener), { headers: { authorization: 'Bearer x' } }));
    expect(failure).toMatchObject({ code: 'source-redirected', why: expect.stringContaining(elsewhere) });
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(other.asked).toEqual([]);
  });

  test('not for ever where redirects form a circle', async () => {
    const { listener, asked } = inTurn([302, { location: '/again' }]);
    expect(await failureOf(ask(await serving(listener)))).toMatchObject({
      code: 'source-redirected',
      why: 'The source redirects more than 5 times.',
    });
    expect(asked).toHaveLength(6);
  });
});

describe('a source that asks to wait', () => {
  test('is waited for, and asked again', async () => {
    const { listener, asked } = inTurn(
      [429, { 'retry-after': '0' }],
      [503, { 'retry-after': '0' }],
      [429, {}],
      [200, {}],
    );
    expect((await ask(await serving(listener))).body).toEqual({ kumquat: 1 });
    expect(asked).toHaveLength(4);
  });

  test.each([
    ['429 and a second', { 'retry-after': '3600' }, 429],
    [
      '503 and a date',
      { 'retry-after': 'Thu, 15 Jan 2026 13:00:00 GMT', date: 'Thu, 15 Jan 2026 12:00:00 GMT' },
      503,
    ],
  ])('for too long is left: %s', async (_what, headers, status) => {
    const { listener, asked } = inTurn([status, headers]);
    expect(await failureOf(ask(await serving(listener)))).toMatchObject({
      code: 'source-throttled',
      why: expect.stringContaining('It asks to wait 3600 s.'),
      where: { status },
    });
    expect(asked).toHaveLength(1);
  });

  test('again and again is left', async () => {
    const { listener, asked } = inTurn([429, { 'retry-after': '0' }]);
    expect(await failureOf(ask(await serving(listener)))).toMatchObject({
      code: 'source-throttled',
      why: expect.stringContaining('It has said so 7 times.'),
    });
    expect(asked).toHaveLength(7);
  });

  test('in sum for too long is left, whichever requests it answers so', async () => {
    const { listener } = inTurn([429, { 'retry-after': '0.02' }]);
    const http = await clientOf(await serving(listener), {}, { limits: { pause: 30 } });
    expect(await failureOf(http.json({ path: '/', expect: 'json' }))).toMatchObject({
      code: 'source-throttled',
    });
    expect(await failureOf(http.json({ path: '/', expect: 'json' }))).toMatchObject({
      code: 'source-throttled',
    });
  });

  test('is asked nothing else meanwhile', async () => {
    const { listener, asked } = inTurn([429, { 'retry-after': '60' }], [200, {}]);
    const url = await serving(listener);
    const controller = new AbortController();
    const log: string[] = [];
    const settings = { signal: controller.signal, log: (message: string) => log.push(message) };
    const http = await clientOf(url, { concurrency: 3 }, settings);
    const throttled = http.json({ path: '/throttled', expect: 'json' });
    await expect
      .poll(() => log)
      .toEqual([`GET ${url}/throttled source-throttled`, `GET ${url}/throttled asks to wait`]);
    const other = http.json({ path: '/other', expect: 'json' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    await Promise.allSettled([throttled, other]);
    expect(asked.map(({ url }) => url)).toEqual(['/throttled']);
  });
});

test('at most so many requests are under way at once', async () => {
  let now = 0;
  let most = 0;
  const url = await serving((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      response.end('{}');
    }, 5);
  });
  const http = await clientOf(url, { concurrency: 3 });
  const requests = Array.from({ length: 20 }, (_, at) => http.json({ path: `/${at}`, expect: 'json' }));
  expect(await Promise.all(requests)).toHaveLength(20);
  expect(most).toBe(3);
});

test('the next call is sent before anything is made of an answer', async () => {
  const url = await serving((_request, response) => response.end('{}'));
  const order: unknown[] = [];
  const sent = (message: unknown) => order.push((message as { request: { path: string } }).request.path);
  subscribe('undici:client:sendHeaders', sent);
  onTestFinished(() => void unsubscribe('undici:client:sendHeaders', sent));
  const http = await clientOf(url, { concurrency: 1 });
  const call = async (path: string) => {
    await http.json({ path, expect: 'json' });
    order.push(`used ${path}`);
  };
  await Promise.all([call('/a'), call('/b'), call('/c')]);
  expect(order).toEqual(['/a', '/b', 'used /a', '/c', 'used /b', 'used /c']);
});

test('many requests at once are no reason for Node to warn', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const url = await serving((_request, response) => response.end('{}'));
  const http = await clientOf(url, { concurrency: 40 });
  await Promise.all(Array.from({ length: 80 }, (_, at) => http.json({ path: `/${at}`, expect: 'json' })));
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});

describe('an abort', () => {
  const aborted = async (url: string, meanwhile: (abort: () => void) => void) => {
    const controller = new AbortController();
    const reason = new Error('kumquat');
    const http = await clientOf(
      url,
      { concurrency: 1 },
      { signal: controller.signal, limits: { backoff: 60_000 } },
    );
    const first = http.json({ path: '/first', expect: 'json' });
    const second = http.json({ path: '/second', expect: 'json' });
    meanwhile(() => controller.abort(reason));
    expect(await Promise.allSettled([first, second])).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    await expect(http.json({ path: '/third', expect: 'json' })).rejects.toBe(reason);
  };

  test.each<[when: string, listener: RequestListener]>([
    ['before the answer', () => undefined],
    ['within the beginning of the body', (_request, response) => void response.write('{"a":')],
    ['within the body', (_request, response) => void response.write(`{"a": "${'x'.repeat(10_000)}`)],
    [
      'within a compressed body',
      (_request, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).write(Buffer.from([0x1f, 0x8b, 8, 0])),
    ],
    ['while a retry waits', (_request, response) => void response.writeHead(500).end()],
    [
      'while the source is given a pause',
      (_request, response) => void response.writeHead(429, { 'retry-after': '60' }).end(),
    ],
  ])('%s throws its reason everywhere', async (_when, listener) => {
    let asked = () => {};
    const answered = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = await serving((request, response) => {
      listener(request, response);
      setTimeout(asked, 20);
    });
    await aborted(url, (abort) => void answered.then(abort));
  });

  test('before anything throws its reason', async () => {
    const url = await serving(() => undefined);
    await aborted(url, (abort) => abort());
  });
});

test('a closed client ends what is under way, and closes again without a word', async () => {
  const { openHttp } = await import('../../src/transport/client.ts');
  const url = await serving(() => undefined);
  const settings = {
    source: 'kumquat-prod',
    url,
    transport: {},
    folder: '.',
    secrets: [],
    log: () => undefined,
  };
  const { http, close } = await openHttp({ ...settings, signal: new AbortController().signal });
  const failure = failureOf(http.json({ path: '/', expect: 'json' }));
  await close();
  await close();
  expect(await failure).toMatchObject({ code: 'source-unreachable' });
});
