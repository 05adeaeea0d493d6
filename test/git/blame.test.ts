import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBlame } from '../../src/git/blame.js';
import { commit, git, repository, temporaryFolder } from './repositories.js';

const lines = (...each: readonly string[]) => `${each.join('\n')}\n`;

/** Ids by line. */
async function told(top: string, path: string, ref?: string): Promise<Record<number, string>> {
  const found = await (await openBlame(top, ref))(path, [1, 2, 3]);
  return Object.fromEntries([...found].map(([line, by]) => [line, by.commit]));
}

describe('when a line was agreed', () => {
  test('is told with commit, author and date', async () => {
    const top = repository();
    const id = commit(top, { 'contracts/a.json': lines('one', 'two', 'three') });
    const date = new Date(git(top, 'show', '--no-patch', '--format=%aI')).toISOString();
    expect((await (await openBlame(join(top, 'contracts')))('a.json', [2])).get(2)).toEqual({
      commit: id,
      author: 'Kumquat',
      date,
    });
  });

  test('is the commit that wrote the line, not one that moved or renamed its file', async () => {
    const top = repository();
    const first = commit(top, { 'contracts/erp/a.json': lines('one', 'two', 'three') });
    const second = commit(top, { 'contracts/erp/a.json': lines('one', '2', 'three') });
    git(top, 'mv', 'contracts', 'agreed');
    commit(top, {});
    git(top, 'mv', 'agreed/erp/a.json', 'agreed/erp/b.json');
    commit(top, {});
    expect(await told(top, 'agreed/erp/b.json')).toEqual({ 1: first, 2: second, 3: first });
  });

  test('is not told of a line that is not committed, and is what it was at a ref', async () => {
    const top = repository();
    const first = commit(top, { 'a.json': lines('one', 'two', 'three') });
    const second = commit(top, { 'a.json': lines('one', '2', 'three') });
    writeFileSync(join(top, 'a.json'), lines('one', '2', '3'));
    expect(await told(top, 'a.json')).toEqual({ 1: first, 2: second });
    expect(await told(top, 'a.json', 'HEAD~1')).toEqual({ 1: first, 2: first, 3: first });
  });

  test('is told in a shallow clone of the lines that are younger than it, and of no others', async () => {
    const origin = repository();
    commit(origin, { 'a.json': lines('one', 'two', 'three') });
    commit(origin, { 'a.json': lines('one', '2', 'three') });
    const third = commit(origin, { 'a.json': lines('one', '2', '3') });
    const clone = join(temporaryFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=2', `file://${origin}`, clone);
    expect(await told(clone, 'a.json')).toEqual({ 3: third });
    expect(await told(clone, 'a.json', 'HEAD~1')).toEqual({});
    const tree = join(temporaryFolder(), 'tree');
    git(clone, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    expect(await told(tree, 'a.json')).toEqual({ 3: third });
  });

  test('is not known where git is not asked about anything it knows', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), lines('one', 'two', 'three'));
    expect(await told(folder, 'a.json')).toEqual({});
    expect(await told(repository(), 'a.json')).toEqual({});
  });
});
