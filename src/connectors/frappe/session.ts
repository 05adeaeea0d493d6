import { SeamError } from '../../errors/seam-error.js';
import type { Context } from '../connector.js';

type Http = Context['http'];

/** The keys of a Frappe source in `seam.yaml`. */
export type FrappeOptions = {
  readonly auth:
    | { readonly apiKey: string; readonly apiSecret: string }
    | { readonly user: string; readonly password: string };
};

/** How requests show who asks, and how that ends. */
export type Session = {
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the session on the server; absent: there is none. */
  readonly close?: () => Promise<void>;
};

/**
 * A key goes with each request; a password is changed for a session.
 * https://docs.frappe.io/framework/user/en/api/rest#authentication
 * @throws SeamError `source-unauthorised`
 */
export async function openSession({ auth }: FrappeOptions, http: Http): Promise<Session> {
  if ('apiKey' in auth) return { headers: { authorization: `token ${auth.apiKey}:${auth.apiSecret}` } };
  const { cookies } = await http.json({
    method: 'POST',
    path: '/api/method/login',
    json: { usr: auth.user, pwd: auth.password },
    expect: 'json',
    accept: [401, 403, 417],
  });
  const sid = sessionIn(cookies);
  if (sid === undefined) throw notAccepted(auth);
  const headers = { cookie: `sid=${sid}` };
  return {
    headers,
    close: async () => {
      // Frappe wants a CSRF token only of a session that has opened the desk, which this one never does.
      await http.request({ method: 'POST', path: '/api/method/logout', headers, expect: 'json' });
    },
  };
}

/** The `sid` that a login sets. A login that wants a second factor sets none; that of Guest fails at the first question. */
function sessionIn(cookies: readonly string[]): string | undefined {
  return cookies.find((cookie) => /^sid=./.test(cookie))?.slice('sid='.length);
}

/** Credentials that do not log in, however the server says so. */
export function notAccepted(auth: FrappeOptions['auth']): SeamError {
  return 'apiKey' in auth
    ? new SeamError('source-unauthorised', {
        why: 'Frappe does not accept the API key and secret.',
        fix: 'Check auth.apiKey and auth.apiSecret: a new secret ends the old one, and so does disabling the user.',
      })
    : new SeamError('source-unauthorised', {
        why: `Frappe does not log in user "${auth.user}" with this password.`,
        fix: 'Check auth.user and auth.password; with two-factor login only an API key works.',
      });
}
