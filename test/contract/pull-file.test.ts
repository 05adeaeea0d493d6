import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPullFile, writePullFile } from '../../src/contract/pull-file.js';
import type { PullFile } from '../../src/model/pull.js';
import { names, temporaryFolder, write } from './folders.js';
import { contract } from './schemas.js';

const pull: PullFile = {
  format: 1,
  seamVersion: '0.1.0',
  pulledAt: '2026-11-24T09:00:00.123Z',
  sources: [
    {
      name: 'erp-prod',
      connector: 'odoo',
      mapping: 3,
      system: { product: 'Odoo', version: '17.0', apps: { base: '17.0.1.3' }, account: 'seam-reader' },
      listed: ['kumquat.line', 'kumquat.order'],
      results: [
        {
          entity: 'kumquat.line',
          status: 'described',
          schema: contract(JSON.parse('{"__proto__": {"type": "string"}}')),
          hidden: ['cost'],
          notObserved: [{ facet: 'default', why: 'The server failed.' }],
        },
        { entity: 'kumquat.order', status: 'forbidden', why: 'No right.', fix: 'Give it.' },
        { entity: 'kumquat.box', status: 'missing', why: 'It is not listed.' },
      ],
    },
    {
      name: 'erp-uat',
      connector: 'odoo',
      mapping: 0,
      results: [],
      failure: {
        code: 'source-timeout',
        why: 'No answer.',
        where: { url: 'https://uat.example.com' },
        fix: 'Wait.',
      },
    },
  ],
};

const refused = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error) => error,
  );

describe('a pull file', () => {
  test('gives back what was written', async () => {
    const file = join(temporaryFolder(), 'pull.json');
    await writePullFile(file, pull);
    const read = await readPullFile(file);
    expect(read).toEqual(pull);
    expect(JSON.stringify(read)).toContain('"__proto__":{"type":"string"}');
  });

  test('is written whole, over an older one, and leaves nothing beside it', async () => {
    const folder = temporaryFolder();
    const file = write(folder, 'pull.json', 'old');
    await writePullFile(file, pull);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(pull)));
    expect(names(folder)).toEqual(['pull.json']);
  });

  test('holds nothing that its type does not name', async () => {
    const file = join(temporaryFolder(), 'pull.json');
    const [first, second] = pull.sources;
    const secret = { options: { apiKey: 'canary-1' }, frame: '3 | apiKey: canary-2', password: 'canary-3' };
    const sources = [
      {
        ...first,
        ...secret,
        system: { ...first?.system, ...secret },
        results: first?.results.map((each) => ({ ...each, ...secret })),
      },
      { ...second, ...secret, failure: { ...second?.failure, ...secret, also: [secret] } },
    ];
    await writePullFile(file, { ...pull, ...secret, sources } as never);
    expect(readFileSync(file, 'utf8')).not.toContain('canary');
    expect(await readPullFile(file)).toEqual(pull);
  });

  test('that cannot be written is not-delivered', async () => {
    const file = join(temporaryFolder(), 'nowhere/pull.json');
    const message = `${file} could not be written. The folder is not there.`;
    expect(await refused(writePullFile(file, pull))).toMatchObject({ code: 'not-delivered', message });
  });
});

describe('pull-file-invalid says why', () => {
  const changed = (path: readonly (string | number)[], value: unknown) => {
    const copy = JSON.parse(JSON.stringify(pull));
    const owner = path.slice(0, -1).reduce((at, name) => at[name], copy);
    owner[path.at(-1) ?? ''] = value;
    return JSON.stringify(copy);
  };

  test.each<[string, string]>([
    ['{"format": 1,', 'The file is no JSON: it breaks off.'],
    ['[]', 'The file is no pull file.'],
    [changed(['format'], 2), 'Its format is 2; this seam reads 1.'],
    [changed(['seamVersion'], 1), 'It does not say which seam made it.'],
    [changed(['pulledAt'], 'yesterday'), 'It does not say when it was made.'],
    [changed(['pulledAt'], '2026-13-24T09:00:00Z'), 'It does not say when it was made.'],
    [changed(['sources'], {}), 'It holds no sources.'],
    [changed(['sources', 0, 'name'], 1), 'A source in it has no name.'],
    [changed(['sources', 0, 'mapping'], null), 'erp-prod: connector or mapping is missing.'],
    [changed(['sources', 0, 'system', 'version'], 17), 'erp-prod: what the source is cannot be read.'],
    [changed(['sources', 0, 'system', 'apps'], { base: 1 }), 'erp-prod: what the source is cannot be read.'],
    [changed(['sources', 0, 'listed'], [1]), 'erp-prod: its catalogue is no list of names.'],
    [changed(['sources', 0, 'results'], undefined), 'erp-prod: it holds no results.'],
    [changed(['sources', 0, 'results', 0, 'entity'], 1), 'erp-prod: A result has no entity.'],
    [
      changed(['sources', 0, 'results', 0, 'hidden'], 'a'),
      'erp-prod: kumquat.line: its hidden fields are no list of names.',
    ],
    [
      changed(['sources', 0, 'results', 0, 'notObserved'], [{}]),
      'erp-prod: kumquat.line: what was not observed cannot be read.',
    ],
    [
      changed(['sources', 0, 'results', 0, 'schema'], null),
      'erp-prod: kumquat.line: its schema must be an object.',
    ],
    [
      changed(['sources', 0, 'results', 0, 'schema', 'type'], 1),
      'erp-prod: kumquat.line: /type must be "object".',
    ],
    [
      changed(['sources', 0, 'results', 1, 'status'], 'gone'),
      'erp-prod: kumquat.order: what became of it cannot be read.',
    ],
    [
      changed(['sources', 0, 'results', 1, 'why'], undefined),
      'erp-prod: kumquat.order: what became of it cannot be read.',
    ],
    [changed(['sources', 1, 'failure'], {}), 'erp-uat: its failure cannot be read.'],
  ])('%#: %s', async (text, message) => {
    const file = write(temporaryFolder(), 'pull.json', text);
    expect(await refused(readPullFile(file))).toMatchObject({
      code: 'pull-file-invalid',
      message,
      where: { file },
    });
  });

  test('where there is none', async () => {
    const file = join(temporaryFolder(), 'pull.json');
    expect(await refused(readPullFile(file))).toMatchObject({
      code: 'pull-file-invalid',
      message: 'There is no such file.',
      where: { file },
    });
  });
});
