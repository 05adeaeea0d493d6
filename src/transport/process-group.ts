import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';

const onWindows = platform() === 'win32';

/** Milliseconds between asking a program to end and ending it, and for what its children still hold open. */
const grace = 2_000;

/** How a program ended: its status, or the signal that ended it. */
export type Exit = { readonly status: number | null; readonly signal: NodeJS.Signals | null };

/**
 * Starts a program in a group of its own, so that what it starts can be ended with it, and a Ctrl-C is for seam to hand
 * on. Its stdin is empty.
 * @throws the error of Node where its command line cannot be passed on
 */
export function startGroup(
  program: string,
  args: readonly string[],
  surroundings: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return spawn(program, args, { ...surroundings, stdio, detached: !onWindows, windowsHide: true });
}

/** Asks a program and all that it has started to end, and after a while ends them. */
export function stopGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => letGo(child), grace);
  child.once('close', () => clearTimeout(timer));
}

/**
 * Waits until a program and its output have ended. What it has started and left may hold its output open for ever: it is
 * ended after a while, and in any case when the program is done.
 * @throws the error of Node where it could not be started
 */
export function endOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', () => {
      timer = setTimeout(() => letGo(child), grace);
    });
    child.once('close', (status, signal) => {
      clearTimeout(timer);
      signalGroup(child, 'SIGKILL');
      resolve({ status, signal });
    });
  });
}

function letGo(child: ChildProcess): void {
  signalGroup(child, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (onWindows) {
    // Without a group, the tree is what Windows knows of who started whom.
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
