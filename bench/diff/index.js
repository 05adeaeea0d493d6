// How long drift takes beside reading both sides at all (JSON.parse), and what the peers take for the same contracts in
// their own languages. One field in a hundred has changed. Everything in one run: npm run bench:diff
// @ts-check
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { entity } from './entities.js';
import { ofBuf, ofGraphqlInspector, ofJsonSchemaDiff } from './peers.js';
import { ofErpnext, ofInclusion } from './recorded.js';

const target = 3;
const mostForOne = 50;
/** At ten times the contracts. */
const mostGrowth = 12;
/** On all processors; a person waits for less. */
const mostForErpnext = 1000;
const mostForPair = 1;

/** Runs of each row, of which the fastest counts: the others say how busy the machine was. */
const runs = 3;

/**
 * @param {number} contracts
 * @param {number} fields
 * @returns {{ parsing: number, comparing: number, slowest: number, changes: number, memory: number }}
 */
function measured(contracts, fields) {
  const script = fileURLToPath(new URL('run.js', import.meta.url));
  const each = Array.from({ length: runs }, () =>
    JSON.parse(
      execFileSync(process.execPath, [script, String(contracts), String(fields)], { encoding: 'utf8' }),
    ),
  );
  const least = (/** @type {string} */ name) => Math.min(...each.map((run) => run[name]));
  return {
    parsing: least('parsing'),
    comparing: least('comparing'),
    slowest: least('slowest'),
    changes: least('changes'),
    memory: least('memory'),
  };
}

/** @type {string[]} */
const missed = [];
const shown = (/** @type {number | undefined} */ value, /** @type {number} */ limit) =>
  value === undefined
    ? 'not here'
    : `${value.toFixed(0)} ms ${`${(value / limit).toFixed(1)} ×`.padStart(9)}`;
console.log(
  'contracts  fields  changes  JSON.parse               seam  slowest one  memory     graphql-inspector                   buf      json-schema-diff',
);
for (const fields of [60, 200]) {
  let before = 0;
  for (const contracts of [1, 10, 100, 1000]) {
    const { parsing, comparing, slowest, changes, memory } = measured(contracts, fields);
    const pairs = Array.from(
      { length: contracts },
      (_, number) => /** @type {const} */ ([entity(number, fields, false), entity(number, fields, true)]),
    );
    const cells = [
      String(contracts).padStart(9),
      String(fields).padStart(7),
      String(changes).padStart(8),
      `${parsing.toFixed(1)} ms`.padStart(11),
      shown(comparing, parsing).padStart(18),
      `${slowest.toFixed(1)} ms`.padStart(12),
      `${memory} MiB`.padStart(7),
      shown(await ofGraphqlInspector(pairs), parsing).padStart(21),
      shown(ofBuf(pairs), parsing).padStart(21),
      shown(await ofJsonSchemaDiff(pairs), parsing).padStart(21),
    ];
    console.log(cells.join(' '));
    const row = `${contracts} × ${fields}`;
    if (contracts === 1000 && fields === 200 && comparing > target * parsing) {
      missed.push(`${row}: ${(comparing / parsing).toFixed(1)} × JSON.parse`);
    }
    if (slowest > mostForOne) missed.push(`${row}: ${slowest.toFixed(0)} ms for one contract`);
    if (contracts === 1000 && comparing > mostGrowth * before) {
      missed.push(`${row}: ${(comparing / before).toFixed(1)} times the time of a tenth`);
    }
    before = comparing;
  }
}
console.log(`Times of seam are its own on a processor, the fastest of ${runs} cold processes; as a multiple of JSON.parse of both sides.
json-schema-diff is reckoned from three pairs; buf includes its start.`);

const recordings = process.env['SEAM_RECORDINGS'];
if (recordings === undefined) {
  console.log('ERPNext and the corpus of inclusion: skipped, SEAM_RECORDINGS is not set');
} else {
  const erpnext = await ofErpnext(recordings);
  console.log(
    `ERPNext 12 → 13 → 14: ${erpnext.pairs} DocTypes, ${erpnext.changes} changes, ${erpnext.comparing.toFixed(0)} ms together (${erpnext.waited.toFixed(0)} ms by the clock), JSON.parse ${erpnext.parsing.toFixed(0)} ms`,
  );
  if (erpnext.comparing > mostForErpnext) missed.push(`ERPNext: ${erpnext.comparing.toFixed(0)} ms`);
  const inclusion = ofInclusion(recordings);
  const mean = inclusion.spent / inclusion.pairs;
  console.log(
    `inclusion: ${inclusion.pairs} pairs of the corpus, ${mean.toFixed(3)} ms a pair, ${inclusion.most.toFixed(1)} ms the slowest`,
  );
  if (mean > mostForPair) missed.push(`inclusion: ${mean.toFixed(1)} ms a pair`);
}
console.log(
  `targets: at 1000 × 200 at most ${target} × JSON.parse, no contract above ${mostForOne} ms, ten times the contracts at most ${mostGrowth} times the time, ERPNext within ${mostForErpnext} ms, inclusion within ${mostForPair} ms a pair`,
);
console.log(missed.length === 0 ? 'All are met.' : `Missed: ${missed.join('; ')}`);
if (missed.length > 0) process.exitCode = 1;
