// How long `seam --version` takes beside a bare Node. Runs alternate, so that a busy moment hits both alike.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rounds = 25;
const target = 1.5;
const seam = fileURLToPath(new URL('../bin/seam.js', import.meta.url));

/** @param {readonly string[]} args */
function milliseconds(args) {
  const start = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @type {number[]} */
const bare = [];
/** @type {number[]} */
const version = [];
for (let round = 0; round < rounds; round++) {
  bare.push(milliseconds(['-e', '0']));
  version.push(milliseconds([seam, '--version']));
}

const ratio = median(version) / median(bare);
console.log(`node -e 0       ${median(bare).toFixed(1)} ms`);
console.log(`seam --version  ${median(version).toFixed(1)} ms`);
console.log(`ratio           ${ratio.toFixed(2)} (target: at most ${target}; median of ${rounds} runs each)`);
if (ratio > target) process.exitCode = 1;
