import type { Connector, Log } from '../../src/connectors/connector.ts';
import { frappe } from '../../src/connectors/frappe/index.ts';
import type { FrappeOptions } from '../../src/connectors/frappe/session.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { manager } from '../erp/frappe.ts';
import { httpAt } from './http.ts';

/** A connector on an embedded Frappe, as this account. */
export async function connect(
  { url }: { readonly url: string },
  auth: FrappeOptions['auth'] = { apiKey: manager.apiKey, apiSecret: manager.apiSecret },
  log: Log = () => {},
): Promise<Connector> {
  const { signal } = new AbortController();
  return frappe.connect({ auth }, { http: await httpAt(url), log, signal });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What became of describing one DocType. */
export async function result(connector: Connector, entity: string): Promise<EntityResult> {
  const [first] = await collect(connector.describe([entity]));
  if (first === undefined) throw new Error(`no result for ${entity}`);
  return first;
}

/** The description of one DocType, which must be there. */
export async function described(connector: Connector, entity: string) {
  const found = await result(connector, entity);
  if (found.status !== 'described') throw new Error(`not described: ${JSON.stringify(found)}`);
  return found;
}
