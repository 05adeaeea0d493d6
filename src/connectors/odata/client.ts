import { SeamError } from '../../errors/seam-error.js';
import type { Service } from '../../protocols/odata/services.js';
import type { Context } from '../connector.js';
import { uncached } from '../connector.js';

/** The keys of an OData source in `seam.yaml`. */
export type ODataOptions = {
  readonly auth?: {
    readonly user?: string;
    readonly password?: string;
    readonly token?: string;
    readonly oauth?: {
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope?: string;
    };
  };
  readonly apiKey?: { readonly header?: string; readonly value: string };
  readonly query?: Readonly<Record<string, string>>;
  readonly language?: string;
};

/** XML first: JSON is asked for where the server has nothing else, and many refuse it with 406. */
const forms = ['application/xml', 'application/json'] as const;

/** The one service of the source: `url` is its root, or the address of its metadata. */
export function serviceOf(options: ODataOptions, context: Context): Service {
  const { auth, apiKey, query = {}, language = 'en' } = options;
  const metadata = context.metadata ?? uncached(context.http);
  const address = context.url;
  const path = address !== undefined && /\/\$metadata\/?(\?.*)?$/.test(address) ? address : '/$metadata';
  return {
    name: 'service',
    document: async () =>
      metadata.document({
        path,
        query,
        headers: {
          'accept-language': language,
          ...(apiKey === undefined ? {} : { [apiKey.header ?? 'APIKey']: apiKey.value }),
          ...(await authorization(auth, context)),
        },
        forms,
        of: [accountOf(auth) ?? '', language],
      }),
  };
}

/** Login of the account, or id of the client; never a secret. */
export function accountOf(auth: ODataOptions['auth']): string | undefined {
  return auth?.user ?? auth?.oauth?.clientId;
}

async function authorization(
  auth: ODataOptions['auth'],
  { accessToken }: Context,
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
