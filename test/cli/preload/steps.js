// Loaded into seam before it runs (`node --import`): counts what it does to its state and what it says to a
// receiver, and ends it, or fills its disk, at a given step. STEPS: what to do, as JSON.
import children from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const {
  folder,
  port,
  log,
  killAt,
  fullFrom,
  fault = 'ENOSPC',
  noLinks,
  later = 0,
} = JSON.parse(process.env['STEPS'] ?? '{}');
const { appendFileSync } = fs;
let steps = 0;

/** A step is about to be done. */
function step(name, writes) {
  const own = steps++;
  if (log !== undefined) appendFileSync(log, `${name}\n`);
  if (own === killAt) {
    process.kill(process.pid, 'SIGKILL');
    // Nothing else is done until the signal has come.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  if (writes && fullFrom !== undefined && own >= fullFrom) {
    throw failed(fault);
  }
}

const failed = (code) => Object.assign(new Error(`${code}: as the test will have it`), { code });

const isState = (path) => typeof path === 'string' && path.startsWith(folder);
const nameOf = (path) => path.slice(folder.length + 1).replace(/[0-9a-f]{16}/, '*');

const { promises } = fs;
for (const name of ['mkdir', 'rename', 'rm', 'link', 'writeFile']) {
  const real = promises[name];
  promises[name] = async (...args) => {
    if (isState(args[0])) step(`${name} ${nameOf(args[0])}`, name === 'mkdir' || name === 'writeFile');
    if (noLinks === true && name === 'link') throw failed('EPERM');
    return real(...args);
  };
}

const paths = new WeakMap();
const { open } = promises;
promises.open = async (path, flags, ...rest) => {
  const writes = isState(path) && flags !== undefined && flags !== 'r';
  if (writes) step(`open ${nameOf(path)}`, true);
  const handle = await open(path, flags, ...rest);
  if (writes) paths.set(handle, nameOf(path));
  return handle;
};
const some = await open(process.execPath, 'r');
const handles = Object.getPrototypeOf(some);
await some.close();
for (const name of ['writeFile', 'write', 'sync', 'close']) {
  const real = handles[name];
  handles[name] = function (...args) {
    const path = paths.get(this);
    try {
      if (path !== undefined) step(`${name} ${path}`, name !== 'close');
    } catch (error) {
      return Promise.reject(error);
    }
    return real.apply(this, args);
  };
}

const sockets = net.Socket.prototype;
for (const name of ['_write', '_writev']) {
  const real = sockets[name];
  sockets[name] = function (...args) {
    if (this.remotePort === port) step('send', false);
    return real.apply(this, args);
  };
}
const { push } = sockets;
sockets.push = function (...args) {
  if (this.remotePort === port && args[0] !== null) step('answered', false);
  return push.apply(this, args);
};

const { spawn } = children;
children.spawn = (command, args = [], ...rest) => {
  if (args.includes('push')) step('push', false);
  return spawn(command, args, ...rest);
};

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + later] : args));
  }
  static now() {
    return RealDate.now() + later;
  }
};

syncBuiltinESMExports();
