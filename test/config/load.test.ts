import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorOf, lines, load, loadFrom, newFolder, problems, withSource } from './stub.js';

/** The example of the design. */
const example = `# yaml-language-server: $schema=./node_modules/erp-seam/schema/seam.schema.json
contracts: contracts            # folder, relative to this file
failOn: warning                 # breaking | warning | info
sources:
  erp-prod:
    connector: odoo             # built-in name, npm package, or ./local-file.js
    url: https://erp.example.com
    database: prod
    auth: { user: seam-reader, apiKey: "\${ODOO_API_KEY}" }   # also \${file:…}, \${cmd:…}
    entities:                   # names, globs, exclusions; optionally only some fields
      - res.partner
      - "sale.*"
      - "!sale.report"
      - { name: product.template, fields: [name, list_price, "x_*"] }
  erp-uat: { connector: odoo, url: https://uat.example.com, database: uat, auth: { user: u, apiKey: "\${UAT_KEY}" }, contractsOf: erp-prod }
seams:
  webshop-orders:
    owner: team-commerce
    runbook: https://wiki.example.com/webshop-orders
    uses:
      - { contract: erp-prod/sale.order, direction: both, fields: [partner_id, state, "order_line.*"] }
      - { contract: erp-prod/res.partner, direction: read, strict: true }   # rejects unknown fields
rules:                          # the user's policy, by rule, direction and path
  - { rule: max-length-raised, direction: read, verdict: info, path: "erp-prod/*/description" }
renames: { erp-prod/res.partner: { ref: reference }, erp-prod: { sale.old: sale.order } }
`;

test('a source can be a file instead of an address', async () => {
  const { config } = await load(
    'sources: { erp: { connector: quince, file: specs/erp.yaml, entities: ["*"] } }',
  );
  expect(config.sources[0]).toEqual({
    name: 'erp',
    connector: 'quince',
    file: 'specs/erp.yaml',
    entities: [{ name: '*', exclude: false }],
    transport: {},
    options: {},
    places: new Map(),
  });
});

