import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentRequest } from '../../src/transport/metadata.js';
import { openMetadataCache } from '../../src/transport/metadata-cache.js';
import { plainHttp } from '../erp/http.js';
import { type Answer, type Asked, type Listening, listen } from '../erp/listening.js';

let folder: string;
let server: Listening;
let answer: (asked: Asked) => Answer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seam-cache-'));
  answer = byTag('"one"', '<kumquat/>');
  server = await listen((asked) => answer(asked));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A server that confirms a tag. */
function byTag(etag: string, body: string) {
  return ({ headers }: Asked): Answer =>
    headers['if-none-match'] === etag
      ? { status: 304 }
      : { headers: { etag, 'content-type': 'application/xml' }, body };
}

const request: DocumentRequest = {
  path: '/odata/$metadata',
  query: { 'sap-language': 'EN' },
  headers: { authorization: 'Basic canary-secret' },
  forms: ['application/xml', 'application/json'],
  of: ['seam-reader'],
};

function cache(at = folder) {
  const said: string[] = [];
  const settings = {
    http: plainHttp(server.url),
    url: server.url,
    log: (message: string) => void said.push(message),
  };
  const { document } = openMetadataCache(at === 'none' ? settings : { ...settings, folder: at });
  return {
    said,
    /** Text, and whether it is of the cache. */
    async read(asked: Partial<DocumentRequest> = {}): Promise<readonly [text: string, cached: boolean]> {
      const { chunks, cached } = await document({ ...request, ...asked });
      const [first, second] = [await whole(chunks()), await whole(chunks())];
      expect(second).toBe(first);
      return [first, cached];
    },
  };
}

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of chunks) text += piece;
  return text;
}

describe('a document', () => {
  test('is asked for each time, and not transferred again while its tag holds', async () => {
    expect(await cache().read()).toEqual(['<kumquat/>', false]);
    expect(await cache().read()).toEqual(['<kumquat/>', true]);
    answer = byTag('"two"', '<quince/>');
    expect(await cache().read()).toEqual(['<quince/>', false]);
    expect(await cache().read()).toEqual(['<quince/>', true]);
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"one"',
      '"one"',
      '"two"',
    ]);
  });

  test('may be confirmed by the date of its last change', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    answer = ({ headers }) =>
      headers['if-modified-since'] === date
        ? { status: 304 }
        : { headers: { 'last-modified': date }, body: 'Größe' };
    expect(await cache().read()).toEqual(['Größe', false]);
    expect(await cache().read()).toEqual(['Größe', true]);
  });

  test('without a tag or date is transferred each time', async () => {
    answer = () => ({ body: 'a' });
    expect(await cache().read()).toEqual(['a', false]);
    expect(await cache().read()).toEqual(['a', false]);
  });

  test.each<[string, Partial<DocumentRequest>]>([
    ['account', { of: ['other'] }],
    ['language', { query: { 'sap-language': 'DE' } }],
    ['address', { path: '/odata/other/$metadata' }],
  ])('of another %s is another document', async (_what, other) => {
    await cache().read();
    expect(await cache().read(other)).toEqual(['<kumquat/>', false]);
  });

  test('is asked for in the next form where the server has not the first', async () => {
    answer = ({ headers }) =>
      headers.accept === 'application/json' ? { body: '{}' } : { status: 406, body: 'no' };
    expect(await cache().read()).toEqual(['{}', false]);
    await expect(cache().read({ forms: ['application/xml'] })).rejects.toMatchObject({
      code: 'source-server-error',
    });
  });

  test('without a folder is in memory, and nothing is left of it', async () => {
    expect(await cache('none').read()).toEqual(['<kumquat/>', false]);
    expect(await cache('none').read()).toEqual(['<kumquat/>', false]);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the folder', () => {
  test('holds no credentials, no address and no login, and is its owner’s', async () => {
    await cache().read();
    const names = await readdir(folder);
    expect(names.every((name) => /^[0-9a-f]{64}(-[0-9a-f]{64}\.gz|\.json)$/.test(name))).toBe(true);
    for (const name of names) {
      expect(await readFile(join(folder, name), 'latin1')).not.toMatch(
        /canary|Basic|seam-reader|127\.0\.0\.1/,
      );
      if (process.platform !== 'win32') expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    }
  });

  test.each<[string, (path: string) => Promise<unknown>]>([
    ['cut', (path) => truncate(path, 3)],
    ['changed', (path) => writeFile(path, 'x')],
    ['gone', (path) => rm(path)],
  ])('a copy that was %s is not used', async (_what, damage) => {
    await cache().read();
    const names = await readdir(folder);
    await damage(join(folder, names.find((name) => name.endsWith('.gz')) ?? ''));
    expect(await cache().read()).toEqual(['<kumquat/>', false]);
    expect(server.asked.at(-1)?.headers['if-none-match']).toBeUndefined();
  });

  test('facts that are no JSON are not used', async () => {
    await cache().read();
    const names = await readdir(folder);
    await writeFile(join(folder, names.find((name) => name.endsWith('.json')) ?? ''), '{"hash":');
    expect(await cache().read()).toEqual(['<kumquat/>', false]);
  });

  test('loses what no run has used for a month, and nothing else', async () => {
    await cache().read();
    await cache().read({ path: '/odata/used' });
    const theirs = join(folder, 'notes.json');
    await writeFile(theirs, '');
    const long = new Date(Date.now() - 40 * 24 * 3_600_000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), long, long);
    await cache().read({ path: '/odata/used' });
    expect((await readdir(folder)).filter((name) => name !== 'notes.json')).toHaveLength(2);
    expect(await cache().read({ path: '/odata/used' })).toEqual(['<kumquat/>', true]);
    expect(await readFile(theirs, 'utf8')).toBe('');
  });

  test('that another run writes into changes nothing of a document that is being read', async () => {
    const settings = { http: plainHttp(server.url), url: server.url, folder, log: () => {} };
    const ours = await openMetadataCache(settings).document(request);
    answer = byTag('"two"', '<quince/>');
    const theirs = await openMetadataCache(settings).document(request);
    expect([await whole(ours.chunks()), await whole(theirs.chunks())]).toEqual(['<kumquat/>', '<quince/>']);
  });

  test('that cannot be written ends no run', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const failing = cache(join(file, 'below'));
    expect(await failing.read()).toEqual(['<kumquat/>', false]);
    expect(failing.said).toContain('the cache cannot be written');
  });

  test('keeps nothing of a document that breaks off', async () => {
    const http = {
      async stream() {
        return {
          status: 200,
          headers: { etag: '"one"' },
          cookies: [],
          chunks: (async function* () {
            yield '<kum';
            throw new Error('cut');
          })(),
        };
      },
    };
    const { document } = openMetadataCache({ http, url: server.url, folder, log: () => {} });
    await expect(document(request)).rejects.toThrow('cut');
    expect(await readdir(folder)).toEqual([]);
  });
});
