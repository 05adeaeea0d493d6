import { describe, expect, test } from 'vitest';
import { load, problems, withSource } from './stub.js';

const uat = (keys: string) =>
  `  uat: { connector: kumquat, url: "https://uat.example.com", auth: { user: a, apiKey: "\${K}" }, ${keys} }\n`;
const seam = (use: string) => withSource(`seams: { juice: { uses: [${use}] } }\n`, uat('contractsOf: erp'));

describe('the words of direction', () => {
  test.each([
    ['read', ['read']],
    ['create', ['create']],
    ['update', ['update']],
    ['write', ['create', 'update']],
    ['both', ['read', 'create', 'update']],
  ])('%s stands for %j, for seams and policy alike', async (word, expected) => {
    const { config } = await load(
      `${seam(`{ contract: erp/a, direction: ${word} }`)}rules: [{ rule: max-length-raised, verdict: info, direction: ${word} }]\n`,
    );
    expect(config.seams[0]?.uses[0]?.directions).toEqual(expected);
    expect(config.rules[0]?.directions).toEqual(expected);
  });

  test('a policy without direction is for all', async () => {
    const { config } = await load(withSource('rules: [{ rule: max-length-raised, verdict: info }]\n'));
    expect(config.rules[0]?.directions).toEqual(['read', 'create', 'update']);
  });
});

describe('words that lead nowhere are errors', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'contractsOf a source that is not there',
      withSource('', uat('contractsOf: epr')),
      ['7:110 There is no source "epr". → Did you mean "erp"?'],
    ],
    [
      'contractsOf itself',
      withSource('', uat('contractsOf: uat')),
      [
        '7:110 sources.uat.contractsOf names the source itself. → Leave the key out: a source has its own contracts.',
      ],
    ],
    [
      'contractsOf in a chain',
      withSource('', `${uat('contractsOf: erp')}${uat('contractsOf: uat').replace('uat:', 'dev:')}`),
      [
        '8:110 sources.dev.contractsOf names "uat", which has no contracts of its own. → Name "erp", the source whose contracts those are.',
      ],
    ],
    [
      'two sources that differ in case',
      withSource('', uat('entities: [a]').replace('uat:', 'ERP:')),
      [
        '7:3 The sources "erp" and "ERP" differ only in upper and lower case. → Give one of them another name.',
      ],
    ],
    [
      'a seam on a source that is not there',
      seam('{ contract: epr/a, direction: read }'),
      ['8:38 There is no source "epr". → Did you mean "erp"?'],
    ],
    [
      'a seam on a source without contracts',
      seam('{ contract: uat/a/b, direction: read }'),
      ['8:38 "uat" has no contracts of its own. → Write "erp/a/b".'],
    ],
    [
      'a strict writer',
      seam('{ contract: erp/a, direction: write, strict: true }'),
      [
        '8:71 seams.juice.uses[0] is strict and does not read: only readers can reject fields that they do not know. → Correct the line that is named.',
      ],
    ],
    [
      'a direction that is none',
      seam('{ contract: erp/a, direction: reed }'),
      [
        '8:56 seams.juice.uses[0].direction must be one of read, create, update, write, both, not "reed". → Did you mean "read"?',
      ],
    ],
    [
      'a rule that is not there',
      withSource('rules: [{ rule: max-lenght-raised, verdict: info }]\n'),
      ['7:17 There is no rule "max-lenght-raised". → Did you mean "max-length-raised"?'],
    ],
    [
      'a policy for no source',
      withSource('rules: [{ rule: max-length-raised, verdict: info, path: "epr/*" }]\n'),
      ['7:57 There is no source "epr". → Did you mean "erp"?'],
    ],
    [
      'a policy for a source alone',
      withSource('rules: [{ rule: max-length-raised, verdict: info, path: erp }]\n'),
      ['7:57 rules[0].path names a source alone. → Write "erp/*".'],
    ],
    [
      'a policy whose glob fits no source',
      withSource('rules: [{ rule: max-length-raised, verdict: info, path: "x*/a" }]\n'),
      ['7:57 rules[0].path fits no source. → Known sources: erp.'],
    ],
    [
      'a rename in a source that is not there',
      withSource('renames: { epr/a: { b: c } }\n'),
      ['7:12 There is no source "epr". → Did you mean "erp"?'],
    ],
    [
      'a rename of entities in a source that is not there',
      withSource('renames: { epr: { b: c } }\n'),
      ['7:12 There is no source "epr". → Did you mean "erp"?'],
    ],
    [
      'two entities renamed to one',
      withSource('renames: { erp: { b: d, c: d } }\n'),
      ['7:28 "b" and "c" cannot both be "d" now. → Correct the line that is named.'],
    ],
    [
      'a rename to itself',
      withSource('renames: { erp/a: { b: b } }\n'),
      ['7:24 "b" is renamed to itself. → Correct the line that is named.'],
    ],
    [
      'two renames to one',
      withSource('renames: { erp/a: { b: d, c: d } }\n'),
      ['7:30 "b" and "c" cannot both be "d" now. → Correct the line that is named.'],
    ],
    [
      'an exclusion of nothing',
      withSource('').replace('["*"]', '["*", "!"]'),
      ['6:21 sources.erp.entities[1] excludes nothing. → Put a name behind the "!".'],
    ],
    [
      'an exclusion with fields',
      withSource('').replace('["*"]', '["*", { name: "!a", fields: [b] }]'),
      [
        '6:43 sources.erp.entities[1] is an exclusion and cannot have fields. → Correct the line that is named.',
      ],
    ],
    [
      'an exclusion before anything is chosen',
      withSource('').replace('["*"]', '["!a", "*"]'),
      [
        '6:16 sources.erp.entities[0] excludes before anything is chosen. → Begin with what is contracted, for example "*".',
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  test.each(['*', 'erp/*', '*/description', 'e?p/a/b', 'er*', 'u*/a'])(
    'a policy path %j is fine',
    async (path) => {
      const policy = `rules: [{ rule: max-length-raised, verdict: info, path: "${path}" }]\n`;
      expect((await load(withSource(policy, uat('contractsOf: erp')))).config.rules[0]?.path).toBe(path);
    },
  );
});

