import type { Connector, Log } from '../../src/connectors/connector.ts';
import { frappe } from '../../src/connectors/frappe/index.ts';
import type { FrappeOptions } from '../../src/connectors/frappe/session.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { SeamError } from '../../src/errors/seam-error.ts';
import type { EntityResult } from '../../src/model/source.ts';
import type { Http } from '../../src/transport/http.ts';
import { manager } from '../erp/frappe.ts';

/** A connector on an embedded Frappe, as this account. */
export async function connect(
  { url }: { readonly url: string },
  auth: FrappeOptions['auth'] = { apiKey: manager.apiKey, apiSecret: manager.apiSecret },
  log: Log = () => {},
): Promise<Connector> {
  const { signal } = new AbortController();
  return frappe.connect({ auth }, { http: httpOf(url), log, signal });
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

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'source-unauthorised',
  403: 'source-forbidden',
  404: 'source-not-found',
  429: 'source-throttled',
};

/** The least that a connector needs of an HTTP client. */
function httpOf(url: string): Http {
  const request: Http['request'] = async ({
    method = 'GET',
    path,
    query = {},
    headers,
    json,
    accept = [],
  }) => {
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const answer = await fetch(address, {
      method,
      headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    if (!answer.ok && !accept.includes(answer.status)) {
      const code = codes[answer.status] ?? 'source-server-error';
      throw new SeamError(code, { why: `The source answered ${answer.status}.`, where: { url } });
    }
    if (/^\s*<(!doctype|html)/i.test(text))
      throw new SeamError('source-html', { why: 'A web page.', where: { url } });
    const cookies = answer.headers.getSetCookie();
    return {
      status: answer.status,
      headers: {
        ...Object.fromEntries(answer.headers),
        ...(cookies.length === 0 ? {} : { 'set-cookie': cookies.join(', ') }),
      },
      text,
    };
  };
  return {
    request,
    json: async (asked) => {
      const { text, ...answer } = await request(asked);
      try {
        return { ...answer, body: JSON.parse(text) };
      } catch (cause) {
        throw new SeamError('source-truncated', { why: 'The answer is no JSON.', cause });
      }
    },
  };
}
