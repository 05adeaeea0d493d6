import { execFileSync } from 'node:child_process';

/** Runs git in a folder as nobody in particular, and gives what it says. */
export function git(folder: string, ...args: readonly string[]): string {
  const settings = ['user.name=Kumquat', 'user.email=kumquat@localhost', 'commit.gpgSign=false'];
  const given = settings.flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...given, ...args], { cwd: folder, encoding: 'utf8' });
}

/** Commits all that is in a folder, which becomes a repository where it is none. */
export function commitAll(folder: string, message: string): void {
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', message);
}
