// @ts-check
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What the workflow runs for: the commit that the change is built on, and the pull request to comment on.
 * https://docs.github.com/en/actions/reference/events-that-trigger-workflows
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Promise<{ readonly base?: string, readonly pull?: number }>}
 */
export async function readEvent({ GITHUB_EVENT_NAME: name = '', GITHUB_EVENT_PATH: path }) {
  const event = path === undefined || path === '' ? {} : JSON.parse(await readFile(path, 'utf8'));
  if (name === 'merge_group') return { base: String(event.merge_group.base_sha) };
  const pull = event.pull_request;
  if (!name.startsWith('pull_request') || pull === undefined) return {};
  return { base: String(pull.base.sha), pull: Number(pull.number) };
}

/**
 * The commit to hold the change against, brought into a shallow clone where it is not there. The merge commit that
 * GitHub makes for a pull request has the newest base as its first parent; the event may name an older one.
 * @param {string} base
 * @param {string} folder
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export async function bringBase(base, folder, { GITHUB_SHA: sha = '', GITHUB_REF: ref = '' }) {
  /** @param {string[]} args */
  const git = async (...args) => {
    const { stdout } = await run('git', ['-C', folder, ...args]);
    return stdout.trim();
  };
  const head = await git('rev-parse', 'HEAD');
  if (/^refs\/pull\/\d+\/merge$/.test(ref) && head === sha) {
    await git('rev-parse', '--verify', '--quiet', `${sha}^2^{commit}`).catch(() =>
      git('fetch', '--quiet', '--no-tags', '--depth=2', 'origin', sha).catch(() => ''),
    );
    const parents = (await git('rev-list', '--parents', '--max-count=1', sha)).split(' ').slice(1);
    if (parents.length === 2 && parents[0] !== undefined) return parents[0];
  }
  await git('cat-file', '-e', `${base}^{commit}`).catch(() =>
    git('fetch', '--quiet', '--no-tags', '--depth=1', 'origin', base),
  );
  return base;
}
