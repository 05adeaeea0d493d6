import { prefixInRepository } from '../../git/place.js';
import { gitVersion } from '../../git/version.js';
import type { Examination } from '../../model/report.js';
import { good, warning } from './examination.js';

/** As `engines` of the package says. */
const oldest = [20, 19] as const;

/** The version of Node that runs seam. */
export function examineNode(version: string): Examination {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [first, second] = oldest;
  if (major > first || (major === first && minor >= second)) return good('node', `Node ${version}.`);
  return {
    what: 'node',
    outcome: 'bad',
    says: `Node ${version} is too old.`,
    fix: `Install Node ${oldest.join('.')} or later.`,
  };
}

/** git, and whether the folder is in a repository: contracts without history cannot be compared with what was agreed. */
export async function examineGit(folder: string): Promise<Examination> {
  const version = await gitVersion(folder);
  if (version === undefined) {
    return warning(
      'git',
      'git is not installed, or not on the PATH.',
      'Install it: --ref, accept --commit and seam log need it.',
    );
  }
  if ((await prefixInRepository(folder)) !== undefined) return good('git', `git ${version}.`);
  return warning(
    'git',
    `git ${version}; this folder is in no repository.`,
    'Run git init: contracts are agreed to by commits.',
  );
}