describe('the address of a source', () => {
  test.each([
    ['ftp://erp.example.com', 'is no address that begins with https:// or http://'],
    ['erp.example.com', 'is no address that begins with https:// or http://'],
    ['https://', 'is no address that begins with https:// or http://'],
    ['https://reader@erp.example.com', 'holds a user; credentials have keys of their own'],
    ['https://erp.example.com/?db=prod', 'has a part behind "?" or "#", which would be lost'],
  ])('%j is refused', async (url, why) => {
    expect(await problems(withSource('').replace('https://erp.example.com', `"${url}"`))).toEqual([
      `4:10 sources.erp.url ${why}. → Write it like https://erp.example.com.`,
    ]);
  });

  test.each(['http://127.0.0.1:8069', 'https://erp.example.com/base/', '${ERP_URL}', 'https://${HOST}/x'])(
    '%j is fine',
    async (url) => {
      expect(
        (await load(withSource('').replace('https://erp.example.com', `"${url}"`))).config.sources[0]?.url,
      ).toBe(url);
    },
  );
});

describe('the address of a source that does not speak HTTP', () => {
  const config = (url: string) => `sources:\n  db: { connector: lime, url: "${url}", entities: [a] }\n`;

  test.each([
    ['https://db.example.com', 'is no address that begins with lime:// or limes://'],
    ['lime:db', 'is no address that begins with lime:// or limes://'],
    ['lime:///db', 'is no address that begins with lime:// or limes://'],
    ['lime://reader@db.example.com/a', 'holds a user; credentials have keys of their own'],
    ['lime://db.example.com/a?tls=no', 'has a part behind "?" or "#", which would be lost'],
  ])('%j is refused', async (url, why) => {
    expect(await problems(config(url))).toEqual([
      `2:31 sources.db.url ${why}. → Write it like lime://db.example.com/database.`,
    ]);
  });

  test.each(['lime://db.example.com:99/a', 'limes://[::1]/a', '${DB_URL}'])('%j is fine', async (url) => {
    expect((await load(config(url))).config.sources[0]?.url).toBe(url);
  });
});

describe('a placeholder', () => {
  test.each([
    ['contracts: "${X}"\n', '7:12 contracts cannot hold a placeholder.'],
    [
      'seams: { juice: { owner: "${X}", uses: [{ contract: erp/a, direction: read }] } }\n',
      '7:26 seams.juice.owner cannot hold a placeholder.',
    ],
  ])('where none is filled in is an error: %j', async (more, why) => {
    expect(await problems(withSource(more))).toEqual([expect.stringContaining(why)]);
  });

  test.each(['connector', 'entities'])(
    'in %s is one too, since it is needed before the source is contacted',
    async (key) => {
      const text = withSource('')
        .replace(key === 'connector' ? 'kumquat' : '*', '${X}')
        .replace('connector: ${X}', 'connector: "${X}"');
      expect(await problems(text)).toEqual([expect.stringContaining('cannot hold a placeholder')]);
    },
  );

  test.each(['${oops!}', '${}', '${file:}', '${a-b}', '${env:X}', 'a ${X'])(
    'that is malformed is an error: %j',
    async (text) => {
      expect(await problems(withSource('', `    database: "${text}"\n`))).toEqual([
        expect.stringMatching(/^7:15 In sources.erp.database (what stands in|a placeholder that)/),
      ]);
    },
  );

  test('can stand where the connector asks for one of several words', async () => {
    expect((await load(withSource('', '    mode: "${MODE}"\n'))).config.sources[0]?.options['mode']).toBe(
      '${MODE}',
    );
  });

  test('that is escaped is none', async () => {
    expect(
      (await load(withSource('', '    database: "$${X}"\n'))).config.sources[0]?.places?.has('database'),
    ).toBe(false);
  });
});
