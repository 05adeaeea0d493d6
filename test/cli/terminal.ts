import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/seam.js', import.meta.url));

/** True where this machine has the `script` of util-linux, which gives a program a terminal. */
export const hasTerminal = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** What to wait for on the screen, and the keys to press then. */
export type Turn = readonly [waitFor: string, keys: string];

export const keys = { enter: '\r', down: '\u001b[B', space: ' ', tab: '\t', leave: '\u0003' } as const;

/**
 * Runs `seam` at a terminal, and answers its questions. Gives the exit code, all that was ever on the screen, and what of
 * it is shown in the end; unpainted.
 */
export function atTerminal(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  turns: readonly Turn[],
): Promise<{ readonly code: number | null; readonly screen: string; readonly shown: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const line = `stty rows 40 cols 100; exec '${process.execPath}' '${bin}' ${args.join(' ')}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { PATH, HOME, TERM: 'xterm', SHELL: '/bin/sh', ...env },
  });
  const left = [...turns];
  let screen = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [next] = left;
    if (next === undefined || !unpainted(screen.slice(seen)).includes(next[0])) return;
    left.shift();
    seen = screen.length;
    child.stdin.write(next[1]);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, screen: unpainted(screen), shown: unpainted(lastScreen(screen)) }),
    );
  });
}

/** What a terminal shows in the end that lines are written over on: up, down, to the left, erase a line or its rest. */
function lastScreen(text: string): string {
  const lines = [''];
  let [row, column] = [0, 0];
  const move = (by: number) => {
    row += by;
    while (lines.length <= row) lines.push('');
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is told with them
  for (const [part, count, code] of text.matchAll(/\u001b\[(\d*)([ABGK])|\n|\r|[^\u001b\n\r]+|\u001b/g)) {
    if (part === '\n') move(1);
    if (part === '\n' || part === '\r' || code === 'G') column = 0;
    else if (code === 'A') row -= Number(count || 1);
    else if (code === 'B') move(Number(count || 1));
    else if (code === 'K') lines[row] = count === '2' ? '' : (lines[row] ?? '').slice(0, column);
    else {
      lines[row] = (lines[row] ?? '').slice(0, column) + part;
      column += part.length;
    }
  }
  return lines.join('\n');
}

function unpainted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is told with them
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
}
