import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './faults.js';

/** A server in front of another one. */
export type FaultyServer = {
  readonly url: string;
  /** Methods of the requests so far. */
  readonly methods: ReadonlySet<string>;
  /** Answers every further request wrongly; `undefined`: rightly again. */
  misbehave(fault: Fault | undefined): void;
  close(): Promise<void>;
};

/** Starts a server on loopback that hands every request on, or answers it wrongly when it is told to. */
export async function startProxy(url: string): Promise<FaultyServer> {
  const target = new URL(url);
  const methods = new Set<string>();
  let fault: Fault | undefined;
  const server = createServer((asked, response) => {
    methods.add(asked.method ?? '');
    if (fault === undefined) handOn(target, asked, response);
    else fault(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${target.pathname.replace(/\/$/, '')}`,
    methods,
    misbehave(next) {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handOn(target: URL, asked: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = target;
  const headers = { ...asked.headers, host: target.host };
  const sent = forward({ hostname, port, method: asked.method, path: asked.url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', () => response.destroy());
  asked.pipe(sent);
}
