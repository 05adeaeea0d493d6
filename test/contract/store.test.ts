import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/contract/canonical.js';
import {
  readContracts,
  readContractsAt,
  removeContract,
  sourcesAmong,
  sourcesOnDisk,
  writeContract,
  writeSourceInfo,
} from '../../src/contract/store.js';
import { names, temporaryFolder, write } from './folders.js';
import { contract } from './schemas.js';

const named = (entity: string) => contract({ qty: { type: 'number' } }, ['qty'], { entity });
const info = {
  connector: 'odoo',
  mapping: 3,
  product: 'Odoo',
  version: '17.0',
  apps: { sale: '17.0.1', base: '1' },
};

/** What a promise is refused with. */
const refused = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error) => error,
  );

describe('writing and reading', () => {
  test('what is written is read again, by entity', async () => {
    const folder = temporaryFolder();
    for (const entity of ['sale.order', 'Sales Order', '../../x', `long.${'x'.repeat(300)}`]) {
      expect(await writeContract(folder, 'erp', named(entity))).toBe(true);
    }
    expect(await writeSourceInfo(folder, 'erp', info)).toBe(true);
    const { contracts, system, strays } = await readContracts(folder, 'erp');
    expect([...contracts.keys()].sort()).toEqual([
      '../../x',
      'Sales Order',
      `long.${'x'.repeat(300)}`,
      'sale.order',
    ]);
    expect(contracts.get('sale.order')).toEqual({
      entity: 'sale.order',
      file: join(folder, 'erp/sale.order.json'),
      text: canonicalText(named('sale.order')),
      schema: named('sale.order'),
    });
    expect(system).toEqual(info);
    expect(strays).toEqual([]);
  });

  test('from git is the same as from disk', async () => {
    const folder = temporaryFolder();
    await writeContract(folder, 'erp', named('sale.order'));
    await writeSourceInfo(folder, 'erp', info);
    write(folder, 'erp/notes.txt', '');
    write(folder, 'erp/old/sale.order.json', '');
    const paths = [
      'erp/sale.order.json',
      'erp/_source.json',
      'erp/notes.txt',
      'erp/old/sale.order.json',
      'erp2/a.json',
    ];
    const files = new Map(
      paths.map((path) => [
        path,
        existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '',
      ]),
    );
    expect(readContractsAt(files, 'erp', `${folder}/`)).toEqual(await readContracts(folder, 'erp'));
    expect(sourcesAmong(files)).toEqual(['erp', 'erp2']);
    expect(await sourcesOnDisk(folder)).toEqual(['erp']);
  });

  test('a source without a folder has no contracts', async () => {
    const none = { contracts: new Map(), system: undefined, strays: [] };
    expect(await readContracts(temporaryFolder(), 'erp')).toEqual(none);
    expect(await readContracts(join(temporaryFolder(), 'nowhere'), 'erp')).toEqual(none);
    expect(await sourcesOnDisk(join(temporaryFolder(), 'nowhere'))).toEqual([]);
    expect(readContractsAt(new Map(), 'erp', 'main:')).toEqual(none);
  });

  test('a contract that is the same is not written again, also where git put carriage returns', async () => {
    const folder = temporaryFolder();
    await writeContract(folder, 'erp', named('sale.order'));
    const file = join(folder, 'erp/sale.order.json');
    utimesSync(file, 1, 1);
    expect(await writeContract(folder, 'erp', named('sale.order'))).toBe(false);
    expect(statSync(file).mtimeMs).toBe(1000);
    write(folder, 'erp/sale.order.json', canonicalText(named('sale.order')).replaceAll('\n', '\r\n'));
    expect(await writeContract(folder, 'erp', named('sale.order'))).toBe(false);
    expect((await readContracts(folder, 'erp')).contracts.get('sale.order')?.text).toBe(
      canonicalText(named('sale.order')),
    );
    const changed = { ...named('sale.order'), title: 'Order' };
    expect(await writeContract(folder, 'erp', changed)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(canonicalText(changed));
  });

  test('_source.json has one form, and holds nothing that its type does not name', async () => {
    const folder = temporaryFolder();
    await writeSourceInfo(folder, 'erp', { ...info, apiKey: 'canary', pulledAt: 'now' } as never);
    expect(readFileSync(join(folder, 'erp/_source.json'), 'utf8')).toBe(
      [
        '{',
        '  "$comment": "What the source was when contracts were last taken from it. It explains drift, and is never drift.",',
        '  "apps": {',
        '    "base": "1",',
        '    "sale": "17.0.1"',
        '  },',
        '  "connector": "odoo",',
        '  "mapping": 3,',
        '  "product": "Odoo",',
        '  "version": "17.0"',
        '}',
        '',
      ].join('\n'),
    );
    expect(await writeSourceInfo(folder, 'erp', info)).toBe(false);
  });

  test('a removed contract is gone, and removing it twice is no error', async () => {
    const folder = temporaryFolder();
    await writeContract(folder, 'erp', named('sale.order'));
    await writeContract(folder, 'erp', named('Sales Order'));
    expect(await removeContract(folder, 'erp', 'Sales Order')).toBe(true);
    expect(await removeContract(folder, 'erp', 'Sales Order')).toBe(false);
    expect(await removeContract(folder, 'nowhere', 'Sales Order')).toBe(false);
    expect(names(join(folder, 'erp'))).toEqual(['sale.order.json']);
  });
});

describe('what is beside the contracts', () => {
  test('is named, but for hidden files', async () => {
    const folder = temporaryFolder();
    for (const name of [
      'README.md',
      'sale.order.json.orig',
      'Sales Order.json',
      'sale.order.JSON',
      'sub/sale.order.json',
      '.gitkeep',
    ]) {
      write(folder, join('erp', name), '');
    }
    const found = (await readContracts(folder, 'erp')).strays.map((file) => file.slice(folder.length + 5));
    expect(found).toEqual([
      'README.md',
      'Sales Order.json',
      'sale.order.JSON',
      'sale.order.json.orig',
      'sub',
    ]);
  });

  test('a temporary file that a killed run left is no stray, and the next snapshot sweeps it; one in use it leaves', async () => {
    const folder = temporaryFolder();
    const left = write(folder, 'erp/.seam-0123456789abcdef.tmp', '{"half');
    utimesSync(left, 1, 1);
    const used = write(folder, 'erp/.seam-fedcba9876543210.tmp', '{"half');
    const { contracts, strays } = await readContracts(folder, 'erp');
    expect([contracts.size, strays]).toEqual([0, []]);
    await writeContract(folder, 'erp', named('sale.order'));
    await writeSourceInfo(folder, 'erp', info);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(used)).toBe(true);
  });
});

