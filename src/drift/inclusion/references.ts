import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { isSchema, type JsonSchema, keyword, subschemas } from './keywords.js';

/** Thrown for a `$ref` that leads out of the document: nothing is ever fetched. */
export class RemoteReference extends Error {
  override readonly name = 'RemoteReference';
  readonly reference: string;

  constructor(reference: string) {
    super(`"$ref": ${JSON.stringify(reference)} leads out of the document`);
    this.reference = reference;
  }
}

/** A whole schema document. Anchors and embedded `$id`s are found when the first reference needs them. */
export type Document = { readonly root: JsonSchema; index?: Index };

type Located = { readonly schema: JsonSchema; readonly base: string };
type Index = { readonly byUri: ReadonlyMap<string, Located>; readonly hasIds: boolean };

/** Base of a document without `$id`. */
export const rootBase = 'schema:///';

/** The base for what stands inside a schema: its own `$id`, else the one around it. */
export function baseOf(schema: JsonSchema, base: string): string {
  const id = isJsonObject(schema) ? keyword(schema, '$id') : undefined;
  return typeof id === 'string' ? (absolute(id, base)?.resource ?? base) : base;
}

/**
 * The schema that `$ref` names, seen from a schema with this base; `undefined` where the document has no such place.
 * Throws `RemoteReference` where it names another document. RFC 6901 pointers, `$anchor`, embedded `$id`.
 */
export function resolve(document: Document, ref: string, base: string): Located | undefined {
  document.index ??= indexOf(document.root);
  const { byUri, hasIds } = document.index;
  if (!hasIds && ref.startsWith('#'))
    return inside({ schema: document.root, base }, ref.slice(1), byUri, base);
  const uri = absolute(ref, base);
  if (uri === undefined) return undefined;
  const resource = byUri.get(uri.resource);
  if (resource === undefined) throw new RemoteReference(ref);
  return inside(resource, uri.fragment, byUri, uri.resource);
}

function inside(
  from: Located,
  fragment: string,
  byUri: Index['byUri'],
  resource: string,
): Located | undefined {
  const name = decoded(fragment);
  if (name === undefined) return undefined;
  if (name !== '' && !name.startsWith('/')) return byUri.get(`${resource}#${name}`);
  let at: Json = from.schema;
  let base = from.base;
  for (const token of name.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    const next: Json | undefined = Reflect.get(at, key);
    if (next === undefined) return undefined;
    at = next;
    if (isSchema(at)) base = baseOf(at, base);
  }
  return isSchema(at) ? { schema: at, base } : undefined;
}

function indexOf(root: JsonSchema): Index {
  const byUri = new Map<string, Located>([[rootBase, { schema: root, base: baseOf(root, rootBase) }]]);
  let hasIds = false;
  const stack: { schema: JsonObject; base: string }[] = isJsonObject(root)
    ? [{ schema: root, base: rootBase }]
    : [];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { schema } = item;
    const base = baseOf(schema, item.base);
    if (base !== item.base) {
      byUri.set(base, { schema, base });
      hasIds = true;
    }
    for (const name of [keyword(schema, '$anchor'), keyword(schema, '$dynamicAnchor')]) {
      if (typeof name === 'string') byUri.set(`${base}#${name}`, { schema, base });
    }
    for (const child of subschemas(schema)) stack.push({ schema: child, base });
  }
  return { byUri, hasIds };
}

function absolute(ref: string, base: string): { resource: string; fragment: string } | undefined {
  if (!URL.canParse(ref, base)) return undefined;
  const url = new URL(ref, base);
  const fragment = url.hash.slice(1);
  url.hash = '';
  return { resource: url.href, fragment };
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A stray "%": no place of this document has such a name.
    return undefined;
  }
}
