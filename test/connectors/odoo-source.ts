import type { Connector } from '../../src/connectors/connector.ts';
import type { OdooOptions } from '../../src/connectors/odoo/client.ts';
import { odoo } from '../../src/connectors/odoo/index.ts';
import type { OdooServer } from '../../src/demo/odoo/server.ts';
import type { Json } from '../../src/model/json.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { httpAt } from './http.ts';

/** A connector on an embedded Odoo, as the account of these options. */
export async function connect(
  { url, database }: Pick<OdooServer, 'url' | 'database'>,
  options: Pick<OdooOptions, 'auth'> & Partial<OdooOptions>,
  log: (message: string, facts?: Readonly<Record<string, Json>>) => void = () => {},
): Promise<Connector> {
  const { signal } = new AbortController();
  return odoo.connect({ database, ...options }, { http: await httpAt(url), log, signal });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The description of one entity, which must be there. */
export async function described(connector: Connector, entity: string) {
  const [result] = await collect(connector.describe([entity]));
  return expectDescribed(result);
}

export function expectDescribed(result: EntityResult | undefined) {
  if (result?.status !== 'described') throw new Error(`not described: ${JSON.stringify(result)}`);
  return result;
}
