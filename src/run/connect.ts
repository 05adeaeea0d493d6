import type { ResolvedSource } from '../config/interpolate.js';
import type { Connector, ConnectorPlugin } from '../connectors/connector.js';
import { loadConnector } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import { accessTokens } from '../transport/access-token.js';
import { usualTimeout } from '../transport/address.js';
import { openHttp } from '../transport/client.js';
import { openFiles } from '../transport/files.js';
import { isHttp, openLink } from '../transport/link.js';
import { openMetadataCache } from '../transport/metadata-cache.js';
import { noHttp } from '../transport/no-http.js';
import { openPrograms } from '../transport/program.js';
import { redactor } from '../transport/redact.js';
import { openTokenFetch } from '../transport/token-fetch.js';
import type { RunContext } from './context.js';
import { logOfSource } from './events.js';

/** A source whose connector is ready to read. */
export type Connection = {
  readonly plugin: ConnectorPlugin<never>;
  readonly connector: Connector;
  /** Ends the session and the sockets; never throws. */
  close(): Promise<void>;
};

/**
 * Opens a source: its HTTP client and connector are made. Nothing is asked of the ERP yet, unless the connector logs in
 * at once.
 * @param folder folder of `seam.yaml`
 * @throws SeamError `source-untrusted`, `connector-unknown`, `config-invalid`, or a `source-*` code
 */
export async function connect(
  { source, secrets }: ResolvedSource,
  folder: string,
  { signal, cache, trace, span, heard, ...context }: RunContext,
): Promise<Connection> {
  const untrusted = untrustedError(source);
  if (untrusted !== undefined) throw untrusted;
  const from = source.folder ?? folder;
  const plugin = await loadConnector(source.connector, from);
  const redact = redactor(secrets);
  const { name, url, file, transport } = source;
  const log = logOfSource(context.log, name, redact);
  const timeout = 1000 * (transport.timeout ?? usualTimeout);
  const tokens = openTokenFetch({ source: name, transport, folder: from, timeout, signal, redact });
  const way = url === undefined ? undefined : { source: name, url, transport, folder: from, secrets, signal };
  const linked = plugin.schemes !== undefined && way !== undefined && !isHttp(way.url);
  const { http, close: closeHttp } =
    way === undefined || linked
      ? noHttp
      : await openHttp({
          ...way,
          log,
          ...(trace === undefined ? {} : { trace }),
          ...(span === undefined ? {} : { span }),
          heard,
        });
  const kept = cache === undefined ? {} : { folder: cache };
  const surroundings = {
    http,
    ...(url === undefined ? {} : { url, metadata: openMetadataCache({ http, url, log, ...kept }) }),
    accessToken: accessTokens({
      fetch: tokens.fetch,
      now: () => context.now().getTime(),
      allowHttp: transport.allowHttp ?? false,
    }),
    ...(file === undefined ? {} : { file: openFiles(folder, file) }),
    programs: openPrograms({ folder: from, env: context.env, timeout, signal, secrets }),
    ...(linked ? { link: await openLink(way) } : {}),
    log,
    signal,
    patience: 5 * timeout,
  };
  const closeAll = async () => {
    await Promise.all([closeHttp(), tokens.close()]);
  };
  try {
    // The registry's plugins take any options; the config layer has checked these against the plugin's own schema.
    const connector = await plugin.connect(source.options as never, surroundings);
    return { plugin, connector, close: () => endSession(connector, name, log).then(closeAll) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Why nothing of a source may be run, read or asked, where only the change under check has it. */
export function untrustedError({ name, untrusted }: SourceConfig): SeamError | undefined {
  return untrusted && new SeamError('source-untrusted', { ...untrusted, where: { source: name } });
}

/** A session that cannot be ended ends by itself: what was read stays read. */
async function endSession(connector: Connector, name: string, log: RunContext['log']): Promise<void> {
  await connector.close?.().catch((error: unknown) => log(`closing ${name}: ${String(error)}`));
}
