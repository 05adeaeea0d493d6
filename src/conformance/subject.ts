import type { Connector, ConnectorPlugin } from '../connectors/connector.js';
import type { Json, JsonObject } from '../model/json.js';
import type { EntityResult } from '../model/source.js';
import { openSurroundings } from '../transport/surroundings.js';

/** What is put to the test. */
export type Subject = {
  readonly plugin: ConnectorPlugin<never>;
  /** Starts something that the connector can read, which is the same each time. */
  start(): Promise<Started>;
};

export type Started = {
  /** Address for `url`; one with http gets a proxy in front, which makes mistakes. Absent where there is none. */
  readonly url?: string;
  /** The connector's own keys of `seam.yaml`, with secrets filled in. */
  readonly options: JsonObject;
  /** Values that nothing may tell. */
  readonly secrets: readonly string[];
  /** Entities that it has: at least two. */
  readonly entities: readonly string[];
  /** The name of an entity that it does not have. */
  readonly unknown: string;
  close(): Promise<void>;
};

/** A connector that is connected, and what it logged. */
export type Connected = {
  readonly connector: Connector;
  readonly log: readonly string[];
  close(): Promise<void>;
};

/** How a run asks its source. */
export type Patience = {
  readonly signal?: AbortSignal;
  /** Seconds that a request may take. */
  readonly timeout?: number;
};

/** Connects as a run does. */
export async function connectTo(
  plugin: ConnectorPlugin<never>,
  { url, options, secrets }: Pick<Started, 'url' | 'options' | 'secrets'>,
  { signal = new AbortController().signal, timeout = 30 }: Patience = {},
): Promise<Connected> {
  const lines: string[] = [];
  const log = (message: string, facts?: Readonly<Record<string, Json>>) =>
    void lines.push(facts === undefined ? message : `${message} ${JSON.stringify(facts)}`);
  const { surroundings, close } = await openSurroundings({
    source: 'subject',
    url,
    schemes: plugin.schemes,
    transport: { timeout },
    folder: '.',
    secrets,
    env: {},
    now: () => new Date(),
    signal,
    log,
  });
  try {
    // The subject says which options its own connector takes.
    const connector = await plugin.connect(options as never, surroundings);
    return {
      connector,
      log: lines,
      close: async () => {
        await connector.close?.();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What becomes of describing these entities, by name. */
export async function described(
  connector: Connector,
  entities: readonly string[],
): Promise<ReadonlyMap<string, EntityResult>> {
  const found = new Map<string, EntityResult>();
  for await (const result of connector.describe(entities)) found.set(result.entity, result);
  return found;
}
