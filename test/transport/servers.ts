import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.ts';
import type { TransportOptions } from '../../src/model/config.ts';
import type { Json } from '../../src/model/json.ts';
import { type HttpSettings, openHttp } from '../../src/transport/client.ts';
import type { Http, HttpRequest } from '../../src/transport/http.ts';

/** A server that the test ends: `http://127.0.0.1:1234`. */
export async function serving(listener: RequestListener): Promise<string> {
  return `http://${await listening(createServer(listener))}`;
}

export async function servingTls(options: ServerOptions, listener: RequestListener = hello): Promise<string> {
  const server = createTlsServer(options, listener);
  server.on('tlsClientError', () => undefined);
  return `https://${await listening(server)}`;
}

/** A server below HTTP: what it writes to a connection that has asked something. */
export async function servingTcp(answer: (socket: Socket, asked: number) => void): Promise<string> {
  let asked = 0;
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      asked += 1;
      answer(socket, asked);
    });
  });
  return `http://${await listening(server)}`;
}

/** `127.0.0.1:1234` of a server that is closed with the test, with all of its connections. */
async function listening(server: Server | TcpServer): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function hello(_request: IncomingMessage, response: ServerResponse): void {
  response.end('{"hello":"kumquat"}');
}

/** A client of a server, with short waits; it is closed with the test. */
export async function clientOf(
  url: string,
  transport: TransportOptions = {},
  settings: Partial<HttpSettings> = {},
): Promise<Http> {
  const { http, close } = await openHttp({
    source: 'kumquat-prod',
    url,
    transport,
    folder: '/nowhere',
    secrets: [],
    signal: new AbortController().signal,
    log: () => undefined,
    ...settings,
    limits: { backoff: 1, ...settings.limits },
  });
  onTestFinished(close);
  return http;
}

/** What a client of a server says to one request. */
export async function ask(url: string, request: Partial<HttpRequest> = {}, transport: TransportOptions = {}) {
  const http = await clientOf(url, transport);
  return http.json({ path: '/metadata', expect: 'json', ...request });
}

/** The error that a promise ends with, as data, without its place. */
export async function failureOf(promise: Promise<unknown>) {
  const error = await errorOf(promise);
  const { code, message: why, fix, where } = error;
  return { code, why, fix, where };
}

export async function errorOf(promise: Promise<unknown>): Promise<SeamError> {
  const error = await promise.then(
    (value) => new Error(`there was an answer: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SeamError);
  return error as SeamError;
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** Where the next connection is refused. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

export type ProxyUse = {
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
};

/** An HTTP proxy that tunnels and forwards; `user:password` where it asks for credentials; itself over TLS or not. */
export async function proxying(
  credentials?: string,
  tls?: ServerOptions,
): Promise<{ readonly url: string; readonly uses: ProxyUse[] }> {
  const uses: ProxyUse[] = [];
  const wanted =
    credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const isAllowed = (request: IncomingMessage) => {
    const authorization = request.headers['proxy-authorization'];
    uses.push({ method: request.method ?? '', target: request.url ?? '', authorization });
    return wanted === undefined || authorization === wanted;
  };
  const forward: RequestListener = (request, response) => {
    if (!isAllowed(request)) {
      response.writeHead(407).end();
      return;
    }
    const body: Json = { through: request.url ?? '' };
    response.end(JSON.stringify(body));
  };
  const server = tls === undefined ? createServer(forward) : createTlsServer(tls, forward);
  server.on('tlsClientError', () => undefined);
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined);
    if (!isAllowed(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    socket.on('close', () => upstream.destroy());
  });
  return { url: `${tls === undefined ? 'http' : 'https'}://${await listening(server)}`, uses };
}
