import { resolveSource } from '../config/interpolate.js';
import type { Connector, ConnectorPlugin } from '../connectors/connector.js';
import { loadConnector } from '../connectors/registry.js';
import type { SourceConfig } from '../model/config.js';
import { openHttp } from '../transport/client.js';
import { redactor } from '../transport/redact.js';
import type { RunContext } from './context.js';

/** A source whose connector is ready to read. */
export type Connection = {
  readonly plugin: ConnectorPlugin<never>;
  readonly connector: Connector;
  /** Ends the session and the sockets; never throws. */
  close(): Promise<void>;
};

/**
 * Opens a source: its secrets are resolved now, its HTTP client and connector made. Nothing is asked of the ERP yet,
 * unless the connector logs in at once.
 * @throws SeamError `secret-unavailable`, `connector-unknown`, or a `source-*` code
 */
export async function connect(
  source: SourceConfig,
  folder: string,
  context: RunContext,
): Promise<Connection> {
  const plugin = await loadConnector(source.connector);
  const { env, signal } = context;
  const { source: resolved, secrets } = await resolveSource(source, {
    ...{ env, folder, signal },
    schema: plugin.options,
  });
  const redact = redactor(secrets);
  const log: RunContext['log'] = (message, facts) => context.log(redact(message), facts);
  const { http, close: closeHttp } = await openHttp({
    source: source.name,
    url: resolved.url,
    transport: resolved.transport,
    folder,
    secrets,
    signal,
    log,
  });
  // The registry's plugins take any options; the config layer has checked these against the plugin's own schema.
  const connector = await plugin.connect(resolved.options as never, { http, log, signal });
  return {
    plugin,
    connector,
    async close() {
      await connector.close?.().catch((error: unknown) => log(`closing ${source.name}: ${String(error)}`));
      await closeHttp();
    },
  };
}