describe('contract-invalid names every file that cannot be read', () => {
  test('in one error', async () => {
    const folder = temporaryFolder();
    write(folder, 'erp/a.json', '{');
    write(folder, 'erp/b.json', '{}');
    write(folder, 'erp/_source.json', '{"product": "Odoo"}');
    await writeContract(folder, 'erp', named('sale.order'));
    const error = await refused(readContracts(folder, 'erp'));
    expect(error).toMatchObject({ code: 'contract-invalid', exit: 'usage' });
    const { where, also } = error;
    const files = [where, ...also.map((each: { where: object }) => each.where)].map(({ file }) =>
      file.slice(folder.length),
    );
    expect([...new Set(files)]).toEqual(['/erp/_source.json', '/erp/a.json', '/erp/b.json']);
  });

  test('whose name is not that of its entity', async () => {
    const folder = temporaryFolder();
    write(folder, 'erp/sale.orders.json', canonicalText(named('sale.order')));
    expect(await refused(readContracts(folder, 'erp'))).toMatchObject({
      code: 'contract-invalid',
      message: 'The contract is of "sale.order", whose file is called sale.order.json.',
      fix: 'Rename it to sale.order.json, or remove it.',
    });
  });

  test('that is a folder, or too large', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'erp/sale.order.json'), { recursive: true });
    write(folder, 'erp2/sale.order.json', ' '.repeat(16_000_001));
    expect(await refused(readContracts(folder, 'erp'))).toMatchObject({
      message: expect.stringContaining('It is no file.'),
    });
    expect(await refused(readContracts(folder, 'erp2'))).toMatchObject({
      message: expect.stringContaining('16000001 bytes'),
    });
  });
});

