import type { Direction } from '../../model/drift.js';
import { isJsonObject, type Json } from '../../model/json.js';
import type { Finding } from '../../model/report.js';
import { counted, type Extent, shortened } from '../words.js';
import { jsonWords } from './json.js';

/** How the effect is known: a document that one side takes and the other does not, or why there is none. */
export function proofWords({ proof, onWrite }: Finding, extent: Extent): string | undefined {
  switch (proof.kind) {
    case 'witness':
      return `${witnessWords(proof.document, extent)} ${separation(proof.direction, onWrite)}`;
    case 'unproven':
      return `none: ${shortened(proof.why, extent)}`;
    case 'rule':
      return undefined;
  }
}

/** Which side takes the document, and which does not. */
function separation(direction: Direction, onWrite: Finding['onWrite']): string {
  if (direction === 'read') return 'can be returned now; the contract does not allow it';
  const refusal = { rejects: 'the ERP rejects it now', alters: 'the ERP alters it now' };
  return `is allowed by the contract on ${direction}; ${onWrite === undefined ? 'the ERP no longer takes it' : refusal[onWrite]}`;
}

/** Characters of a text in a witness that are shown without `all`: what fills it says nothing. */
const longest = 40;

/** `{"name": "aaaaaaaaaaaaaaaa… (65 characters)"}`. */
function witnessWords(document: Json, extent: Extent): string {
  return jsonWords(extent.all ? document : cut(document), extent);
}

function cut(value: Json): Json {
  if (typeof value === 'string') {
    const characters = [...value.slice(0, 100_000)];
    if (characters.length <= longest) return value;
    const length =
      value.length > 100_000 ? 'over 100,000 characters' : counted(characters.length, 'character');
    return `${characters.slice(0, 16).join('')}… (${length})`;
  }
  if (Array.isArray(value)) return value.map(cut);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member)]));
}
