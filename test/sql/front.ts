import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What stands before a database: it hands bytes on, and can be told to fail. */
export type Front = {
  readonly port: number;
  /** Called with what the client sends, before it is handed on; it waits for it. */
  onSent: ((bytes: Buffer, client: Socket) => Promise<void> | void) | undefined;
  /** Called with what the server answers, before it is handed on. */
  onAnswer: ((bytes: Buffer, client: Socket) => Promise<void> | void) | undefined;
  close(): Promise<void>;
};

/** Starts a TCP proxy on loopback. */
export async function startFront(target: { readonly host: string; readonly port: number }): Promise<Front> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    void pump(client, upstream, (bytes) => front.onSent?.(bytes, client));
    void pump(upstream, client, (bytes) => front.onAnswer?.(bytes, client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  const front: Front = {
    port: bound.port,
    onSent: undefined,
    onAnswer: undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return front;
}

async function pump(
  from: Socket,
  to: Socket,
  before: (bytes: Buffer) => Promise<void> | void,
): Promise<void> {
  try {
    for await (const bytes of from) {
      await before(bytes as Buffer);
      to.write(bytes as Buffer);
    }
  } catch {
    // One side broke: so does the other.
  }
  to.destroy();
}

/** A server on loopback that treats each connection in one way. */
export async function listen(
  handle: (socket: Socket) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    port: bound.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
