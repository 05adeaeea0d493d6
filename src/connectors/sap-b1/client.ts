import { SeamError } from '../../errors/seam-error.js';
import type { Chunks } from '../../protocols/odata/read/text.js';
import { type Context, uncached } from '../connector.js';
import { parseError, parseLogin, parseUserFields, type Session, type UserField } from './wire.js';

/** The keys of a Business One source in `seam.yaml`. */
export type B1Options = {
  readonly company: string;
  readonly auth: { readonly user: string; readonly password: string };
  /** `/b1s/v1` speaks OData 3, `/b1s/v2` OData 4. */
  readonly api?: 'v1' | 'v2';
};

/** The calls that the Service Layer understands. Failures are thrown. */
export type Client = {
  session(): Promise<Session>;
  metadata(): Promise<{ chunks(): Chunks; readonly cached: boolean }>;
  /** Definitions of user-defined fields, or why this account may not see them. */
  userFields(): Promise<{ readonly fields: readonly UserField[] } | { readonly unreadable: string }>;
  logout(): Promise<void>;
};

type LoggedIn = Session & { readonly cookie: string };

/** Fields of a page; the server's own page has 20. */
const pageSize = 500;
const mostPages = 200;

const columns = 'TableName,Name,Type,Size,EditSize,Mandatory,DefaultValue,ValidValuesMD';

/**
 * A client that logs in with its first call, once: a login takes seconds and holds a licence slot until it is logged out.
 * A session ends after some idle minutes; one that the server no longer knows is begun anew, once per call.
 */
export function openClient({ company, auth, api = 'v2' }: B1Options, context: Context): Client {
  const { http } = context;
  const metadata = context.metadata ?? uncached(http);
  const root = `/b1s/${api}`;
  let current: Promise<LoggedIn> | undefined;

  async function login(): Promise<LoggedIn> {
    const { status, body, cookies } = await http.json({
      method: 'POST',
      // `/login` answers 401 "Invalid session", as if the session were the trouble (NangoHQ/nango#6638).
      path: `${root}/Login`,
      json: { CompanyDB: company, UserName: auth.user, Password: auth.password },
      expect: 'json',
      accept: [400, 401, 403, 500],
    });
    if (status !== 200) {
      throw new SeamError('source-unauthorised', {
        why: `The Service Layer does not log in "${auth.user}" to company "${company}": ${parseError(body)}`,
        fix: 'Check company, auth.user and its password, and that a licence is free.',
      });
    }
    // Behind the load balancer a session needs B1SESSION and ROUTEID.
    return { ...parseLogin(body), cookie: cookies.join('; ') };
  }

  const loggedIn = () => {
    current ??= login();
    return current;
  };

  /** Does the call with the session, and once more with a new one where the server refuses the first. */
  async function inSession<T>(call: (headers: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
    const { cookie } = await loggedIn();
    try {
      return await call({ cookie });
    } catch (error) {
      if (!(error instanceof SeamError) || error.code !== 'source-unauthorised') throw error;
      current = login();
      return call({ cookie: (await current).cookie });
    }
  }

  return {
    session: loggedIn,
    metadata: () =>
      inSession((headers) =>
        metadata.document({
          path: `${root}/$metadata`,
          headers,
          forms: ['application/xml'],
          of: [company, auth.user],
        }),
      ),
    async userFields() {
      const fields: UserField[] = [];
      let path = `${root}/UserFieldsMD`;
      let query: Readonly<Record<string, string>> = { $select: columns };
      for (let page = 0; page < mostPages; page++) {
        const { status, body } = await inSession((headers) =>
          http.json({
            path,
            query,
            headers: { ...headers, prefer: `odata.maxpagesize=${pageSize}` },
            expect: 'json',
            accept: [403, 404],
          }),
        );
        if (status !== 200) return { unreadable: `The Service Layer answered ${status}.` };
        const { fields: found, next } = parseUserFields(body);
        fields.push(...found);
        if (next === undefined) return { fields };
        [path, query] = nextPage(next, root);
      }
      throw new SeamError('source-unusable', { why: `UserFieldsMD has more than ${mostPages} pages.` });
    },
    async logout() {
      const session = await current?.catch(() => undefined);
      current = undefined;
      if (session === undefined) return;
      await http.request({
        method: 'POST',
        path: `${root}/Logout`,
        headers: { cookie: session.cookie },
        expect: 'json',
        // The session is over already, or is now.
        accept: [204, 401],
      });
    },
  };
}

/** The link to the next page is relative to the root, or below it, or a URL: only its last part and query count. */
function nextPage(link: string, root: string): [path: string, query: Readonly<Record<string, string>>] {
  const [, query = ''] = link.split('?', 2);
  return [`${root}/UserFieldsMD`, Object.fromEntries(new URLSearchParams(query))];
}
