// @ts-check
/**
 * A fleet on loopback: how long `seam scan` takes beside what its calls need at least (calls × latency ÷ requests under
 * way at once), and its peak memory. Half a second is what a hosted ERP takes for the fields of a large model.
 * Usage: npm run bench:scan [-- SOURCES ENTITIES LATENCY]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { modelOf } from '../dist/demo/odoo/metadata.js';
import { startOdoo } from '../dist/demo/odoo/server.js';

const [sources = 40, entities = 100, latency = 500] = process.argv.slice(2).map(Number);
/** Requests of one source at once, and sources at once: the defaults of seam. */
const [perSource, atOnce] = [4, 40];
const target = 1.2;
const seam = fileURLToPath(new URL('../bin/seam.js', import.meta.url));

const account = { uid: 2, login: 'seam-reader', secret: 'key-of-nobody' };
const models = Array.from({ length: entities }, (_, index) =>
  modelOf({
    model: `kumquat.kind_${index}`,
    name: `Kumquat ${index}`,
    module: 'base',
    firstId: index * 1000,
    fields: Array.from({ length: 40 }, (_, field) => ({
      name: `field_${field}`,
      type: ['char', 'integer', 'boolean', 'float'][field % 4] ?? 'char',
      label: `Field ${field}`,
    })),
  }),
);
const erp = await startOdoo({ models, accounts: [account], database: 'kumquats' });

/**
 * A line to the ERP on which every call takes `latency`. What the ERP has answered once it is not asked again: its own
 * work is no part of what is measured.
 */
let calls = 0;
/** @type {Map<string, Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer }>>} */
const answers = new Map();
const line = createServer(async (incoming, outgoing) => {
  calls += 1;
  const late = setTimeout(latency);
  const body = await buffer(incoming);
  const { method = 'GET', headers, url = '/' } = incoming;
  const key = `${method} ${url} ${body}`;
  const answer = answers.get(key) ?? asked(method, url, headers, body);
  answers.set(key, answer);
  const [{ status, headers: answered, body: text }] = await Promise.all([answer, late]);
  outgoing.writeHead(status, answered).end(text);
});

/** @param {string} method @param {string} url @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} body */
async function asked(method, url, headers, body) {
  const onward = request(new URL(url, erp.url), { method, headers });
  onward.end(body);
  const [answer] = await once(onward, 'response');
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
}
line.listen(0, '127.0.0.1');
await once(line, 'listening');
const address = line.address();
const port = address !== null && typeof address === 'object' ? address.port : 0;

const folder = mkdtempSync(join(tmpdir(), 'seam-bench-'));
const source = (/** @type {number} */ index) =>
  `  erp-${index}: { connector: odoo, url: "http://127.0.0.1:${port}", database: kumquats, auth: { user: ${account.login}, apiKey: "\${KEY}" }, ${index === 0 ? 'entities: ["kumquat.*"]' : 'contractsOf: erp-0'} }\n`;
writeFileSync(
  join(folder, 'seam.yaml'),
  `sources:\n${Array.from({ length: sources }, (_, index) => source(index)).join('')}`,
);

/** Runs seam, and gives its exit code, seconds and peak memory in MiB. @param {readonly string[]} args */
async function run(args) {
  const report = 'process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, seam, ...args],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, KEY: account.secret } },
  );
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  const peak = Number(/peak (\d+)/.exec(said)?.[1] ?? 0) / 1024;
  return { code, seconds: (performance.now() - start) / 1000, peak, said };
}

const taken = await run(['snapshot', 'erp-0']);
if (taken.code !== 0) throw new Error(taken.said);
// The first scan writes what the next ones compare with.
await run(['scan']);
calls = 0;
const { code, seconds, peak, said } = await run(['scan']);
const bare = (await run(['--version'])).seconds;
const limit = (calls * latency) / 1000 / (perSource * Math.min(sources, atOnce)) + bare;
console.log(`${sources} sources × ${entities} entities, ${latency} ms: ${calls} calls, exit ${code}`);
console.log(`limit   ${limit.toFixed(2)} s (with the start of seam, ${bare.toFixed(2)} s)`);
console.log(`scan    ${seconds.toFixed(2)} s`);
console.log(`ratio   ${(seconds / limit).toFixed(2)} (target: at most ${target})`);
console.log(`memory  ${peak.toFixed(0)} MiB at most`);
if (code !== 0) console.error(said);
line.close();
line.closeAllConnections();
await erp.close();
rmSync(folder, { recursive: true });
if (code !== 0 || seconds / limit > target) process.exitCode = 1;
