import { onTestFinished } from 'vitest';
import type { Connector } from '../../src/connectors/connector.ts';
import type { OdooOptions } from '../../src/connectors/odoo/client.ts';
import { odoo } from '../../src/connectors/odoo/index.ts';
import { canonicalText } from '../../src/contract/canonical.ts';
import type { OdooCall } from '../../src/demo/odoo/answer.ts';
import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import type { OdooServer, OdooSettings } from '../../src/demo/odoo/server.ts';
import { SeamError } from '../../src/errors/seam-error.ts';
import type { Json } from '../../src/model/json.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { admin, fixtureModels, reader, startTestOdoo } from '../erp/odoo.ts';
import { httpAt } from './http.ts';

export const byKey = { auth: { user: admin.login, apiKey: admin.secret } } as const;
export const byPassword = { auth: { user: admin.login, password: admin.secret } } as const;
export const asReader = { auth: { user: reader.login, apiKey: reader.secret } } as const;

/** One sentence on one line, and how often it was tried. */
export const sentence = /^\S[^\n]*[.…](?: \(\d+ tries\))?$/;

/** An Odoo for the length of a test. */
export async function started(
  settings: Partial<OdooSettings> = {},
  models: readonly OdooModel[] = fixtureModels('17.0'),
): Promise<OdooServer> {
  const erp = await startTestOdoo(models, settings);
  onTestFinished(() => erp.close());
  return erp;
}

/** Makes an Odoo answer the calls that fit with this result, or with this error. */
export function instead(
  fits: (call: OdooCall | undefined) => boolean,
  answer: { readonly result: Json } | { readonly error: Json },
): NonNullable<OdooSettings['instead']> {
  return (_, response, call) => {
    if (!fits(call)) return false;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer }));
    return true;
  };
}

/** Answers the first request, which asks for the version, with these facts. */
export function versionIs(result: Json): NonNullable<OdooSettings['instead']> {
  let first = true;
  const isFirst = () => {
    const was = first;
    first = false;
    return was;
  };
  return instead(isFirst, { result });
}

/** An Odoo of the time when JSON-RPC has gone. */
export const withoutJsonRpc: NonNullable<OdooSettings['instead']> = ({ url }, response) => {
  if (url !== '/jsonrpc') return false;
  response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
  return true;
};

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

/** The contracts that a snapshot of every model would write. */
export async function contracts(
  erp: OdooServer,
  options: Pick<OdooOptions, 'auth'> & Partial<OdooOptions> = byKey,
): Promise<readonly string[]> {
  const connector = await connect(erp, options);
  const names = (await collect(connector.list())).map(({ name }) => name);
  const results = await collect(connector.describe(names));
  return results.map((result) => canonicalText(expectDescribed(result).schema)).sort();
}

/** The error that work with a source ends with. */
export async function refusal(work: Promise<unknown>): Promise<SeamError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SeamError)) throw new Error(`no SeamError: ${String(error)}`);
  return error;
}
