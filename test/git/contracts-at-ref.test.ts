import { execSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractsAtRef } from '../../src/git/contracts-at-ref.js';
import { commit, git, repository, temporaryFolder } from './repositories.js';

const at = async (folder: string, ref: string) =>
  Object.fromEntries((await contractsAtRef({ folder, ref })).files);

describe('the files of a folder at a ref', () => {
  test('are those of the commit, not those on disk', async () => {
    const top = repository();
    commit(top, { 'contracts/erp/a.json': 'then', 'contracts/erp/gone.json': 'gone', 'README.md': 'no' });
    commit(top, { 'contracts/erp/a.json': 'now' });
    writeFileSync(join(top, 'contracts/erp/a.json'), 'not committed');
    const folder = join(top, 'contracts');
    expect(await at(folder, 'HEAD~1')).toEqual({ 'erp/a.json': 'then', 'erp/gone.json': 'gone' });
    expect(await at(folder, 'main')).toEqual({ 'erp/a.json': 'now', 'erp/gone.json': 'gone' });
  });

  test('can be of a subfolder, of the top of the repository, and of a folder that is gone by now', async () => {
    const top = repository();
    const id = commit(top, { 'shop/api/contracts/erp/a.json': 'deep' });
    expect(await contractsAtRef({ folder: join(top, 'shop/api/contracts'), ref: 'main' })).toEqual({
      commit: id,
      place: 'main:shop/api/contracts/',
      files: new Map([['erp/a.json', 'deep']]),
    });
    expect(await at(join(top, 'shop/api/contracts/erp'), 'main')).toEqual({ 'a.json': '' });
    expect(await at(top, 'main')).toEqual({ 'shop/api/contracts/erp/a.json': '' });
    rmSync(join(top, 'shop'), { recursive: true });
    expect(await at(join(top, 'shop/api/contracts'), 'main')).toEqual({ 'erp/a.json': 'deep' });
  });

  test('are none where the commit does not have the folder, or a folder whose name only begins alike', async () => {
    const top = repository();
    commit(top, { 'contracts-old/erp/a.json': 'no', contracts2: 'no' });
    expect(await at(join(top, 'contracts'), 'main')).toEqual({});
  });

  test.each([
    ['a branch', 'feature/kumquat'],
    ['a tag', 'v1.2'],
    ['an annotated tag', 'v1.3'],
    ['a short id', 'short'],
    ['the words of a revision', 'main@{0}'],
  ])('can be asked for by %s', async (_, name) => {
    const top = repository();
    const id = commit(top, { 'contracts/erp/a.json': 'yes' });
    git(top, 'branch', 'feature/kumquat');
    git(top, 'tag', 'v1.2');
    git(top, 'tag', '--annotate', '--message', 'three', 'v1.3');
    const ref = name === 'short' ? id.slice(0, 8) : name;
    expect(await at(join(top, 'contracts'), ref)).toEqual({ 'erp/a.json': 'yes' });
  });

  test('keep names and bytes as they are: quotes, line feeds, other alphabets, no text, equal texts', async () => {
    const top = repository();
    const files = {
      'erp/a "b"\n.json': 'one\r\ntwo\n',
      'erp/Überweisung 客户.json': 'ä€😀',
      '__proto__/twin.json': 'twin',
      'erp/same.json': 'twin',
      'erp/empty.json': '',
    };
    commit(top, Object.fromEntries(Object.entries(files).map(([path, text]) => [`contracts/${path}`, text])));
    const { files: found } = await contractsAtRef({ folder: join(top, 'contracts'), ref: 'main' });
    expect(new Map(Object.entries(files))).toEqual(found);
  });

  test('are read in a linked work tree', async () => {
    const top = repository();
    commit(top, { 'contracts/erp/a.json': 'main' });
    const tree = join(temporaryFolder(), 'tree');
    git(top, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    commit(tree, { 'contracts/erp/a.json': 'side' });
    expect(await at(join(tree, 'contracts'), 'main')).toEqual({ 'erp/a.json': 'main' });
    expect(await at(join(tree, 'contracts'), 'side')).toEqual({ 'erp/a.json': 'side' });
  });

  test('are read through a symbolic link to the repository', async () => {
    const top = repository();
    commit(top, { 'contracts/erp/a.json': 'yes' });
    const link = join(temporaryFolder(), 'link');
    symlinkSync(top, link);
    expect(await at(join(link, 'contracts'), 'main')).toEqual({ 'erp/a.json': 'yes' });
  });

  test('have no text where they cannot be a contract, however large', async () => {
    const top = repository();
    commit(top, {
      'erp/a.json': 'yes',
      'erp/film.bin': 'x'.repeat(20_000_000),
      'a.json': 'no',
      'erp/b/c.json': 'no',
    });
    const files = { 'a.json': '', 'erp/a.json': 'yes', 'erp/b/c.json': '', 'erp/film.bin': '' };
    expect(await at(top, 'main')).toEqual(files);
  });

  test('can be two thousand', async () => {
    const top = repository();
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [`contracts/erp/${index}.json`, `${index} `.repeat(100)]),
    );
    commit(top, files);
    expect(Object.keys(await at(join(top, 'contracts'), 'main'))).toHaveLength(2000);
  });
});

