import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.ts';
import type { FrappeRequest } from '../erp/frappe/protocol.ts';
import type { FrappeServer, FrappeSettings } from '../erp/frappe/server.ts';
import { fixtureSite, manager, seller, startTestFrappe } from '../erp/frappe.ts';
import { connect, result } from './frappe-source.ts';

const running: FrappeServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(version: '13' | '15', settings: Partial<FrappeSettings> = {}): Promise<FrappeServer> {
  const server = await startTestFrappe(fixtureSite(version), settings);
  running.push(server);
  return server;
}

const wrongKey = { apiKey: manager.apiKey, apiSecret: 'canary-wrong-secret' };
const password = { user: seller.user, password: seller.password };

/** What connecting fails with. */
async function failure(server: FrappeServer, auth?: Parameters<typeof connect>[1]): Promise<SeamError> {
  try {
    await connect(server, auth);
  } catch (error) {
    if (error instanceof SeamError) return error;
    throw error;
  }
  throw new Error('It connected.');
}

describe('an API key', () => {
  test('goes with each request', async () => {
    const server = await start('15');
    await connect(server);
    const sent = new Set(server.calls.map(({ headers }) => headers['authorization']));
    expect([...sent]).toEqual([`token ${manager.apiKey}:${manager.apiSecret}`]);
  });

  test.each(['13', '15'] as const)('that %s does not know is told so, and is in no text', async (version) => {
    const error = await failure(await start(version), wrongKey);
    expect(error.code).toBe('source-unauthorised');
    expect(error.message).toBe('Frappe does not accept the API key and secret.');
    expect(error.fix).toContain('auth.apiSecret');
    expect(JSON.stringify(error.toFailure())).not.toContain('canary');
  });

  test('that ends in the middle ends the run: Guest sees nothing, and nothing is not drift', async () => {
    const guest =
      '{"exc_type": "PermissionError", "_server_messages": "[\\"{\\\\\\"message\\\\\\": \\\\\\"User Guest\\\\\\"}\\"]"}';
    const server = await start('15', { instead: answering(/\/meta$/, 403, guest) });
    const connector = await connect(server);
    await expect(result(connector, 'Kumquat Order')).rejects.toMatchObject({ code: 'source-unauthorised' });
  });
});

describe('a password', () => {
  test('is changed for a session, which ends with the run', async () => {
    const server = await start('15');
    const connector = await connect(server, password);
    expect(await connector.system()).toMatchObject({ account: seller.user });
    expect(server.sessions()).toBe(1);
    await connector.close?.();
    expect(server.sessions()).toBe(0);
    const posts = server.calls.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(posts).toEqual(['/api/method/login', '/api/method/logout']);
  });

  test('that is wrong is told so, and is in no text', async () => {
    const error = await failure(await start('15'), { user: seller.user, password: 'canary-wrong' });
    expect(error.message).toBe('Frappe does not log in user "seller@kumquat.example" with this password.');
    expect(JSON.stringify(error.toFailure())).not.toContain('canary');
  });

  test.each([
    ['wants a second factor', '{"verification": {"method": "OTP App"}, "tmp_id": "a1"}', {}],
    ['lets Guest in', '{"message": "No App"}', { 'set-cookie': 'sid=Guest; Path=/' }],
  ])('is not enough where the site %s', async (_, body, headers) => {
    const server = await start('15', { instead: answering(/\/login$/, 200, body, headers) });
    expect(await failure(server, password)).toMatchObject({ code: 'source-unauthorised' });
  });

  test('leaves no session behind where the site turns out to be unusable', async () => {
    const server = await start('15', { instead: answering(/get_versions$/, 200, '{"message": {}}') });
    expect(await failure(server, password)).toMatchObject({ code: 'source-unusable' });
    expect(server.sessions()).toBe(0);
  });
});

describe('a server that cannot be used', () => {
  const page = '<!doctype html>\n<html><title>Welcome</title>';

  test.each([
    [
      'a site that it does not know',
      404,
      page,
      'source-not-found',
      'Frappe chooses the site by its host name',
    ],
    ['a web page with status 200', 200, page, 'source-html', 'Check url'],
    ['an answer that breaks off', 200, '{"message": "man', 'source-truncated', ''],
    ['nobody logged in', 200, '{"message": "Guest"}', 'source-unauthorised', 'auth.apiKey'],
    ['another program', 200, '{"ok": true}', 'source-unusable', ''],
    ['a failure', 500, '{"exc_type": "OperationalError"}', 'source-server-error', ''],
    ['a refusal to go on', 417, '{"exc_type": "ValidationError"}', 'source-unusable', ''],
    ['too many requests', 429, '{"exc_type": "TooManyRequestsError"}', 'source-throttled', ''],
  ])('%s', async (_, status, body, code, fix) => {
    const server = await start('15', { instead: answering(/./, status, body) });
    const error = await failure(server);
    expect(error.code).toBe(code);
    expect(error.fix).toContain(fix);
  });
});

/** Answers requests whose path fits in its own way. */
function answering(path: RegExp, status: number, body: string, headers: Record<string, string> = {}) {
  return (request: FrappeRequest, response: ServerResponse): boolean => {
    if (!path.test(request.path)) return false;
    const type = body.startsWith('<') ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    return true;
  };
}
