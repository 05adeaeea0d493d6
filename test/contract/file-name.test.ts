import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entityOf, fileNameOf, isContractFile } from '../../src/contract/file-name.js';
import { hostileName } from './schemas.js';

test.each([
  ['sale.order', 'sale.order.json'],
  ['res_partner-2', 'res_partner-2.json'],
  ['Sales Order', 'Sales Order~12.json'],
  ['Customer', 'Customer~1.json'],
  ['GL Entry', 'GL Entry~7.json'],
  ['A_BusinessPartner', 'A_BusinessPartner~302.json'],
  ['Purchase Taxes & Charges (old)', 'Purchase Taxes & Charges (old)~1012.json'],
  ['Überweisung', 'Überweisung~1.json'],
  ['客户', '客户.json'],
  ['com.example.Service/Post', 'com.example.Service%2FPost~00402.json'],
  ['../x', '%2E.%2Fx.json'],
  ['/etc/passwd', '%2Fetc%2Fpasswd.json'],
  ['a\\b', 'a%5Cb.json'],
  ['a\0b', 'a%00b.json'],
  ['a:b*c?d"e<f>g|h', 'a%3Ab%2Ac%3Fd%22e%3Cf%3Eg%7Ch.json'],
  ['nul', '%6Eul.json'],
  ['NUL', '%4EUL~7.json'],
  ['con.line', '%63on.line.json'],
  ['com1', '%63om1.json'],
  ['console', 'console.json'],
  ['_source', '%5Fsource.json'],
  ['.hidden', '%2Ehidden.json'],
  ['-rf', '%2Drf.json'],
  ['name.', 'name%2E.json'],
  ['name ', 'name%20.json'],
  ['a~1', 'a%7E1.json'],
  ['50%', '50%25.json'],
  ['straße', 'stra%DFe.json'],
  ['e\u0301', 'e%u0301.json'],
  ['\u1112\u1161', '%u1112%u1161.json'],
  ['\ud800', '%uD800.json'],
  ['😀', '%uD83D%uDE00.json'],
  ['a\u202eb', 'a%u202Eb.json'],
  ['__proto__', '%5F_proto__.json'],
])('%j is in %j', (entity, file) => {
  expect(fileNameOf(entity)).toBe(file);
  expect(entityOf(file)).toBe(entity);
});

test('a name that is too long keeps its beginning, and a hash tells it from others', () => {
  const [one, other] = [`kumquat.${'x'.repeat(300)}`, `kumquat.${'x'.repeat(299)}y`];
  expect(fileNameOf(one)).toMatch(/^kumquat\.x{24}~~[0-9a-f]{32}\.json$/);
  expect(fileNameOf(one)).not.toBe(fileNameOf(other));
  expect(entityOf(fileNameOf(one))).toBeUndefined();
  expect(isContractFile(fileNameOf(one))).toBe(true);
});

test.each([
  'sale.order',
  'sale.order.JSON',
  'Sale.order.json',
  'sales order~12.json',
  'Sales Order.json',
  'Sales Order~120.json',
  'sale%2Eorder.json',
  '%2e.json',
  '.json',
  '_source.json',
  'nul.json',
  'a~~b.json',
  'README.md',
  '%zz.json',
  'a b .json',
])('%j is the file of no entity', (file) => {
  expect(entityOf(file)).toBeUndefined();
  expect(isContractFile(file)).toBe(false);
});

test('a name that a file system gives back decomposed is the same', () => {
  expect(entityOf(fileNameOf('Überweisung').normalize('NFD'))).toBe('Überweisung');
});

describe('for any names', () => {
  const letters = fc.constantFrom(
    ...'aAbBsSkKiIßſẞıİςσΣéÉäÄ\u212a\u0301ǅǆﬁ.~%_ 1/nulNUL'.split(''),
    '😀',
    '\ud83d',
  );
  const entity = fc
    .oneof(
      fc.array(letters, { maxLength: 6 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
      hostileName,
    )
    .filter((name) => name !== '');

  test('the entity is found again', () => {
    fc.assert(
      fc.property(entity, (name) => {
        expect(entityOf(fileNameOf(name))).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  test('no two have the same file, also where neither case nor composition counts', () => {
    const folded = (name: string) => fileNameOf(name).normalize('NFKD').toUpperCase().toLowerCase();
    fc.assert(
      fc.property(entity, entity, (one, other) => {
        if (one !== other) expect(folded(one)).not.toBe(folded(other));
      }),
      { numRuns: 5000 },
    );
  });

  test('no two that differ in case alone have the same file', () => {
    const folded = (name: string) => fileNameOf(name).normalize('NFD').toUpperCase().toLowerCase();
    fc.assert(
      fc.property(entity, (name) => {
        for (const other of [
          name.toUpperCase(),
          name.toLowerCase(),
          name.normalize('NFD'),
          name.normalize('NFC'),
        ]) {
          if (other !== name) expect(folded(other)).not.toBe(folded(name));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the file stays in its folder, on any system, and is short enough', () => {
    fc.assert(
      fc.property(fc.oneof(entity, fc.string({ unit: 'binary', minLength: 60, maxLength: 400 })), (name) => {
        const file = fileNameOf(name);
        expect(basename(file)).toBe(file);
        expect(posix.resolve('/contracts/erp', file)).toBe(`/contracts/erp/${file}`);
        expect(win32.resolve('C:\\contracts', file)).toBe(`C:\\contracts\\${file}`);
        expect(file).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}]|^[._ -]|[. ]$/u);
        expect(file).not.toMatch(/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *\./i);
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(200);
      }),
      { numRuns: 2000 },
    );
  });

  test('the file can be made, and its name is given back', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seam-names-'));
    try {
      fc.assert(
        fc.property(entity, (name) => {
          writeFileSync(join(folder, fileNameOf(name)), '');
        }),
      );
      for (const file of readdirSync(folder)) expect(isContractFile(file)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
