import { readFileSync } from 'node:fs';
import { type Answer, type Asked, type Listening, listen } from './listening.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/sap-b1/${name}`, import.meta.url), 'utf8');

export type B1Settings = {
  /** Metadata by version of the API. */
  readonly metadata?: Readonly<Record<'v1' | 'v2', string>>;
  readonly userFields?: readonly object[];
  /** Rows of a page of UserFieldsMD; the server's own default is 20. */
  readonly pageSize?: number;
  /** This account may not see the definitions of user-defined fields. */
  readonly hidesUserFields?: boolean;
  /** Calls that a session lasts. */
  readonly callsPerSession?: number;
  readonly instead?: (asked: Asked) => Answer | undefined;
};

export type B1 = Listening & {
  /** Sessions that were begun, and those that were not ended. */
  readonly sessions: () => { readonly begun: number; readonly open: number };
};

export const account = { user: 'seam-reader', password: 'canary-password' };
export const company = 'KUMQUATS';

/** A Service Layer on loopback: case-sensitive login, both cookies, sessions that expire, pages by preference. */
export async function startB1(settings: B1Settings = {}): Promise<B1> {
  const {
    metadata = { v1: fixture('metadata.v1.edmx'), v2: fixture('metadata.v2.edmx') },
    userFields = JSON.parse(fixture('UserFieldsMD.json')) as readonly object[],
    pageSize = 3,
    hidesUserFields = false,
    callsPerSession = Number.POSITIVE_INFINITY,
  } = settings;
  const open = new Map<string, number>();
  let begun = 0;

  function loggedIn(asked: Asked, api: 'v1' | 'v2'): Answer {
    const cookies = new Map(
      (asked.headers.cookie ?? '').split('; ').map((each) => each.split('=') as [string, string]),
    );
    const session = cookies.get('B1SESSION') ?? '';
    const left = cookies.get('ROUTEID') === '.node1' ? open.get(session) : undefined;
    if (left === undefined) return error(401, 301, 'Invalid session or session already timeout.');
    if (left === 0) {
      open.delete(session);
      return error(401, 301, 'Invalid session or session already timeout.');
    }
    open.set(session, left - 1);
    if (asked.method === 'POST' && asked.path === `/b1s/${api}/Logout`) {
      open.delete(session);
      return { status: 204 };
    }
    if (asked.path === `/b1s/${api}/$metadata`) {
      return { headers: { 'content-type': 'application/xml;charset=utf-8' }, body: metadata[api] };
    }
    if (asked.path === `/b1s/${api}/UserFieldsMD`) {
      return hidesUserFields ? error(403, -1, 'No permission') : userFieldsPage(asked, api);
    }
    return error(404, -2028, 'No matching records found (ODBC -2028)');
  }

  function userFieldsPage({ headers, query }: Asked, api: 'v1' | 'v2'): Answer {
    const preferred = Number(/maxpagesize=(\d+)/.exec(String(headers['prefer'] ?? ''))?.[1] ?? 20);
    const skip = Number(query.get('$skip') ?? 0);
    const size = Math.min(pageSize, preferred);
    const more = skip + size < userFields.length;
    const next = `UserFieldsMD?$select=${query.get('$select')}&$skip=${skip + size}`;
    const body = {
      value: userFields.slice(skip, skip + size),
      ...(more ? { [api === 'v1' ? 'odata.nextLink' : '@odata.nextLink']: next } : {}),
    };
    return {
      headers: { 'content-type': 'application/json;odata.metadata=minimal' },
      body: JSON.stringify(body),
    };
  }

  function login({ body }: Asked): Answer {
    const given = JSON.parse(body);
    const right =
      given.CompanyDB === company && given.UserName === account.user && given.Password === account.password;
    if (!right) return error(401, 100000027, 'Login failed');
    begun += 1;
    const session = `session-${begun}`;
    open.set(session, callsPerSession);
    return {
      headers: {
        'content-type': 'application/json',
        'set-cookie': [`B1SESSION=${session};HttpOnly`, 'ROUTEID=.node1; path=/b1s'],
      },
      body: JSON.stringify({ SessionId: session, Version: '1000190', SessionTimeout: 30 }),
    };
  }

  const server = await listen((asked) => {
    const own = settings.instead?.(asked);
    if (own !== undefined) return own;
    const api = /^\/b1s\/(v1|v2)\//.exec(asked.path)?.[1] as 'v1' | 'v2' | undefined;
    if (api === undefined) return { status: 404, body: 'not found' };
    const isLogin = asked.method === 'POST' && asked.path === `/b1s/${api}/Login`;
    return isLogin ? login(asked) : loggedIn(asked, api);
  });
  return { ...server, sessions: () => ({ begun, open: open.size }) };
}

function error(status: number, code: number, value: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { code, message: { lang: 'en-us', value } } }),
  };
}
