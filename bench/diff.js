// How long drift takes beside reading both sides at all (JSON.parse), and beside json-schema-diff where it can follow.
// One field in a hundred has changed. Everything in one run: node bench/diff.js (npm run bench:diff)
// @ts-check
import jsonSchemaDiff from 'json-schema-diff';
import { view } from '../dist/contract/views.js';
import { compare } from '../dist/drift/compare.js';
import { loadValidator } from '../dist/validate/validator.js';

const target = 3;
const mostForOne = 50;

/** @typedef {import('../dist/model/schema.js').EntitySchema} EntitySchema */
/** @typedef {import('../dist/model/schema.js').FieldSchema} FieldSchema */

/** Fields as ERPs have them, by turns. @type {readonly ((index: number) => FieldSchema)[]} */
const kinds = [
  (index) => ({ type: ['string', 'null'], maxLength: 10 + (index % 50) }),
  () => ({ type: 'integer', minimum: -2147483648, maximum: 2147483647 }),
  (index) => ({
    type: ['string', 'null'],
    enum: ['draft', 'sent', 'done', `state_${index % 7}`, null],
    'x-seam': { enumLabels: { draft: 'Draft', sent: 'Sent', done: 'Done' } },
  }),
  () => ({ type: ['string', 'null'], format: 'date' }),
  () => ({ type: 'number', 'x-seam': { precision: '16', scale: '2' } }),
  () => ({ type: ['integer', 'null'], 'x-seam': { target: 'kumquat.partner' } }),
  () => ({ type: 'boolean' }),
  () => ({ type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' }),
];

/** What happens to a changed field, by its kind. @type {readonly Partial<FieldSchema>[]} */
const edits = [
  { maxLength: 5 },
  { minimum: 0 },
  { enum: ['draft', 'shipped', null] },
  { format: 'date-time' },
  { 'x-seam': { precision: '16', scale: '4' } },
  { type: 'string' },
  { readOnly: true },
  { pattern: '^\\d+$' },
];

/** @type {EntitySchema['x-seam']['observed']} */
const observed = [
  'type',
  'nullability',
  'requiredness',
  'readOnly',
  'maxLength',
  'bounds',
  'format',
  'enum',
  'enumLabels',
  'precision',
  'scale',
  'target',
  'label',
];

/**
 * @param {number} number
 * @param {number} fields
 * @param {boolean} changed
 * @returns {EntitySchema}
 */
function entity(number, fields, changed) {
  const properties = Array.from({ length: fields }, (_, index) => {
    const kind = index % kinds.length;
    const isChanged = changed && (number * fields + index) % 100 === 0;
    const schema = { title: `Field ${index}`, ...kinds[kind]?.(index), ...(isChanged ? edits[kind] : {}) };
    return [`field_${index}`, schema];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(properties),
    required: ['field_1'],
    'x-seam': { connector: 'odoo', entity: `kumquat.${number}`, mapping: 1, version: '1.0', observed },
  };
}

const judge = await loadValidator();
const calm = {
  ...{ source: 'erp', sameAccount: true, sameDatabase: true, updateRevalidates: false },
  ...{ hidden: [], renames: {}, judge },
};

/** json-schema-diff speaks draft 7 and takes tens of milliseconds a pair, so it gets few of them. */
async function peerMilliseconds(/** @type {readonly (readonly [EntitySchema, EntitySchema])[]} */ pairs) {
  const started = performance.now();
  for (const [was, now] of pairs) {
    await jsonSchemaDiff.diffSchemas({
      sourceSchema: /** @type {any} */ (view(was, 'create', 'contract')),
      destinationSchema: /** @type {any} */ (view(now, 'create', 'live')),
    });
  }
  return (performance.now() - started) / pairs.length;
}

let failed = false;
const megabytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);
console.log(
  'contracts  fields  changes  JSON.parse      seam  ratio  slowest one  json-schema-diff a pair   memory',
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
  let started = performance.now();
  const pairs = texts.map(
    ([was = '', now = '']) => /** @type {const} */ ([JSON.parse(was), JSON.parse(now)]),
  );
  const parsing = performance.now() - started;
  let [changes, slowest] = [0, 0];
  started = performance.now();
  for (const [was, now] of pairs) {
    const before = performance.now();
    changes += compare(was, now, calm).length;
    slowest = Math.max(slowest, performance.now() - before);
  }
  const comparing = performance.now() - started;
  const peer = await peerMilliseconds(pairs.slice(0, 3));
  const ratio = comparing / parsing;
  const cells = [
    String(contracts).padStart(9),
    String(fields).padStart(7),
    String(changes).padStart(8),
    `${parsing.toFixed(1)} ms`.padStart(11),
    `${comparing.toFixed(1)} ms`.padStart(9),
    ratio.toFixed(2).padStart(6),
    `${slowest.toFixed(1)} ms`.padStart(12),
    `${peer.toFixed(1)} ms`.padStart(24),
    `${megabytes()} MiB`.padStart(8),
  ];
  console.log(cells.join(' '));
  if (contracts === 1000 && fields === 200 && ratio > target) failed = true;
  if (contracts > 1 && slowest > mostForOne) failed = true;
}
console.log(
  `target: at 1000 × 200 at most ${target} × JSON.parse of both sides, and no contract above ${mostForOne} ms`,
);
if (failed) process.exitCode = 1;
