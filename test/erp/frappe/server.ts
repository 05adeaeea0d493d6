import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../../../src/model/json.ts';
import type { Drift } from './changes.ts';
import type { FrappeSite } from './metadata.ts';
import { type FrappeAccount, type FrappeRequest, type FrappeState, reply } from './protocol.ts';

/** How the embedded Frappe is started. */
export type FrappeSettings = {
  readonly site: FrappeSite;
  readonly accounts: readonly FrappeAccount[];
  readonly order?: FrappeState['order'];
  readonly failing?: FrappeState['failing'];
  /** Answers a request in its own way and says so with `true`: this is how tests make the server misbehave. */
  readonly instead?: (request: FrappeRequest, response: ServerResponse) => boolean;
};

/** A Frappe that runs on loopback. */
export type FrappeServer = {
  readonly url: string;
  /** Requests so far, in order. */
  readonly calls: readonly FrappeRequest[];
  /** How many sessions are open. */
  sessions(): number;
  /** Changes the site while the server runs, as an upgrade or an administrator does. */
  drift(change: Drift): void;
  close(): Promise<void>;
};

/** Starts a Frappe on a free port of 127.0.0.1. */
export async function startFrappe(settings: FrappeSettings): Promise<FrappeServer> {
  const { accounts, order = (items) => items, failing = {}, instead } = settings;
  const calls: FrappeRequest[] = [];
  let state: FrappeState = { site: settings.site, accounts, sessions: new Map(), order, failing };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    calls.push(request);
    if (instead?.(request, response) === true) return;
    const { status, body, headers } = reply(state, request);
    const html = typeof body === 'string';
    response.writeHead(status, { 'content-type': html ? 'text/html' : 'application/json', ...headers });
    response.end(html ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    sessions: () => state.sessions.size,
    drift(change) {
      state = { ...state, site: change(state.site) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<FrappeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://frappe');
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: new Map(searchParams),
    headers: request.headers as FrappeRequest['headers'],
    body: parsed(Buffer.concat(chunks).toString('utf8')),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
