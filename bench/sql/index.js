// How long the description of 5,000 tables takes beside one bare query of the same catalogue rows with the same driver.
// Everything in one run, by turns, so that a busy moment hits both alike: npm run bench:sql [-- postgres|mysql]
// @ts-check
import { openLink } from '../../dist/transport/link.js';
import { mysqlBench } from './mysql.js';
import { postgresBench } from './postgres.js';

/**
 * A database with many tables.
 * @typedef {object} Bench
 * @property {string} name
 * @property {string} url
 * @property {import('../../dist/protocols/sql/options.js').DatabaseOptions} options
 * @property {import('../../dist/connectors/connector.js').ConnectorPlugin<never>} plugin
 * @property {() => Promise<number>} bare asks for the catalogue's rows and throws them away; how many there were
 * @property {() => Promise<void>} close
 */

const tables = 5000;
const rounds = 3;

const databases = { postgres: postgresBench, mysql: mysqlBench };

for (const [name, start] of Object.entries(databases)) {
  if (process.argv[2] !== undefined && process.argv[2] !== name) continue;
  const bench = await start(tables).catch((/** @type {unknown} */ error) => {
    console.log(`left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (bench === undefined) continue;
  try {
    await measured(bench);
  } finally {
    await bench.close();
  }
}

/** @param {Bench} bench */
async function measured(bench) {
  /** @type {number[]} */
  const bare = [];
  /** @type {number[]} */
  const own = [];
  let [rows, described] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    bare.push(
      await seconds(async () => {
        rows = await bench.bare();
      }),
    );
    own.push(
      await seconds(async () => {
        described = await describeAll(bench);
      }),
    );
  }
  const [fast, slow] = [median(bare), median(own)];
  console.log(`${bench.name}: ${described} tables, ${rows} rows of columns, median of ${rounds} runs`);
  console.log(`  one bare query  ${fast.toFixed(2)} s`);
  console.log(`  seam            ${slow.toFixed(2)} s   ${(slow / fast).toFixed(1)} times that`);
  if (described !== tables) throw new Error(`${described} of ${tables} tables were described`);
}

/**
 * Connects, lists and describes, as a run does.
 * @param {Bench} bench
 */
async function describeAll({ plugin, url, options }) {
  const signal = new AbortController().signal;
  const link = await openLink({
    source: 'bench',
    url,
    transport: { timeout: 600 },
    folder: '.',
    secrets: [],
    signal,
  });
  /** @type {any} */
  const surroundings = { link, url, log: () => undefined, signal };
  const connector = await plugin.connect(/** @type {never} */ (options), surroundings);
  const names = [];
  for await (const { name } of connector.list()) names.push(name);
  let described = 0;
  for await (const { status } of connector.describe(names)) if (status === 'described') described += 1;
  await connector.close?.();
  return described;
}

/** @param {() => Promise<void>} work */
async function seconds(work) {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
