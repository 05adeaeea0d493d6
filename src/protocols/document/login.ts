import type { JsonObject } from '../../model/json.js';

/** The `auth` of a source that is a document behind HTTP. */
export type Login =
  | { readonly token: string }
  | { readonly user: string; readonly password: string }
  | { readonly header: string; readonly value: string };

const text = (description: string): JsonObject => ({ type: 'string', minLength: 1, description });

/** JSON Schema of `auth`. */
export const loginSchema: JsonObject = {
  type: 'object',
  description: 'How to log in at the url, where it wants that. A file needs none.',
  additionalProperties: false,
  properties: {
    token: text('Token that is sent as "Authorization: Bearer …".'),
    user: { ...text('User of HTTP Basic authentication.'), examples: ['seam-reader'] },
    password: text('Password of the user.'),
    header: {
      ...text('Name of another header that holds the key, for example X-API-Key.'),
      // RFC 9110, 5.6.2
      pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
    },
    value: text('Value of that header.'),
  },
  dependentRequired: { user: ['password'], password: ['user'], header: ['value'], value: ['header'] },
  oneOf: [{ required: ['token'] }, { required: ['user'] }, { required: ['header'] }],
};

/** Dotted paths of what is secret in it. */
export const loginSecrets = ['auth.token', 'auth.password', 'auth.value'] as const;

/** The headers that log in. RFC 6750, 2.1; RFC 7617 */
export function loginHeaders(login: Login | undefined): Readonly<Record<string, string>> {
  if (login === undefined) return {};
  if ('token' in login) return { authorization: `Bearer ${login.token}` };
  if ('header' in login) return { [login.header.toLowerCase()]: login.value };
  return { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` };
}

/** The account that looks, where it has a name. */
export function accountOf(login: Login | undefined): { readonly account?: string } {
  return login !== undefined && 'user' in login ? { account: login.user } : {};
}
