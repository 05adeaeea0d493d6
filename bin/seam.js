#!/usr/bin/env node
// A shim that starts fast: the version needs no module of ours, all else is loaded when it is wanted.
import { existsSync, readFileSync } from 'node:fs';

const argv = process.argv.slice(2);
const main = new URL('../dist/cli/main.js', import.meta.url);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else if (existsSync(main)) {
  await (await import(main.href)).main(argv);
} else {
  process.stderr.write('seam is not built yet: run "npm run build" in its folder.\n');
  process.exitCode = 70;
}
