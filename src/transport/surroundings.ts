import { accessTokens } from './access-token.js';
import { usualTimeout } from './address.js';
import { type HttpSettings, openHttp } from './client.js';
import { openFiles } from './files.js';
import { isHttp, openLink } from './link.js';
import { openMetadataCache } from './metadata-cache.js';
import { noHttp } from './no-http.js';
import { openPrograms } from './program.js';
import { redactor } from './redact.js';
import { openTokenFetch } from './token-fetch.js';

export type SurroundingsSettings = Omit<HttpSettings, 'url' | 'userAgent' | 'limits'> & {
  readonly url?: string | undefined;
  /** Schemes of `url` for which the connector brings a driver of its own. */
  readonly schemes?: readonly string[] | undefined;
  /** The file or folder that the source is, and the folder that its path is relative to. */
  readonly file?: { readonly name: string; readonly folder: string } | undefined;
  /** Environment that programs are given a little of. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Folder for what is kept between runs; absent: nothing is. */
  readonly cache?: string | undefined;
};

/**
 * All that a connector reaches its source with: HTTP client, metadata, access tokens, files, programs, or the way for a
 * driver of its own. Nothing is sent yet.
 * @throws SeamError `config-invalid` for an address or certificates that cannot be used
 */
export async function openSurroundings(settings: SurroundingsSettings) {
  const { source, url, schemes, file, transport, folder, secrets, env, signal, log, cache } = settings;
  const timeout = 1000 * (transport.timeout ?? usualTimeout);
  const redact = redactor(secrets);
  const tokens = openTokenFetch({ source, transport, folder, timeout, signal, redact });
  const linked = url !== undefined && schemes !== undefined && !isHttp(url);
  const { http, close: closeHttp } =
    url === undefined || linked ? noHttp : await openHttp({ ...settings, url });
  return {
    surroundings: {
      http,
      ...(url === undefined
        ? {}
        : {
            url,
            metadata: openMetadataCache({
              http,
              url,
              log,
              ...(cache === undefined ? {} : { folder: cache }),
            }),
          }),
      accessToken: accessTokens({
        fetch: tokens.fetch,
        now: () => settings.now().getTime(),
        allowHttp: transport.allowHttp ?? false,
      }),
      ...(file === undefined ? {} : { file: openFiles(file.folder, file.name) }),
      programs: openPrograms({ folder, env, timeout, signal, secrets }),
      ...(linked ? { link: await openLink({ source, url, transport, folder, secrets, signal }) } : {}),
      log,
      signal,
      patience: 5 * timeout,
    },
    /** Ends its connections; never throws. */
    async close() {
      await Promise.all([closeHttp(), tokens.close()]);
    },
  };
}
