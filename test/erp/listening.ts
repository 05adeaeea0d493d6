import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a server has got. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  /** Path and query as they came over the wire. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
};

export type Listening = {
  readonly url: string;
  /** Requests so far, in order. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
};

/** A server on a free port of 127.0.0.1 that answers so. */
export async function listen(answer: (asked: Asked) => Answer | Promise<Answer>): Promise<Listening> {
  const asked: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const url = new URL(request.url ?? '/', 'http://loopback');
    const got: Asked = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      target: request.url ?? '/',
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(pieces).toString(),
    };
    asked.push(got);
    const { status = 200, headers = {}, body = '' } = await answer(got);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string);
    response.writeHead(status).end(status === 304 || status === 204 ? undefined : body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
