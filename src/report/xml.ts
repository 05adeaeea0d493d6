import { visible } from './escape.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The text as content of an XML or HTML element or attribute. `visible` has taken what XML 1.0 forbids (section 2.2),
 * but for U+FFFE and U+FFFF, which become U+FFFD.
 */
export function xmlText(text: string): string {
  return visible(text)
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
