import { SeamError } from '../errors/seam-error.js';
import { isLoopback } from './address.js';

/** A client of an OAuth 2 authorization server. RFC 6749, section 4.4 */
export type OAuthClient = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
};

/** Gives an access token that is still good for a while; asks for one only where it has none. */
export type AccessTokens = (client: OAuthClient) => Promise<string>;

export type TokenSettings = {
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Plain http to another host than loopback is allowed by name. */
  readonly allowHttp?: boolean;
};

/** A token is renewed when less than this is left of it: a run may take long. */
const margin = 60_000;

/** What is assumed where the server does not say how long a token holds. RFC 6749, 5.1 */
const usualLifetime = 300;

type Token = { readonly value: string; readonly until: number };

/**
 * Access tokens by the client credentials grant, held in memory alone and nowhere else.
 * The secret goes to `tokenUrl` and to no other host.
 */
export function accessTokens(settings: TokenSettings): AccessTokens {
  const known = new Map<string, Promise<Token>>();
  const renewed = async (before: Promise<Token> | undefined, client: OAuthClient): Promise<Token> => {
    const token = await before?.catch(() => undefined);
    return token !== undefined && token.until - margin > settings.now() ? token : requested(client, settings);
  };
  return async (client) => {
    const key = JSON.stringify([client.tokenUrl, client.clientId, client.scope]);
    const token = renewed(known.get(key), client);
    known.set(key, token);
    return (await token).value;
  };
}

async function requested(
  client: OAuthClient,
  { fetch, now, allowHttp = false }: TokenSettings,
): Promise<Token> {
  const oauth = await import('oauth4webapi');
  const url = new URL(client.tokenUrl);
  const where = { url: url.origin + url.pathname };
  const server = { issuer: url.origin, token_endpoint: client.tokenUrl };
  const identity = { client_id: client.clientId };
  try {
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      identity,
      oauth.ClientSecretBasic(client.clientSecret),
      client.scope === undefined ? {} : { scope: client.scope },
      {
        [oauth.customFetch]: fetch,
        [oauth.allowInsecureRequests]: allowHttp || isLoopback(url.hostname),
      },
    );
    const token = await oauth.processClientCredentialsResponse(server, identity, answer);
    return {
      value: token.access_token,
      until: now() + (token.expires_in ?? usualLifetime) * 1000,
    };
  } catch (cause) {
    throw failure(cause, where, oauth.ResponseBodyError);
  }
}

/** RFC 6749, 5.2. Descriptions of the server are not repeated: they may hold what was sent. */
function failure(
  cause: unknown,
  where: Readonly<Record<string, string>>,
  Refused: abstract new (...args: never) => { readonly error: string },
): SeamError {
  if (cause instanceof SeamError) return cause;
  if (cause instanceof Refused && /^\w{1,40}$/.test(cause.error)) {
    return new SeamError('source-unauthorised', {
      why: `The authorization server refuses the client: ${cause.error}.`,
      where,
      fix: 'Check auth.oauth: tokenUrl, clientId, clientSecret and scope.',
    });
  }
  return new SeamError('source-unauthorised', {
    why: 'The authorization server gives no access token.',
    where,
    fix: 'Check auth.oauth.tokenUrl, and that it can be reached from here.',
  });
}
