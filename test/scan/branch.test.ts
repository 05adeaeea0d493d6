import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SeamError } from '../../src/errors/seam-error.ts';
import { emptyState, type ScanState } from '../../src/model/scan-state.ts';
import { openBranch, peekBranch } from '../../src/scan/branch.ts';
import { stateText } from '../../src/scan/parse.ts';
import { commitAll, git } from '../cli/git.ts';

const ref = 'refs/heads/seam-state';
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seam-branch-'));
  folders.push(folder);
  return folder;
}

/** A repository with one commit, and clones of it with one remote. */
function clones(count: number): readonly string[] {
  const origin = newFolder();
  writeFileSync(join(origin, 'seam.yaml'), 'sources: {}\n');
  commitAll(origin, 'first');
  git(origin, 'commit', '-qm', 'second', '--allow-empty');
  return Array.from({ length: count }, () => {
    const clone = newFolder();
    git(clone, 'clone', '-q', '--depth=1', `file://${origin}`, '.');
    return clone;
  });
}

/** The state with one more run. */
const withRun =
  (id: string) =>
  (state: ScanState): ScanState => ({
    ...state,
    runs: [...state.runs, { id, at: '2026-11-01T02:00:00.000Z', exit: 0, sources: [] }],
  });

const idsOf = ({ runs }: ScanState) => runs.map(({ id }) => id);

describe('a state on a branch', () => {
  test('is there for the next clone, and touches no file of the work tree or the index', async () => {
    const [one = '', two = ''] = clones(2);
    const first = await openBranch(one, ref);
    expect(first.opened).toEqual({ state: emptyState });
    await first.update(withRun('a'));
    await first.update(withRun('b'));
    expect(git(one, 'status', '--porcelain')).toBe('');
    expect(git(one, 'branch', '--show-current')).not.toMatch(/seam-state/);
    expect(idsOf((await openBranch(two, ref)).opened.state)).toEqual(['a', 'b']);
    expect(idsOf((await peekBranch(two, ref)).state)).toEqual(['a', 'b']);
  });

  test('that another run has pushed in between keeps what both say', async () => {
    const [one = '', two = ''] = clones(2);
    const [first, second] = [await openBranch(one, ref), await openBranch(two, ref)];
    let tries = 0;
    await second.update((state) => {
      tries += 1;
      return withRun('second')(state);
    });
    await first.update(withRun('first'));
    await second.update(withRun('third'));
    expect(idsOf((await openBranch(one, ref)).opened.state)).toEqual(['second', 'first', 'third']);
    expect(tries).toBe(1);
  });

  test('is changed by two at once, and each change is there once', async () => {
    const [one = '', two = ''] = clones(2);
    const stores = [await openBranch(one, ref), await openBranch(two, ref)];
    await Promise.all(stores.map((store, index) => store.update(withRun(`run-${index}`))));
    expect(idsOf((await openBranch(one, ref)).opened.state).toSorted()).toEqual(['run-0', 'run-1']);
  });

  test('leaves a clone with its whole history one', async () => {
    const [one = ''] = clones(1);
    git(one, 'fetch', '-q', '--unshallow');
    await (await openBranch(one, ref)).update(withRun('a'));
    await (await openBranch(one, ref)).update(withRun('b'));
    expect(git(one, 'rev-parse', '--is-shallow-repository')).toBe('false\n');
  });

  test('makes no commit where nothing changes', async () => {
    const [one = ''] = clones(1);
    const store = await openBranch(one, ref);
    await store.update(withRun('a'));
    const before = git(one, 'ls-remote', 'origin', ref);
    await store.update((state) => state);
    expect(git(one, 'ls-remote', 'origin', ref)).toBe(before);
  });

  test('is kept without a remote, too', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'seam.yaml'), 'sources: {}\n');
    commitAll(folder, 'first');
    await (await openBranch(folder, ref)).update(withRun('a'));
    expect(git(folder, 'show', `${ref}:state.json`)).toBe(stateText(withRun('a')(emptyState)));
    expect(idsOf((await openBranch(folder, ref)).opened.state)).toEqual(['a']);
  });

  test('that cannot be read is named by its commit, and the next one takes its place', async () => {
    const [one = ''] = clones(1);
    await (await openBranch(one, ref)).update(withRun('a'));
    const blob = git(one, 'hash-object', '-w', 'seam.yaml').trim();
    git(one, 'update-index', '--add', '--cacheinfo', `100644,${blob},state.json`);
    const broken = git(one, 'commit-tree', git(one, 'write-tree').trim(), '-m', 'broken').trim();
    git(one, 'push', '-qf', 'origin', `${broken}:${ref}`);
    const store = await openBranch(one, ref);
    expect(store.opened).toEqual({ state: emptyState, setAside: `${broken}:state.json` });
    await store.update(withRun('b'));
    expect(idsOf((await openBranch(one, ref)).opened.state)).toEqual(['b']);
  });

  test.each([
    ['no repository', ref, false, /Run it in a clone of the repository/],
    ['no full name', 'seam-state', true, /git:refs\/heads\/seam-state/],
    ['an option', '--upload-pack=x', true, /git:refs\/heads\/seam-state/],
  ])('with %s is wrong usage', async (_, name, inRepository, fix) => {
    const folder = inRepository ? (clones(1)[0] ?? '') : newFolder();
    const error = await openBranch(folder, name).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SeamError);
    expect(error).toMatchObject({ code: 'git-failed', exit: 'usage', fix: expect.stringMatching(fix) });
  });

  test('whose remote does not answer cannot be remembered', async () => {
    const [one = ''] = clones(1);
    git(one, 'remote', 'set-url', 'origin', 'file:///nowhere/at/all');
    await expect(openBranch(one, ref)).rejects.toMatchObject({ code: 'not-delivered' });
  });
});
