import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject } from '../../model/json.js';
import { compile } from '../../protocols/json-schema/compile.js';
import { member } from '../../protocols/json-schema/json.js';
import { isObject, type Node, rowsOf } from '../../protocols/json-schema/node.js';
import type { Spot } from '../../protocols/json-schema/references.js';
import type { Description, Document } from './client.js';

/** A schema of the source that may be an entity. */
export type Candidate = {
  /** The document's name; of a definition, its own name, or `document#definition` in a folder. */
  readonly name: string;
  readonly document: Document;
  readonly spot: Spot;
};

/** Names of the maps of definitions; `definitions` up to draft 7. */
const maps = ['$defs', 'definitions'] as const;

/** Every document as a whole, and every definition in it. Where two have one name, the first has it. */
export function candidatesOf({ documents, library, isFolder }: Description): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const document of documents) {
    const root = library.at(document.address, '');
    if (root === undefined) continue;
    const own: Candidate[] = [{ name: document.name, document, spot: root }];
    for (const map of maps) {
      const definitions = member(root.schema, map);
      for (const name of Object.keys(isJsonObject(definitions) ? definitions : {})) {
        const spot = library.below(root, map, name);
        if (spot === undefined) continue;
        const short = !isFolder && name !== document.name;
        own.push({ name: short ? name : `${document.name}#${name}`, document, spot });
      }
    }
    for (const candidate of own) if (!found.has(candidate.name)) found.set(candidate.name, candidate);
  }
  return [...found.values()];
}

/** The node of an entity; of a list of objects, that of its rows. */
export function nodeOf({ spot, document }: Candidate, { library, digests, depth }: Description): Node {
  return rowsOf(compile(spot, { library, dialect: document.dialect, digests, depth }));
}

/** True for a schema that has fields; also for one that cannot be worked out, so that describing it says why. */
export function isEntity(candidate: Candidate, description: Description): boolean {
  try {
    return isObject(nodeOf(candidate, { ...description, depth: -1 }));
  } catch (error) {
    if (error instanceof SeamError) return true;
    throw error;
  }
}
