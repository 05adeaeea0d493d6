// Compiles src to dist. dist is emptied first: a file that left src must not be published.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// The compiler is a native program; its package runs the one for this platform from bin/tsc.
const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
const { status, error } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