describe('git-failed says what is wrong and what to do', () => {
  const refused = (folder: string, ref: string) => contractsAtRef({ folder, ref }).catch((error) => error);

  test('outside of a repository', async () => {
    const error = await refused(temporaryFolder(), 'main');
    expect(error).toMatchObject({
      code: 'git-failed',
      message: expect.stringContaining('git says: '),
    });
  });

  test('in a repository without a commit', async () => {
    expect(await refused(repository(), 'HEAD')).toMatchObject({
      code: 'git-failed',
      message: 'git knows no commit called "HEAD".',
    });
  });

  test('for a ref that is spelt wrong', async () => {
    const top = repository();
    commit(top, {});
    git(top, 'branch', 'release/17');
    expect(await refused(top, 'relaese/17')).toMatchObject({
      code: 'git-failed',
      message: 'git knows no commit called "relaese/17".',
      fix: 'Did you mean "release/17"?',
    });
  });

  test.each(['--output=kumquat', '-h', '', 'a\0b'])('for %j, which no commit is called', async (ref) => {
    const top = repository();
    commit(top, {});
    expect(await refused(top, ref)).toMatchObject({
      code: 'git-failed',
      message: `${JSON.stringify(ref)} is no name of a commit.`,
    });
  });

  test.each([
    'main; touch kumquat',
    '$(touch kumquat)',
    "main' && touch kumquat",
    'HEAD:contracts',
    'main..side',
  ])('for %j, of which no shell gets to see anything', async (ref) => {
    const top = repository();
    commit(top, { 'contracts/a.json': '' });
    expect(await refused(top, ref)).toMatchObject({ code: 'git-failed' });
    expect(git(top, 'status', '--porcelain')).toBe('');
  });

  test('for a file that is too large', async () => {
    const top = repository();
    commit(top, { 'contracts/erp/a.json': ' '.repeat(16_000_001) });
    expect(await refused(join(top, 'contracts'), 'main')).toMatchObject({
      code: 'git-failed',
      message: 'main:contracts/erp/a.json has 16000001 bytes; the limit is 16000000.',
    });
  });

  test('for a symbolic link among the files', async () => {
    const top = repository();
    commit(top, { 'contracts/erp/a.json': 'yes' });
    symlinkSync('a.json', join(top, 'contracts/erp/link.json'));
    commit(top, {});
    expect(await refused(join(top, 'contracts'), 'main')).toMatchObject({
      code: 'git-failed',
      message: 'main:contracts/erp/link.json is a symbolic link; seam reads files alone.',
    });
  });
});

describe('a ref that a shallow clone does not have: the command in the advice brings it', () => {
  function clones(): { readonly clone: string; readonly first: string } {
    const origin = repository();
    const first = commit(origin, { 'contracts/erp/a.json': 'first' });
    git(origin, 'tag', 'v1.0');
    commit(origin, { 'contracts/erp/a.json': 'second' });
    git(origin, 'branch', 'release');
    git(origin, 'checkout', '--quiet', '-b', 'pull');
    commit(origin, { 'contracts/erp/a.json': 'third' });
    const clone = join(temporaryFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=1', '--branch=pull', `file://${origin}`, clone);
    return { clone, first };
  }

  test.each([
    ['origin/main', 'second'],
    ['release', 'second'],
    ['v1.0', 'first'],
    ['FIRST', 'first'],
    ['HEAD~1', 'second'],
    ['origin/main~1', 'first'],
  ])('%s', async (name, text) => {
    const { clone, first } = clones();
    const ref = name === 'FIRST' ? first : name;
    const folder = join(clone, 'contracts');
    for (let attempts = 0; attempts < 3; attempts++) {
      const error = await contractsAtRef({ folder, ref }).then(
        () => undefined,
        (refused) => refused,
      );
      if (error === undefined) break;
      expect(error).toMatchObject({ code: 'git-failed', message: expect.stringContaining('shallow') });
      const [, command = ''] = /Fetch it: (.+)$/.exec(error.fix) ?? [];
      execSync(command, { cwd: clone, stdio: 'pipe' });
    }
    expect(await at(folder, ref)).toEqual({ 'erp/a.json': text });
  });
});