describe('a config', () => {
  test('is read as the design says it', async () => {
    const { config } = await load(example);
    expect(config).toMatchObject({
      contracts: join(config.folder, 'contracts'),
      file: join(config.folder, 'seam.yaml'),
      failOn: 'warning',
      renames: { 'erp-prod/res.partner': { ref: 'reference' } },
      entityRenames: { 'erp-prod': { 'sale.old': 'sale.order' } },
    });
    expect(config.sources[0]).toEqual({
      name: 'erp-prod',
      connector: 'odoo',
      url: 'https://erp.example.com',
      options: { database: 'prod', auth: { user: 'seam-reader', apiKey: '${ODOO_API_KEY}' } },
      entities: [
        { name: 'res.partner', exclude: false },
        { name: 'sale.*', exclude: false },
        { name: 'sale.report', exclude: true },
        { name: 'product.template', exclude: false, fields: ['name', 'list_price', 'x_*'] },
      ],
      transport: {},
      places: new Map([['auth.apiKey', { file: 'seam.yaml', line: 9, column: 40 }]]),
    });
    expect(config.sources[1]).toMatchObject({ name: 'erp-uat', contractsOf: 'erp-prod', entities: [] });
    expect(config.seams).toEqual([
      {
        name: 'webshop-orders',
        owner: 'team-commerce',
        runbook: 'https://wiki.example.com/webshop-orders',
        uses: [
          {
            source: 'erp-prod',
            entity: 'sale.order',
            directions: ['read', 'create', 'update'],
            fields: ['partner_id', 'state', 'order_line.*'],
            strict: false,
          },
          { source: 'erp-prod', entity: 'res.partner', directions: ['read'], strict: true },
        ],
      },
    ]);
    expect(config.rules).toEqual([
      { rule: 'max-length-raised', directions: ['read'], verdict: 'info', path: 'erp-prod/*/description' },
    ]);
  });

  test('keeps what every connector has apart from the keys of its own', async () => {
    const transport = `    allowHttp: true
    proxy: http://proxy.example.com:3128
    ca: ca.pem
    clientCertificate: { cert: c.pem, key: k.pem }
    timeout: 7
    concurrency: 3
`;
    const { config } = await load(withSource('', `    database: x\n${transport}`));
    expect(config.sources[0]?.transport).toEqual({
      allowHttp: true,
      proxy: 'http://proxy.example.com:3128',
      ca: 'ca.pem',
      clientCertificate: { cert: 'c.pem', key: 'k.pem' },
      timeout: 7,
      concurrency: 3,
    });
    expect(Object.keys(config.sources[0]?.options ?? {}).sort()).toEqual(['auth', 'database']);
  });

  test('says where each of its parts stands', async () => {
    const { at } = await load(example);
    expect(at(['sources', 'erp-prod', 'database'])).toEqual({ file: 'seam.yaml', line: 8, column: 15 });
    expect(at(['seams', 'webshop-orders', 'uses', 1, 'strict'])).toMatchObject({ line: 22, column: 68 });
    expect(at(['seams', 'webshop-orders', 'uses', 1, 'nowhere'])).toMatchObject({ line: 22, column: 9 });
    expect(at([])).toMatchObject({ line: 2, column: 1 });
  });

  test('makes errors that point into the file', async () => {
    const { problem } = await load(example);
    const error = problem({ path: ['sources', 'erp-prod', 'connector'], why: 'Wrong.', fix: 'Right.' });
    expect(error.toFailure()).toEqual({
      code: 'config-invalid',
      why: 'Wrong.',
      fix: 'Right.',
      where: { file: 'seam.yaml', line: 6, column: 16 },
      frame:
        '    6 |     connector: odoo             # built-in name, npm package, or ./local-file.js\n      |                ^^^^',
    });
  });

  test('may share values by anchors and merge keys, and the errors still have a place', async () => {
    const text = (key: string) => `sources:
  erp: &base
    connector: kumquat
    url: https://erp.example.com
    auth: &auth { user: reader, apiKey: "\${KEY}" }
    entities: ["*"]
    ${key}: x
  tenant:
    <<: *base
    url: https://tenant.example.com
    auth: *auth
`;
    const { config } = await load(text('database'));
    expect(config.sources[1]).toMatchObject({
      url: 'https://tenant.example.com',
      options: { database: 'x', auth: { user: 'reader' } },
    });
    expect(await problems(text('datbase'))).toEqual([
      '7:5 unknown key "datbase" in sources.erp → Did you mean "database"?',
      '7:5 unknown key "datbase" in sources.tenant → Did you mean "database"?',
    ]);
  });

  test('is found by its path, and its paths are relative to it', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'other.yaml'), withSource('contracts: agreed\n'));
    const { config } = await loadFrom('/', join(folder, 'other.yaml'));
    expect(config).toMatchObject({ folder, contracts: join(folder, 'agreed') });
  });

  test('may begin with a byte order mark and have Windows line ends', async () => {
    expect((await load(`\uFEFF${example.replaceAll('\n', '\r\n')}`)).config.sources).toHaveLength(2);
  });
});

