import type { Json } from '../../model/json.js';
import { accountOf, loginHeaders } from '../../protocols/odata/login.js';
import type { Chunks } from '../../protocols/odata/read/text.js';
import { type Context, uncached } from '../connector.js';
import type { SapOptions } from './options.js';

/** The calls that an SAP system understands. Failures are thrown. */
export type Client = {
  /** A page of a catalogue as JSON; nothing where this account may not see it, or the system has none. */
  catalogue(path: string, query: Readonly<Record<string, string>>): Promise<Json | undefined>;
  /** The metadata document of the service at this path. */
  metadata(path: string): Promise<{ chunks(): Chunks; readonly cached: boolean }>;
};

/** What each call carries. A GET needs no CSRF token. */
export function openClient(options: SapOptions, context: Context): Client {
  const { auth, client, language = 'EN', apiKey } = options;
  const metadata = context.metadata ?? uncached(context.http);
  const query = {
    // Without it a system with single sign-on answers its logon page (odata2ts/odata2ts#345).
    saml2: 'disabled',
    'sap-language': language,
    ...(client === undefined ? {} : { 'sap-client': client }),
  };
  const headers = async () => ({
    // CAP, which knows no sap-language in version 4, and servers in front that rewrite the query.
    'accept-language': language.toLowerCase(),
    ...(apiKey === undefined ? {} : { APIKey: apiKey }),
    ...(await loginHeaders(auth, context.accessToken)),
  });
  return {
    async catalogue(path, asked) {
      const { status, body } = await context.http.json({
        path,
        query: { ...query, ...asked },
        headers: await headers(),
        expect: 'json',
        accept: [403, 404, 405, 501],
      });
      return status === 200 ? body : undefined;
    },
    metadata: async (path) =>
      metadata.document({
        path: `${path.replace(/\/$/, '')}/$metadata`,
        query,
        headers: await headers(),
        // JSON is refused with 406 by version 2 and most of version 4.
        forms: ['application/xml'],
        of: [accountOf(auth) ?? '', client ?? '', language],
      }),
  };
}
