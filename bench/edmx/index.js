// What reading OData metadata takes: seam beside a bare XML tokenizer, the usual XML parser for JavaScript, SAP's own EDMX
// parser, and libxml2. CPU time and peak memory of a process each, runs alternating so that a busy moment hits all alike.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { generate } from './generate.js';

/** @typedef {{ readonly seconds: number, readonly mebibytes: number }} Taken */

const rounds = 3;
const reader = fileURLToPath(new URL('read.js', import.meta.url));
const bare = 'saxes';
const own = ['seam, few wanted', 'seam'];
const others = ['fast-xml-parser', '@sap-ux/edmx-parser'];

const folder = mkdtempSync(join(tmpdir(), 'seam-bench-'));
try {
  const [small, large] = [join(folder, '6.edmx'), join(folder, '60.edmx')];
  await generate(small, 6);
  await generate(large, 60);
  const recording = recordedIn(folder);
  if (recording === undefined)
    console.log('The largest recording is left out: SEAM_RECORDINGS is not set.\n');
  else await measured('the largest recording', recording);
  const results = await measured('a generated document', large);
  judge(results, await peak('seam, few wanted', small));
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * The largest recorded document, unpacked; nothing without recordings.
 * @param {string} into
 */
function recordedIn(into) {
  const recordings = process.env['SEAM_RECORDINGS'];
  if (recordings === undefined) return undefined;
  const packed = join(recordings, 'dynamics/dataverse/crm_schema.edmx.gz');
  if (!existsSync(packed)) return undefined;
  const file = join(into, 'recorded.edmx');
  writeFileSync(file, gunzipSync(readFileSync(packed)));
  return file;
}

/**
 * @param {string} what
 * @param {string} file
 * @returns {Promise<ReadonlyMap<string, Taken>>}
 */
async function measured(what, file) {
  const names = [bare, ...own, ...others, ...(hasXmllint() ? ['xmllint --stream'] : [])];
  /** @type {Map<string, Taken[]>} */
  const runs = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) runs.get(name)?.push(await run(name, file));
  }
  const results = new Map([...runs].map(([name, all]) => [name, medians(all)]));
  const size = (statSync(file).size / 1024 / 1024).toFixed(1);
  console.log(`${what}, ${size} MiB (median of ${rounds})`);
  console.log('reader                    CPU s   × saxes   peak MiB   × saxes');
  const least = results.get(bare);
  for (const [name, { seconds, mebibytes }] of results) {
    const ratios = [seconds / (least?.seconds ?? 1), mebibytes / (least?.mebibytes ?? 1)];
    console.log(
      `${name.padEnd(24)}${seconds.toFixed(2).padStart(7)}${String(ratios[0]?.toFixed(1)).padStart(10)}` +
        `${mebibytes.toFixed(0).padStart(11)}${String(ratios[1]?.toFixed(1)).padStart(10)}`,
    );
  }
  if (!hasXmllint()) console.log('xmllint --stream is left out: it is not installed.');
  console.log('');
  return results;
}

function hasXmllint() {
  return process.platform === 'linux' && existsSync('/usr/bin/xmllint');
}

/**
 * @param {string} name
 * @param {string} file
 * @returns {Promise<Taken>}
 */
async function run(name, file) {
  if (name.startsWith('xmllint')) return xmllint(file);
  const limit = '--max-old-space-size=8192';
  const said = execFileSync(process.execPath, [limit, reader, name, file], { encoding: 'utf8' });
  return JSON.parse(said);
}

/**
 * @param {string} name
 * @param {string} file
 */
async function peak(name, file) {
  return (await run(name, file)).mebibytes;
}

/**
 * libxml2's own reader; Linux tells what a process takes while it runs, so its last look counts.
 * @param {string} file
 * @returns {Promise<Taken>}
 */
async function xmllint(file) {
  const child = spawn('/usr/bin/xmllint', ['--stream', '--huge', '--noout', file], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let taken = { seconds: 0, mebibytes: 0 };
  const timer = setInterval(() => {
    taken = lookedAt(child.pid) ?? taken;
  }, 5);
  await ended;
  clearInterval(timer);
  return taken;
}

/**
 * @param {number | undefined} pid
 * @returns {Taken | undefined}
 */
function lookedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const memory = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Clock ticks in user and in system mode, a hundredth of a second each.
    return { seconds: (Number(stat[11]) + Number(stat[12])) / 100, mebibytes: Number(memory) / 1024 };
  } catch {
    return undefined;
  }
}

/**
 * @param {readonly Taken[]} all
 * @returns {Taken}
 */
function medians(all) {
  return {
    seconds: median(all.map((each) => each.seconds)),
    mebibytes: median(all.map((each) => each.mebibytes)),
  };
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {ReadonlyMap<string, Taken>} results
 * @param {number} small peak memory of a document of a tenth
 */
function judge(results, small) {
  const taken = (/** @type {string} */ name) =>
    results.get(name) ?? { seconds: Number.NaN, mebibytes: Number.NaN };
  const [least, few, all, sap] = [bare, 'seam, few wanted', 'seam', '@sap-ux/edmx-parser'].map(taken);
  if (least === undefined || few === undefined || all === undefined || sap === undefined) return;
  const targets = [
    target('few entities wanted: CPU over bare saxes', few.seconds / least.seconds, '≤', 2),
    target('all entities wanted: CPU over bare saxes', all.seconds / least.seconds, '≤', 2.2),
    target('few entities wanted: faster than @sap-ux/edmx-parser', sap.seconds / few.seconds, '≥', 5),
    target(
      'few entities wanted: less memory than @sap-ux/edmx-parser',
      sap.mebibytes / few.mebibytes,
      '≥',
      8,
    ),
    target(
      'few entities wanted: memory over that of a tenth of the document',
      few.mebibytes / small,
      '≤',
      1.25,
    ),
  ];
  if (!targets.every(Boolean)) process.exitCode = 1;
}

/**
 * @param {string} what
 * @param {number} ratio
 * @param {'≤' | '≥'} sign
 * @param {number} limit
 */
function target(what, ratio, sign, limit) {
  const met = sign === '≤' ? ratio <= limit : ratio >= limit;
  console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${ratio.toFixed(2)} (${sign} ${limit})`);
  return met;
}
