import { createServer, type IncomingHttpHeaders } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Connector, ConnectorPlugin, Context } from '../../src/connectors/connector.js';
import { view } from '../../src/contract/views.js';
import { compare } from '../../src/drift/compare.js';
import { includes } from '../../src/drift/inclusion/includes.js';
import { type Direction, directions, type Verdict, verdicts } from '../../src/model/drift.js';
import type { EntitySchema } from '../../src/model/schema.js';
import type { EntityResult } from '../../src/model/source.js';
import { openFiles } from '../../src/transport/files.js';
import { noHttp } from '../../src/transport/no-http.js';
import { law } from '../../src/verdict/law.js';
import { calm } from '../drift/entities.js';
import { httpAt } from './http.js';

/** Folder of fixtures, absolute. */
export const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

const signal = new AbortController().signal;

/** A connector whose source is a file or folder below a folder. */
export function onFile<Options>(
  plugin: ConnectorPlugin<Options>,
  options: Options,
  file: string,
  folder = fixtures,
): Promise<Connector> {
  return plugin.connect(options, { http: noHttp.http, file: openFiles(folder, file), log() {}, signal });
}

/** A connector whose source is an address. */
export async function onWeb<Options>(
  plugin: ConnectorPlugin<Options>,
  options: Options,
  url: string,
  log: Context['log'] = () => {},
): Promise<Connector> {
  return plugin.connect(options, { http: await httpAt(url), url, log, signal });
}

export type Asked = { readonly url: string; readonly body: string; readonly headers: IncomingHttpHeaders };
export type Answer = { readonly status?: number; readonly type?: string; readonly body: string };

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** A server on loopback, and what it was asked, in order; it ends with the tests of the file at the latest. */
export async function serve(
  answer: (asked: Asked) => Answer | undefined,
): Promise<{ readonly url: string; readonly asked: readonly Asked[]; close(): void }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const question = { url: request.url ?? '', body, headers: request.headers };
    asked.push(question);
    const given = answer(question) ?? { status: 404, body: '' };
    response.writeHead(given.status ?? 200, { 'content-type': given.type ?? 'application/json' });
    response.end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  closing.push(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, asked, close };
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What became of one entity. */
export async function resultOf(connector: Connector, entity: string): Promise<EntityResult> {
  const [result] = await all(connector.describe([entity]));
  if (result === undefined) throw new Error(`no result for ${entity}`);
  return result;
}

/** The schema of one entity, which must be there. */
export async function schemaOf(connector: Connector, entity: string): Promise<EntitySchema> {
  const result = await resultOf(connector, entity);
  if (result.status !== 'described') throw new Error(`not described: ${JSON.stringify(result)}`);
  return result.schema;
}

/** The worst verdict of each direction, by the rules and the law. */
export function judged(
  was: EntitySchema,
  now: EntitySchema,
  updateRevalidates = true,
): Readonly<Record<Direction, Verdict>> {
  const changes = compare(was, now, { ...calm, updateRevalidates });
  const worst = directions.map((direction): readonly [Direction, Verdict] => {
    const said = changes.map(({ effect }) => law[direction][effect[direction]]);
    return [direction, verdicts.find((verdict) => said.includes(verdict)) ?? 'info'];
  });
  return Object.fromEntries(worst) as Record<Direction, Verdict>;
}

/** Rules that a change is named by, each with its field. */
export function rulesOf(was: EntitySchema, now: EntitySchema): readonly string[] {
  return compare(was, now, { ...calm, updateRevalidates: true })
    .map(({ rule, path }) => (path.field === undefined ? rule : `${rule} ${path.field}`))
    .sort();
}

/** Directions whose documents are certainly still fine, by inclusion of the views alone. */
export function includedIn(was: EntitySchema, now: EntitySchema): Readonly<Record<Direction, string>> {
  const results = directions.map((direction) => {
    const [contract, live] = [view(was, direction, 'contract'), view(now, direction, 'live')];
    const [inner, outer] = direction === 'read' ? [live, contract] : [contract, live];
    return [direction, includes(inner, outer).result] as const;
  });
  return Object.fromEntries(results) as Record<Direction, string>;
}