describe('a file that cannot be read', () => {
  test('is not there', async () => {
    const error = await errorOf(loadFrom(await newFolder()));
    expect(error).toMatchObject({ code: 'config-not-found', exit: 'usage', where: { file: 'seam.yaml' } });
  });

  test('is a folder', async () => {
    expect(await errorOf(loadFrom(await newFolder(), '.'))).toMatchObject({ code: 'config-not-found' });
  });

  test('leads in a circle', async () => {
    const folder = await newFolder();
    await symlink('seam.yaml', join(folder, 'seam.yaml'));
    expect(await errorOf(loadFrom(folder))).toMatchObject({ code: 'config-not-found' });
  });

  test.each<[string, string | Uint8Array, readonly string[]]>([
    ['is empty', '', ['1:1 seam.yaml is empty. → Begin with "sources:".']],
    ['is no map', '- a', ['1:1 seam.yaml must be a map of keys. → Begin with "sources:".']],
    [
      'is too large',
      `# ${'x'.repeat(300_000)}`,
      ['seam.yaml is larger than 256 KiB. → Leave out what no source or seam needs.'],
    ],
    [
      'is not UTF-8',
      new Uint8Array([0x61, 0x3a, 0x20, 0xe9]),
      ['seam.yaml is not UTF-8. → Save it as UTF-8.'],
    ],
    [
      'is broken YAML',
      'sources:\n\terp: x',
      ['2:1 Tabs cannot indent YAML. → Indent with two spaces a level.'],
    ],
    [
      'has an exclusion without quotes',
      'entities:\n  - !sale.report',
      ['2:5 A ! begins a YAML tag here, and seam knows none. → Put an exclusion in quotes: "!sale.report".'],
    ],
    [
      'has a glob without quotes',
      'entities:\n  - *\n',
      expect.arrayContaining([
        '2:5 A * begins an alias here. → Put a name that begins with * in quotes: "*".',
      ]),
    ],
    [
      'names an anchor that is not there',
      'entities: [*sale]',
      ['1:12 There is no anchor of this name before the alias. → Put a name that begins with * in quotes.'],
    ],
    [
      'has a key twice',
      'sources:\n  erp: 1\n  erp: 2\n',
      ['3:3 The key "erp" stands twice in the same map. → Keep one of them.'],
    ],
    [
      'has __proto__ twice',
      '__proto__: 1\n__proto__: 2\n',
      ['2:1 The key "__proto__" stands twice in the same map. → Keep one of them.'],
    ],
    [
      'holds two documents',
      'a: 1\n---\nb: 2\n',
      ['2:1 The file holds more than one document (---). → Keep the first one.'],
    ],
    [
      'has a key that is a list',
      '? [a]\n: b\n',
      ['1:3 A key must be plain text. → Correct the line that is named.'],
    ],
    [
      'has a number that JSON lacks',
      'a: .nan',
      ['1:4 This is no value that seam.yaml can hold. → Put it in quotes.'],
    ],
    ['is an alias of itself', 'a: &a [*a]', [expect.stringMatching(/^1:8 There is no anchor/)]],
    [
      'blows up by aliases',
      `a: &a0 [x, x, x, x, x, x, x, x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i}, `.repeat(8)}]`).join('\n')}`,
      [expect.stringContaining('The file has too many values')],
    ],
    [
      'blows up by merge keys',
      `a: &a0 {}\n${Array.from({ length: 60 }, (_, i) => `b${i}: &a${i + 1} { <<: [*a${i}, *a${i}] }`).join('\n')}`,
      [expect.stringContaining('The file has too many values')],
    ],
    [
      'is nested in brackets',
      '['.repeat(200_000),
      ['1:101 The file is nested too deeply. → Correct the line that is named.'],
    ],
    [
      'is nested in dashes',
      '- '.repeat(100_000),
      ['1:1 The file is nested too deeply. → Correct the line that is named.'],
    ],
    [
      'is nested in lines',
      Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      [expect.stringContaining('The file is nested too deeply.')],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });
});

