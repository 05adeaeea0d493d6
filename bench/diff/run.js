// One comparison in a process of its own, as one run of seam is: cold, and with no garbage of another. Prints JSON.
// @ts-check
import { compare } from '../../dist/drift/compare.js';
import { calm } from './calm.js';
import { entity } from './entities.js';
import { spent } from './spent.js';

const [contracts = 1, fields = 60] = process.argv.slice(2).map(Number);
const circumstances = await calm();
const texts = Array.from({ length: contracts }, (_, number) =>
  [entity(number, fields, false), entity(number, fields, true)].map((side) => JSON.stringify(side)),
);
let started = spent();
const pairs = texts.map(([was = '', now = '']) => /** @type {const} */ ([JSON.parse(was), JSON.parse(now)]));
const parsing = spent() - started;
let [changes, slowest] = [0, 0];
started = spent();
for (const [was, now] of pairs) {
  const before = spent();
  changes += compare(was, now, circumstances).length;
  slowest = Math.max(slowest, spent() - before);
}
const comparing = spent() - started;
const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
console.log(JSON.stringify({ parsing, comparing, slowest, changes, memory }));
