import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/protocols/document/text.js';

const utf16 = (text: string, mark: boolean) =>
  new Uint8Array(Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le'));
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());

describe('the text of a document', () => {
  test.each<[what: string, bytes: Uint8Array, encoding: string]>([
    ['UTF-8', new TextEncoder().encode('Früchte;Kisten'), 'utf-8'],
    ['UTF-8 with a mark', new TextEncoder().encode('\uFEFFFrüchte;Kisten'), 'utf-8'],
    ['UTF-16LE with a mark', utf16('Früchte;Kisten', true), 'utf-16le'],
    ['UTF-16LE without one', utf16('Früchte;Kisten', false), 'utf-16le'],
    ['UTF-16BE with a mark', swapped(utf16('Früchte;Kisten', true)), 'utf-16be'],
    ['UTF-16BE without one', swapped(utf16('Früchte;Kisten', false)), 'utf-16be'],
  ])('%s loses its mark and nothing else', (_, bytes, encoding) => {
    expect(decode(bytes, { name: 'a.csv' })).toEqual({ text: 'Früchte;Kisten', encoding });
  });

  test('in an encoding of old is refused, with what to do', () => {
    const bytes = new Uint8Array(Buffer.from('Früchte', 'latin1'));
    expect(() => decode(bytes, { name: 'a.csv' })).toThrow(
      expect.objectContaining({ code: 'source-unusable', fix: 'Save it as UTF-8.' }),
    );
  });

  test('that is cut within a character has all before it', () => {
    const bytes = new TextEncoder().encode('Kirschü').slice(0, -1);
    expect(decode(bytes, { name: 'a.csv', cut: true }).text).toBe('Kirsch');
    expect(() => decode(bytes, { name: 'a.csv' })).toThrow();
  });
});
