import { onTestFinished } from 'vitest';
import type { Connector, ConnectorPlugin } from '../../src/connectors/connector.ts';
import { guarded } from '../../src/connectors/guarded.ts';
import type { TransportOptions } from '../../src/model/config.ts';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.ts';
import type { EntityResult } from '../../src/model/source.ts';
import type { DatabaseOptions } from '../../src/protocols/sql/options.ts';
import { openLink } from '../../src/transport/link.ts';
import { noHttp } from '../../src/transport/no-http.ts';

export type Opened = {
  readonly url: string;
  readonly options: DatabaseOptions;
  readonly transport?: TransportOptions;
  readonly folder?: string;
  readonly signal?: AbortSignal;
};

/** Connects as a run does; closed when the test is over. */
export async function open(plugin: ConnectorPlugin<DatabaseOptions>, opened: Opened): Promise<Connector> {
  const { url, options, transport = { timeout: 20 }, folder = '.' } = opened;
  const { signal = new AbortController().signal } = opened;
  const password = options.auth.password;
  const link = await openLink({
    source: 'db',
    url,
    transport,
    folder,
    secrets: password === undefined ? [] : [password],
    signal,
  });
  const connector = await guarded(plugin as ConnectorPlugin<never>, plugin.name).connect(options as never, {
    http: noHttp.http,
    url,
    link,
    log: () => undefined,
    signal,
  });
  onTestFinished(() => connector.close?.());
  return connector;
}

/** Results by entity. */
export async function resultsOf(
  connector: Connector,
  entities: readonly string[],
): Promise<ReadonlyMap<string, EntityResult>> {
  const found = new Map<string, EntityResult>();
  for await (const result of connector.describe(entities)) found.set(result.entity, result);
  return found;
}

/** The live schema of one entity. */
export async function schemaOf(connector: Connector, entity: string): Promise<EntitySchema> {
  const result = (await resultsOf(connector, [entity])).get(entity);
  if (result?.status !== 'described') throw new Error(JSON.stringify(result));
  return result.schema;
}

/** A field without what every test would have to say again. */
export function fieldIn(schema: EntitySchema, name: string): FieldSchema {
  const field = schema.properties[name];
  if (field === undefined)
    throw new Error(`no field ${name} in ${Object.keys(schema.properties).join(', ')}`);
  const { 'x-seam': { id: _, ...facets } = {}, ...keywords } = field;
  return { ...keywords, 'x-seam': facets };
}

/** Names that the catalogue lists. */
export async function listed(connector: Connector): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of connector.list()) names.push(name);
  return names.sort();
}
