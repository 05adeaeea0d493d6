import { type Auth, accountOf, loginHeaders } from '../../protocols/odata/login.js';
import type { Service } from '../../protocols/odata/services.js';
import type { Context } from '../connector.js';
import { uncached } from '../connector.js';

/** The keys of an OData source in `seam.yaml`. */
export type ODataOptions = {
  readonly auth?: Auth;
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
          ...(await loginHeaders(auth, context.accessToken)),
        },
        forms,
        of: [accountOf(auth) ?? '', language],
      }),
  };
}
