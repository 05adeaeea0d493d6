import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('sap-cap/', import.meta.url));

/** A running CAP server, whose process is ours to end. */
export type Cap = {
  /** Root of the service in version 4 and in version 2. */
  readonly v4: string;
  readonly v2: string;
  stop(): Promise<void>;
};

/**
 * Installs the server from the npm registry where it is not there yet.
 * @returns why it could not be installed; nothing where it is there
 */
export async function installCap(): Promise<string | undefined> {
  if (existsSync(new URL('sap-cap/node_modules/@sap/cds/package.json', import.meta.url))) return undefined;
  const npm = spawn('npm', ['ci'], { cwd: folder, shell: process.platform === 'win32' });
  let said = '';
  npm.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    npm.on('exit', resolve);
    npm.on('error', () => resolve(1));
  });
  return code === 0 ? undefined : (said.trim().split('\n')[0] ?? 'npm ci failed');
}

/** Starts the server with `base.cds` or `drift.cds`, on loopback and in memory. */
export async function startCap(model: 'base' | 'drift'): Promise<Cap> {
  const server = spawn(
    process.execPath,
    ['node_modules/@sap/cds/bin/serve.js', `${model}.cds`, '--in-memory'],
    {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', CDS_ENV: '', NODE_ENV: 'development' },
    },
  );
  const port = await portOf(server);
  const root = `http://127.0.0.1:${port}/odata`;
  return {
    v4: `${root}/v4/orchard-srv`,
    v2: `${root}/v2/orchard-srv`,
    stop: () =>
      new Promise((resolve) => {
        server.once('exit', () => resolve());
        server.kill('SIGKILL');
      }),
  };
}

function portOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const port = /server listening on \{ url: 'http:\/\/localhost:(\d+)'/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.once('exit', () => reject(new Error(`CAP did not start:\n${said}`)));
  });
}