test('a file in place of a folder is told', async () => {
  const folder = temporaryFolder();
  const file = write(folder, 'contracts', '');
  write(folder, 'erp', '');
  const error = { code: 'contract-invalid', message: expect.stringContaining('cannot be read') };
  expect(await refused(readContracts(file, 'erp'))).toMatchObject(error);
  expect(await refused(readContracts(folder, 'erp'))).toMatchObject(error);
  expect(await refused(sourcesOnDisk(file))).toMatchObject(error);
});

describe('symbolic links', () => {
  const out = 'leads out of the folder of contracts.';

  test('out of the folder of contracts are refused, read or written', async () => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()];
    const victim = write(outside, 'sale.order.json', canonicalText(named('sale.order')));
    symlinkSync(outside, join(folder, 'linked'));
    mkdirSync(join(folder, 'erp'));
    symlinkSync(victim, join(folder, 'erp/sale.order.json'));
    const before = readFileSync(victim, 'utf8');
    const changed = { ...named('sale.order'), title: 'Order' };
    for (const source of ['linked', 'erp']) {
      const error = { code: 'contract-invalid', message: expect.stringContaining(out) };
      expect(await refused(readContracts(folder, source))).toMatchObject(error);
      expect(await refused(writeContract(folder, source, changed))).toMatchObject(error);
    }
    expect(await refused(removeContract(folder, 'linked', 'sale.order'))).toMatchObject({
      code: 'contract-invalid',
    });
    expect(readFileSync(victim, 'utf8')).toBe(before);
  });

  test('that lead nowhere are refused', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'erp'));
    symlinkSync(join(folder, 'nowhere.json'), join(folder, 'erp/sale.order.json'));
    const error = { code: 'contract-invalid', message: expect.stringContaining('leads nowhere.') };
    expect(await refused(readContracts(folder, 'erp'))).toMatchObject(error);
    expect(await refused(writeContract(folder, 'erp', named('sale.order')))).toMatchObject(error);
  });

  test('within it are followed, and so is one that is the folder of contracts itself', async () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    await writeContract(folder, 'erp', named('sale.order'));
    symlinkSync(join(folder, 'erp'), join(folder, 'uat'));
    symlinkSync(folder, join(elsewhere, 'contracts'));
    for (const place of [folder, join(elsewhere, 'contracts')]) {
      expect([...(await readContracts(place, 'uat')).contracts.keys()]).toEqual(['sale.order']);
      expect(await sourcesOnDisk(place)).toEqual(['erp', 'uat']);
    }
    expect(await writeContract(folder, 'uat', { ...named('sale.order'), title: 'Order' })).toBe(true);
    expect((await readContracts(folder, 'erp')).contracts.get('sale.order')?.schema.title).toBe('Order');
  });
});

describe('not-delivered names the path', () => {
  test('where a file is in the way', async () => {
    const folder = temporaryFolder();
    const file = write(folder, 'contracts', '');
    const error = await refused(writeContract(file, 'erp', named('sale.order')));
    expect(error).toMatchObject({
      code: 'not-delivered',
      exit: 'undelivered',
      where: { file: join(file, 'erp') },
    });
    expect(error.message).toContain('A file is where a folder should be.');
  });

  test('where a folder is in the way, and leaves no temporary file', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'erp/sale.order.json/kumquat'), { recursive: true });
    const error = await refused(writeContract(folder, 'erp', named('sale.order')));
    expect(error).toMatchObject({
      code: 'not-delivered',
      message: expect.stringContaining('There is a folder of that name.'),
    });
    expect(names(join(folder, 'erp'))).toEqual(['sale.order.json']);
  });

  test.skipIf(process.getuid?.() === 0)('where seam may not write (skipped: root may)', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'erp'));
    chmodSync(join(folder, 'erp'), 0o555);
    const error = await refused(writeContract(folder, 'erp', named('sale.order')));
    chmodSync(join(folder, 'erp'), 0o755);
    expect(error).toMatchObject({ code: 'not-delivered', message: expect.stringContaining('may not write') });
  });
});

test.each(['..', '.', '', 'a/b', '/etc'])('%j is no name of a source', async (source) => {
  const error = { code: 'usage-invalid' };
  const folder = temporaryFolder();
  expect(await refused(readContracts(folder, source))).toMatchObject(error);
  expect(await refused(writeContract(folder, source, named('sale.order')))).toMatchObject(error);
});
