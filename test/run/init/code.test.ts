import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Code, entitiesIn, fieldsIn, readCode } from '../../../src/run/init/code.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'seam-code-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function codeOf(text: string): Promise<Code> {
  return readCode(folderWith({ 'kumquat.py': text }), 'src');
}

describe('the code names an entity', () => {
  test.each<[name: string, label: string | undefined, text: string, found: boolean]>([
    ['sale.order', undefined, `env['sale.order'].create({})`, true],
    ['sale.order', undefined, '<field name="model">sale.order</field>', true],
    ['sale.order', undefined, `env['sale.order.line']`, false],
    ['sale.order', undefined, `env['presale.order']`, false],
    ['sale.order', undefined, 'A text that ends in sale.order.', true],
    ['Sales Order', undefined, `get_doc("Sales Order")`, true],
    ['Sales Order', undefined, 'GET /api/resource/Sales%20Order?fields=', true],
    ['Sales Order', undefined, `"Sales Order Item"`, true],
    ['Item', undefined, 'class Item(Base):', false],
    ['Item', undefined, `get_doc('Item')`, true],
    ['Item', undefined, '`/api/resource/Item`', true],
    ['K_SRV.A_KumquatType', 'A_Kumquat, A_Other', `get("/K_SRV/A_Kumquat?$top=1")`, true],
    ['K_SRV.A_KumquatType', 'A_Kumquat', `get("/K_SRV/A_KumquatItem")`, false],
    ['res.partner', 'Contact', `title = "Contact"`, false],
  ])('%s (%s) in %s: %s', async (name, label, text, found) => {
    const entity = label === undefined ? { name } : { name, label };
    expect(entitiesIn(await codeOf(text), [entity])).toEqual(found ? [name] : []);
  });
});

test('a field is in use where its name stands as a whole word, wherever', async () => {
  const code = await codeOf(`order.partner_id = 1 // state, "price-list" and x_kumquat2`);
  const fields = ['partner_id', 'partner', 'state', 'price-list', 'price', 'x_kumquat', '__proto__'];
  expect(fieldsIn(code, fields)).toEqual(['partner_id', 'state', 'price-list', 'price']);
});

describe('of a folder', () => {
  test('hidden folders, dependencies, binaries and links are no code', async () => {
    const folder = folderWith({
      'src/a.ts': 'apple',
      '.git/b.ts': 'banana',
      'node_modules/c.ts': 'cherry',
      'd.bin': 'date\0date',
    });
    symlinkSync(folder, join(folder, 'loop'));
    const { words, texts } = await readCode(folder, 'src');
    expect([...words]).toEqual(['apple']);
    expect(texts).toHaveLength(1);
  });

  test('that is not there, or has no code, the user is told', async () => {
    await expect(readCode('/no/such/kumquat', 'kumquat')).rejects.toThrow(
      'The folder kumquat cannot be read (ENOENT).',
    );
    await expect(readCode(folderWith({}), 'kumquat')).rejects.toThrow('There is no code in kumquat.');
  });
});
