// How long drift takes beside reading both sides at all (JSON.parse), and what the peers take for the same contracts in
// their own languages. One field in a hundred has changed. Everything in one run: npm run bench:diff
// @ts-check
import { compare } from '../../dist/drift/compare.js';
import { loadValidator } from '../../dist/validate/validator.js';
import { entity } from './entities.js';
import { ofBuf, ofGraphqlInspector, ofJsonSchemaDiff } from './peers.js';

const target = 3;
const mostForOne = 50;

/** Milliseconds of this process on a processor: what others do on the machine does not count. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const judge = await loadValidator();
const calm = {
  ...{ source: 'erp', sameAccount: true, sameDatabase: true, updateRevalidates: false },
  ...{ hidden: [], renames: {}, judge },
};

let failed = false;
const megabytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);
const shown = (/** @type {number | undefined} */ value, /** @type {number} */ limit) =>
  value === undefined
    ? 'not here'
    : `${value.toFixed(0)} ms ${`${(value / limit).toFixed(1)} ×`.padStart(9)}`;
console.log(
  'contracts  fields  changes  JSON.parse               seam  slowest one     graphql-inspector                   buf      json-schema-diff   memory',
);
for (const [contracts, fields] of /** @type {const} */ ([
  [1, 60],
  [10, 60],
  [100, 60],
  [1000, 60],
  [1, 200],
  [10, 200],
  [100, 200],
  [1000, 200],
])) {
  const texts = Array.from({ length: contracts }, (_, number) =>
    [entity(number, fields, false), entity(number, fields, true)].map((side) => JSON.stringify(side)),
  );
  let started = spent();
  const pairs = texts.map(
    ([was = '', now = '']) => /** @type {const} */ ([JSON.parse(was), JSON.parse(now)]),
  );
  const parsing = spent() - started;
  let [changes, slowest] = [0, 0];
  started = spent();
  const circumstances = { ...calm, proofs: new Map() };
  for (const [was, now] of pairs) {
    const before = spent();
    changes += compare(was, now, circumstances).length;
    slowest = Math.max(slowest, spent() - before);
  }
  const comparing = spent() - started;
  const memory = megabytes();
  const ratio = comparing / parsing;
  const cells = [
    String(contracts).padStart(9),
    String(fields).padStart(7),
    String(changes).padStart(8),
    `${parsing.toFixed(1)} ms`.padStart(11),
    shown(comparing, parsing).padStart(18),
    `${slowest.toFixed(1)} ms`.padStart(12),
    shown(await ofGraphqlInspector(pairs), parsing).padStart(21),
    shown(ofBuf(pairs), parsing).padStart(21),
    shown(await ofJsonSchemaDiff(pairs), parsing).padStart(21),
    `${memory} MiB`.padStart(8),
  ];
  console.log(cells.join(' '));
  if (contracts === 1000 && fields === 200 && ratio > target) failed = true;
  if (contracts > 1 && slowest > mostForOne) failed = true;
}
console.log(
  `Times as a multiple of JSON.parse of both sides. json-schema-diff is reckoned from three pairs; buf includes its start.
target: at 1000 × 200 at most ${target} × JSON.parse, and no contract above ${mostForOne} ms`,
);
if (failed) process.exitCode = 1;
