import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.js';
import { accessTokens, type OAuthClient } from '../../src/transport/access-token.js';
import { type Answer, type Asked, type Listening, listen } from '../erp/listening.js';

let server: Listening;
let answer: (asked: Asked) => Answer;
let now = 0;

beforeEach(async () => {
  now = 1_000_000;
  answer = () =>
    json({ access_token: `token-${server.asked.length}`, token_type: 'Bearer', expires_in: 3600 });
  server = await listen((asked) => answer(asked));
});

afterEach(() => server.close());

const json = (body: object, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const client = (): OAuthClient => ({
  tokenUrl: `${server.url}/oauth/token`,
  clientId: 'seam',
  clientSecret: 'canary secret:/',
  scope: 'API_ODD',
});

const tokens = () => accessTokens({ fetch: (url, init) => fetch(url, init), now: () => now });

describe('an access token by client credentials', () => {
  test('is asked for at the token endpoint, with the client’s own credentials', async () => {
    expect(await tokens()(client())).toBe('token-1');
    const [asked] = server.asked;
    expect(asked?.path).toBe('/oauth/token');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'API_ODD',
    });
    const credentials = Buffer.from(
      asked?.headers.authorization?.replace('Basic ', '') ?? '',
      'base64',
    ).toString();
    expect(credentials.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))).toEqual([
      'seam',
      'canary secret:/',
    ]);
  });

  test('is used until little is left of it', async () => {
    const token = tokens();
    await token(client());
    now += 3500_000;
    expect(await token(client())).toBe('token-1');
    now += 60_000;
    expect(await token(client())).toBe('token-2');
  });

  test('is asked for once by callers at the same time, and anew after a failure', async () => {
    const token = tokens();
    expect(await Promise.all([token(client()), token(client())])).toEqual(['token-1', 'token-1']);
    const failing = tokens();
    answer = () => json({ error: 'invalid_client' }, 401);
    await expect(failing(client())).rejects.toThrow();
    answer = () => json({ access_token: 'late', token_type: 'bearer' });
    expect(await failing(client())).toBe('late');
  });

  test.each<[string, Answer, RegExp]>([
    [
      'an error of OAuth',
      json({ error: 'invalid_client', error_description: 'canary' }, 401),
      /refuses the client: invalid_client/,
    ],
    ['another error', { status: 500, body: 'canary' }, /gives no access token/],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html>canary' }, /gives no access token/],
    ['no token', json({ token_type: 'bearer' }), /gives no access token/],
  ])('is refused by %s, and nothing of the answer or the secret is told', async (_what, given, says) => {
    answer = () => given;
    const error: unknown = await tokens()(client()).catch((reason: unknown) => reason);
    if (!(error instanceof SeamError)) throw new Error(`no SeamError: ${String(error)}`);
    expect(error.code).toBe('source-unauthorised');
    expect(error.message).toMatch(says);
    expect(JSON.stringify(error.toFailure())).not.toContain('canary');
  });

  test('is not asked for over plain http beyond loopback', async () => {
    const far = { ...client(), tokenUrl: 'http://erp.example/token' };
    await expect(tokens()(far)).rejects.toMatchObject({ code: 'source-unauthorised' });
    expect(server.asked).toEqual([]);
  });
});
