import { SeamError } from '../../errors/seam-error.js';

/** A client of an OAuth 2 authorization server, as `auth.oauth` has it. RFC 6749, section 4.4 */
export type OAuth = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
};

/** The `auth` of a source that is an OData service; which of its members are allowed is the connector's own matter. */
export type Auth = {
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly oauth?: OAuth;
};

const text = { type: 'string', minLength: 1 } as const;

/** JSON Schema of `auth.oauth`. */
export const oauthSchema = {
  type: 'object',
  required: ['tokenUrl', 'clientId', 'clientSecret'],
  additionalProperties: false,
  description: 'OAuth 2 client credentials.',
  properties: {
    tokenUrl: { ...text, description: 'Token endpoint of the authorization server.' },
    clientId: text,
    clientSecret: text,
    scope: { ...text, description: 'Scopes, separated by spaces.' },
  },
} as const;

/** Login of the account, or id of the client; never a secret. */
export function accountOf(auth: Auth | undefined): string | undefined {
  return auth?.user ?? auth?.oauth?.clientId;
}

/**
 * The headers that log in. RFC 7617; RFC 6750, 2.1
 * @param accessToken gives a token of the authorization server; absent where the host of the connector gives none
 * @throws SeamError `connector-broken` where a token is needed and the host gives none
 */
export async function loginHeaders(
  auth: Auth | undefined,
  accessToken: ((client: OAuth) => Promise<string>) | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (auth?.user !== undefined) {
    const credentials = Buffer.from(`${auth.user}:${auth.password ?? ''}`).toString('base64');
    return { authorization: `Basic ${credentials}` };
  }
  if (auth?.token !== undefined) return { authorization: `Bearer ${auth.token}` };
  if (auth?.oauth === undefined) return {};
  if (accessToken === undefined) {
    throw new SeamError('connector-broken', { why: 'The host of the connector gives no access tokens.' });
  }
  return { authorization: `Bearer ${await accessToken(auth.oauth)}` };
}
