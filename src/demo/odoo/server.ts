import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../../model/json.js';
import type { OdooAccount, OdooCall, OdooState } from './answer.js';
import type { Drift } from './changes.js';
import type { OdooModel } from './metadata.js';
import { callIn, type OdooRequest, reply } from './protocol.js';

/** How the embedded Odoo is started. */
export type OdooSettings = {
  readonly models: readonly OdooModel[];
  readonly accounts: readonly OdooAccount[];
  /** 14 to 19; 19 speaks JSON-2, too. */
  readonly version?: number;
  readonly database?: string;
  /** Installed modules and their versions. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Order of the fields in an answer, which real servers change. */
  readonly order?: (names: readonly string[]) => readonly string[];
  /** Answers a request in its own way and says so with `true`: this is how tests make the server misbehave. */
  readonly instead?: (
    request: IncomingMessage,
    response: ServerResponse,
    call: OdooCall | undefined,
  ) => boolean;
};

/** An Odoo that runs on loopback. */
export type OdooServer = {
  readonly url: string;
  readonly database: string;
  /** Method calls so far, in order. */
  readonly calls: readonly OdooCall[];
  /** Changes the models while the server runs, as an upgrade or an administrator does. */
  drift(change: Drift): void;
  close(): Promise<void>;
};

/** Starts an Odoo on a free port of 127.0.0.1, which knows these models and accounts. */
export async function startOdoo(settings: OdooSettings): Promise<OdooServer> {
  const { version = 17, database = 'demo', modules = { base: `${version}.0.1.3` } } = settings;
  const calls: OdooCall[] = [];
  let state: OdooState = {
    version: { text: `${version}.0`, info: [version, 0, 0, 'final', 0, ''] },
    database,
    databaseId: '5b1f0c1e-0000-4000-8000-6b756d717561',
    modules,
    models: settings.models,
    accounts: settings.accounts,
    order: settings.order ?? ((names) => names),
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const call = callIn(request, version);
    if (call !== undefined) calls.push(call);
    if (settings.instead?.(incoming, response, call) === true) return;
    const { status, body } = reply(state, version, request, call);
    const html = typeof body === 'string' && status >= 400;
    response.writeHead(status, {
      'content-type': `${html ? 'text/html' : 'application/json'}; charset=utf-8`,
    });
    response.end(html ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    calls,
    drift(change) {
      state = { ...state, models: change(state.models) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<OdooRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname } = new URL(request.url ?? '/', 'http://odoo');
  const body = parsed(Buffer.concat(chunks).toString('utf8'));
  return { method: request.method ?? 'GET', path: pathname, headers: request.headers, body };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