describe('a wrong config is told by line and column', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a misspelt key',
      withSource('seam: {}\n'),
      ['7:1 unknown key "seam" at the top level → Did you mean "seams"?'],
    ],
    [
      'a misspelt key that is needed, once',
      withSource('').replace('connector:', 'conector:'),
      ['3:5 unknown key "conector" in sources.erp → Did you mean "connector"?'],
    ],
    [
      'a misspelt key of the connector',
      withSource('', '    databse: x\n'),
      ['7:5 unknown key "databse" in sources.erp → Did you mean "database"?'],
    ],
    [
      'an unknown key where nothing is near',
      withSource('seams: { juice: { uses: [{ contract: erp/a, direction: read, zzz: 1 }] } }\n'),
      ['7:62 unknown key "zzz" in seams.juice.uses[0] → Known keys: contract, direction, fields, strict.'],
    ],
    [
      'a key that is missing',
      'sources: { erp: { connector: kumquat, entities: [a], auth: { user: a, password: "${P}" } } }',
      [
        '1:12 sources.erp lacks "url". → Address of the ERP, without credentials, for example https://erp.example.com.',
      ],
    ],
    [
      'neither url nor file',
      'sources: { erp: { connector: quince, entities: [a] } }',
      ['1:12 sources.erp needs exactly one of url, file. → Say one of them.'],
    ],
    [
      'neither entities nor contractsOf',
      withSource('').replace('    entities: ["*"]\n', ''),
      ['2:3 sources.erp needs at least one of entities, contractsOf. → Say one of them.'],
    ],
    [
      'two of which one is allowed',
      withSource('').replace('user: reader', 'password: "${P}", user: reader'),
      ['5:5 sources.erp.auth needs exactly one of apiKey, password. → Say one of them.'],
    ],
    [
      'a value that is not allowed',
      withSource('failOn: warn\n'),
      ['7:9 failOn must be one of breaking, warning, info, not "warn". → Did you mean "warning"?'],
    ],
    [
      'an empty key',
      withSource('seams:\n'),
      [
        '7:7 seams is empty; it must be a map. → Integrations by name: which contracts each one uses, in which direction, and who owns it.',
      ],
    ],
    [
      'text for a number',
      withSource('', '    timeout: "5"\n'),
      ['7:14 sources.erp.timeout must be a number, not "5". → Write it without quotes.'],
    ],
    [
      'a number for text',
      withSource('', '    database: 17\n'),
      ['7:15 sources.erp.database must be text, not 17. → Put it in quotes.'],
    ],
    [
      'a map for text',
      withSource('', '    database: {}\n'),
      ['7:15 sources.erp.database must be text, not a map. → Name of the database.'],
    ],
    [
      'a number out of bounds',
      withSource('', '    timeout: 0\n'),
      ['7:14 sources.erp.timeout must be more than 0, not 0. → Seconds until one request is given up.'],
    ],
    [
      'the same twice',
      withSource('').replace('["*"]', '[a, b, a]'),
      ['6:22 sources.erp.entities[2] says the same as sources.erp.entities[0]. → Keep one of them.'],
    ],
    [
      'an empty list',
      withSource('').replace('["*"]', '[]'),
      ['6:15 sources.erp.entities is empty. → Say something, or leave the key out.'],
    ],
    [
      'a contract without a source',
      withSource('seams: { juice: { uses: [{ contract: a, direction: read }] } }\n'),
      [
        '7:38 seams.juice.uses[0].contract cannot be "a". → The contract as source/entity, for example erp-prod/sale.order.',
      ],
    ],
    [
      'a connector that is not there',
      withSource('').replace('kumquat', 'kumqat'),
      ['3:16 connector-unknown There is no connector "kumqat". → Use one of the built-in connectors.'],
    ],
    [
      'a source called __proto__',
      withSource('').replace('  erp:', '  __proto__:'),
      [
        '2:3 "__proto__" cannot be a key of sources. → A name of a source is made of letters, digits, points, hyphens and underscores, begins with a letter or digit, and is at most 64 characters long.',
      ],
    ],
    [
      'a source that leaves its folder',
      withSource('').replace('  erp:', '  ../erp:'),
      [expect.stringMatching(/^2:3 "..\/erp" cannot be a key of sources/)],
    ],
    [
      'a key called __proto__',
      withSource('', '    __proto__: { polluted: true }\n'),
      [expect.stringMatching(/^7:5 unknown key "__proto__" in sources.erp/)],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  test('all errors of a file at once, in its order', async () => {
    const text = withSource('failOn: warn\nseam: {}\n', '    timeout: x\n').replace(
      'url: https',
      'ulr: https',
    );
    expect((await problems(text)).map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      '4:5',
      '7:14',
      '8:9',
      '9:1',
    ]);
  });

  test('many errors are cut, and that is said', async () => {
    const keys = Array.from({ length: 80 }, (_, index) => `k${index}: 1\n`).join('');
    const found = await problems(withSource(keys));
    expect(found).toHaveLength(52);
    expect(found.at(-1)).toContain('29 more problems are not listed.');
  });

  test('an open schema of a connector is closed all the same, also one in parts', async () => {
    const source = 'connector: pomelo, url: "https://a", entities: [a]';
    expect(await problems(`sources: { erp: { ${source}, site: x, depth: deep, dept: 1 } }`)).toEqual([
      '1:87 sources.erp.depth must be a whole number, not "deep". → Correct the line that is named.',
      '1:93 unknown key "dept" in sources.erp → Did you mean "depth"?',
    ]);
    expect(await problems(`sources: { erp: { ${source} } }`)).toEqual([
      '1:12 sources.erp lacks "site". → Add it.',
    ]);
    expect((await load(`sources: { erp: { ${source}, site: x } }`)).config.sources[0]?.options).toEqual({
      site: 'x',
    });
  });

  test('hostile names pollute nothing', async () => {
    const { config } = await load(
      withSource(
        'seams: { __proto__: { owner: x, uses: [{ contract: erp/__proto__, direction: read, fields: [__proto__] }] } }\nrenames: { erp/__proto__: { __proto__: constructor } }\n',
        '    headers: { __proto__: a, constructor: b }\n',
      ),
    );
    expect(config.seams[0]).toMatchObject({ name: '__proto__', uses: [{ entity: '__proto__' }] });
    expect(Object.keys(config.sources[0]?.options['headers'] ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(config.renames['erp/__proto__'] ?? {})).toEqual([['__proto__', 'constructor']]);
    expect(({} as Record<string, unknown>)['owner']).toBeUndefined();
  });

  test('terminal sequences in the file do not reach the message or the frame', async () => {
    const error = await errorOf(load(withSource('"a\\e[31m\u202Eb": 1 # \u001B[31m\n')));
    const text = lines(error).join() + error.frame;
    expect(text).not.toMatch(/\p{Cf}/u);
    expect(text).not.toContain('\u001B');
  });
});
