import type { Connector, ConnectorPlugin, Context } from '../../src/connectors/connector.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { openMetadataCache } from '../../src/transport/metadata-cache.ts';
import { plainHttp } from '../erp/http.ts';

/** A connector at a loopback server. */
export function connectTo<Options>(
  plugin: ConnectorPlugin<Options>,
  url: string,
  options: Options,
  more: Partial<Context> & { readonly folder?: string } = {},
): Promise<Connector> {
  const { folder, ...context } = more;
  const http = plainHttp(url);
  const log = context.log ?? (() => {});
  const metadata = openMetadataCache({ http, url, log, ...(folder === undefined ? {} : { folder }) });
  return plugin.connect(options, {
    http,
    log,
    signal: new AbortController().signal,
    url,
    metadata,
    ...context,
  });
}

export async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The description of one entity, which must be there. */
export async function describedBy(connector: Connector, entity: string) {
  const [result] = await collected(connector.describe([entity]));
  return expectDescribed(result);
}

export function expectDescribed(result: EntityResult | undefined) {
  if (result?.status !== 'described') throw new Error(`not described: ${JSON.stringify(result)}`);
  return result;
}
