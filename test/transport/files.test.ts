import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFiles } from '../../src/transport/files.js';

let root = '';
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const project = () => join(root, 'project');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seam-files-'));
  await mkdir(join(root, 'project/specs/parts'), { recursive: true });
  await mkdir(join(root, 'elsewhere'));
  for (const [path, content] of Object.entries({
    'project/specs/erp.yaml': 'erp',
    'project/specs/parts/kumquat.yaml': 'kumquat',
    'project/shared.yaml': 'shared',
    'project/specs/.hidden': '',
    'elsewhere/erp.yaml': 'other',
    'elsewhere/beside.yaml': 'beside',
    'secret.txt': 'secret',
  })) {
    await writeFile(join(root, path), content);
  }
  await symlink(join(root, 'secret.txt'), join(root, 'project/specs/link.yaml'));
});

afterAll(() => rm(root, { recursive: true }));

describe('the file of a source', () => {
  test('is read at a path that is relative to seam.yaml, or absolute, or outside of its folder', async () => {
    expect(text(await openFiles(project(), 'specs/erp.yaml').read())).toBe('erp');
    expect(text(await openFiles(project(), '../elsewhere/erp.yaml').read())).toBe('other');
    expect(text(await openFiles(project(), join(root, 'elsewhere/erp.yaml')).read())).toBe('other');
  });

  test('leads to the files beside it, and to all in the folder of seam.yaml', async () => {
    const files = openFiles(project(), 'specs/erp.yaml');
    expect(text(await files.read('parts/kumquat.yaml'))).toBe('kumquat');
    expect(text(await files.read('../shared.yaml'))).toBe('shared');
    expect(text(await openFiles(project(), '../elsewhere/erp.yaml').read('beside.yaml'))).toBe('beside');
  });

  test.each<[what: string, file: string, path: string]>([
    ['a path out of the folder', 'specs/erp.yaml', '../../secret.txt'],
    ['an absolute path', 'specs/erp.yaml', '/etc/hostname'],
    ['a link out of the folder', 'specs/erp.yaml', 'link.yaml'],
    ['a path out of a folder elsewhere', '../elsewhere/erp.yaml', '../secret.txt'],
  ])('does not lead to %s', async (_, file, path) => {
    await expect(openFiles(project(), file).read(path)).rejects.toMatchObject({ code: 'source-unusable' });
  });

  test.each<[what: string, file: string, code: string]>([
    ['that is not there', 'specs/none.yaml', 'source-not-found'],
    ['below a file', 'shared.yaml/erp.yaml', 'source-not-found'],
    ['that is a folder', 'specs', 'source-unusable'],
    ['that would never end', '/dev/zero', 'source-unusable'],
  ])('%s is told, and how to go on', async (_, file, code) => {
    const error = await openFiles(project(), file)
      .read()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, where: { file }, fix: expect.stringMatching(/\w/) });
  });

  test('has a largest size, unless its beginning is enough', async () => {
    const files = openFiles(project(), 'specs/erp.yaml');
    await expect(files.read(undefined, { maxBytes: 2 })).rejects.toMatchObject({ code: 'source-too-large' });
    expect(text(await files.read(undefined, { maxBytes: 2, head: 2 }))).toBe('er');
  });
});

describe('the folder of a source', () => {
  test('lists its files, without folders and hidden ones', async () => {
    expect(await openFiles(project(), 'specs').list()).toEqual(['erp.yaml', 'link.yaml']);
    expect(await openFiles(project(), 'specs/erp.yaml').list()).toBeUndefined();
  });

  test('leads to the files in it', async () => {
    expect(text(await openFiles(project(), 'specs').read('parts/kumquat.yaml'))).toBe('kumquat');
  });
});
