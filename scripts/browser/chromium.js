// @ts-check
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Path of a Chromium on this machine: that of CHROMIUM, or one by its usual name; `undefined` where there is none. */
export function chromiumPath() {
  const { CHROMIUM, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...places].find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A headless Chromium of its own, without network. It is spoken to over pipes, so no port is opened.
 * https://chromedevtools.github.io/devtools-protocol/
 * @param {string} path
 * @returns {Promise<import('./chromium.js').Browser>}
 */
export async function openBrowser(path) {
  const profile = mkdtempSync(join(tmpdir(), 'seam-chromium-'));
  const browser = spawn(
    path,
    [
      '--headless',
      '--no-sandbox', // root in a container has none; the page is ours
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      `--user-data-dir=${profile}`,
      '--remote-debugging-pipe',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => browser.once('close', resolve));
  const pipes = connection(browser);
  return {
    page: await firstPage(pipes),
    async close() {
      await pipes.send('Browser.close');
      await ended;
      // Its children may write for a moment yet.
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * @typedef {(method: string, params?: object, sessionId?: string) => Promise<Record<string, any>>} Send
 * @typedef {(method: string, params: Record<string, any>) => void} Listener
 */

/**
 * Messages are JSON, each ended by a zero byte.
 * @param {import('node:child_process').ChildProcess} browser
 */
function connection(browser) {
  const input = /** @type {import('node:stream').Writable} */ (browser.stdio[3]);
  const output = /** @type {import('node:stream').Readable} */ (browser.stdio[4]);
  /** @type {Map<number, { resolve: (result: Record<string, any>) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  /** @type {Set<Listener>} */
  const listeners = new Set();
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const text of messages) {
      const { id, result, error, method, params } = JSON.parse(text);
      if (id === undefined) for (const listener of listeners) listener(method, params);
      else if (error) waiting.get(id)?.reject(new Error(`${error.message}`));
      else waiting.get(id)?.resolve(result);
    }
  });
  /** @param {string} why */
  const end = (why) => {
    for (const { reject } of waiting.values()) reject(new Error(why));
  };
  browser.once('error', ({ message }) => end(message));
  browser.once('exit', (code) => end(`Chromium ended with ${code}.`));
  let last = 0;
  /** @type {Send} */
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  return { send, listeners };
}

/**
 * @param {{ send: Send, listeners: Set<Listener> }} connection
 * @returns {Promise<import('./chromium.js').Page>}
 */
async function firstPage({ send, listeners }) {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  /** @param {string} method @param {object} [params] */
  const call = (method, params) => send(method, params, sessionId);
  /** @type {string[]} */
  const complaints = [];
  listeners.add((method, params) => {
    if (method === 'Log.entryAdded') complaints.push(params.entry.text);
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.text);
  });
  await Promise.all(['Page.enable', 'Log.enable', 'Runtime.enable'].map((method) => call(method)));
  return {
    async resize(width, height = 900) {
      await call('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: width < 600 ? 2 : 1,
        mobile: width < 600,
      });
    },
    async open(url) {
      const loaded = new Promise((resolve) => {
        /** @type {Listener} */
        const listener = (method) => {
          if (method !== 'Page.loadEventFired') return;
          listeners.delete(listener);
          resolve(undefined);
        };
        listeners.add(listener);
      });
      await call('Page.navigate', { url });
      await loaded;
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', {
        expression,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async emulate(media, scheme) {
      const features = [{ name: 'prefers-color-scheme', value: scheme }];
      await call('Emulation.setEmulatedMedia', { media, features });
    },
    async screenshot() {
      const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(data, 'base64');
    },
    complaints: () => [...complaints],
  };
}
