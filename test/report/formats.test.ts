import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNames, loadFormat } from '../../src/report/formats.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, everything, mixed, options } from './reports.js';

test('pretty is the format of those who name none', () => {
  expect(formatNames[0]).toBe('pretty');
});

test('a name that is not in the table, not even one that every object has, is no format', async () => {
  await expect(loadFormat('constructor')).rejects.toThrow(RangeError);
});

/** What acts on a terminal, hides, turns text around, or cannot be encoded; a newline is made by the format alone. */
const treacherous = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe.each(formatNames)('the format %s', (name) => {
  test('has its own name and an extension', async () => {
    const format = await loadFormat(name);
    expect(format.id).toBe(name);
    expect(format.extension).toMatch(/^[a-z]+$/);
  });

  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
  ])('ends with one newline: %s', async (_, report) => {
    const text = (await loadFormat(name)).render(report, options);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test('names every breaking finding and every entity that was not checked', async () => {
    const text = (await loadFormat(name)).render(drift, options);
    for (const said of [
      'max-length-lowered',
      'kumquat.order.line',
      'webshop-orders',
      'hr.employee',
      '"Employees / Officer',
    ]) {
      expect(text.replaceAll('\\"', '"')).toContain(said);
    }
  });

  test('makes a hostile report harmless', async () => {
    const format = await loadFormat(name);
    fc.assert(
      fc.property(anyReport, fc.boolean(), (report, all) => {
        const text = format.render(report, { ...options, all });
        return !treacherous.test(text);
      }),
    );
  });

  test('gives the same text for the same report, which it does not change', async () => {
    const format = await loadFormat(name);
    fc.assert(
      fc.property(anyReport, (report) => {
        const before = JSON.stringify(report);
        const first = format.render(report, everything);
        return first === format.render(report, everything) && JSON.stringify(report) === before;
      }),
    );
  });
});
