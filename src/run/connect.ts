import type { ResolvedSource } from '../config/interpolate.js';
import type { Connector, ConnectorPlugin } from '../connectors/connector.js';
import { loadConnector } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import { redactor } from '../transport/redact.js';
import { openSurroundings } from '../transport/surroundings.js';
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
  context: RunContext,
): Promise<Connection> {
  const untrusted = untrustedError(source);
  if (untrusted !== undefined) throw untrusted;
  const from = source.folder ?? folder;
  const plugin = await loadConnector(source.connector, from);
  const { name, url, file, transport } = source;
  const log = logOfSource(context.log, name, redactor(secrets));
  const { surroundings, close } = await openSurroundings({
    source: name,
    url,
    schemes: plugin.schemes,
    // The document is what is looked at, so it is the one of the work tree.
    file: file === undefined ? undefined : { name: file, folder },
    transport,
    folder: from,
    secrets,
    ...context,
    log,
  });
  try {
    // The registry's plugins take any options; the config layer has checked these against the plugin's own schema.
    const connector = await plugin.connect(source.options as never, surroundings);
    return { plugin, connector, close: () => endSession(connector, name, log).then(close) };
  } catch (error) {
    await close();
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
