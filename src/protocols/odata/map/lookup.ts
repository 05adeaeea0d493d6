import type { Annotation, Edm, EdmEnum, EdmProperty, EdmStructured, Facets, TypeUse } from '../edm.js';
import { mostBases, tooLarge } from '../limits.js';

/**
 * The type and its base types, the most basic first. A base type that is not there, or a circle, ends the chain.
 * @throws SeamError `source-too-large` for one that no service has
 */
export function chainOf(types: ReadonlyMap<string, EdmStructured>, name: string): readonly EdmStructured[] {
  const chain: EdmStructured[] = [];
  for (let next: string | undefined = name; next !== undefined; ) {
    const type = types.get(next);
    if (type === undefined || chain.includes(type)) break;
    if (chain.length > mostBases) throw tooLarge(`${name} has more than ${mostBases} base types.`);
    chain.push(type);
    next = type.base;
  }
  return chain.reverse();
}

/** The properties of a type and its base types; a name that comes twice is the most derived one's. */
export function propertiesIn(chain: readonly EdmStructured[]): readonly EdmProperty[] {
  return [
    ...new Map(chain.flatMap(({ properties }) => properties.map((each) => [each.name, each]))).values(),
  ];
}

/** What the name of a type stands for where a value has it. */
export type ValueType =
  | { readonly kind: 'primitive'; readonly name: string; readonly facets: Facets }
  | { readonly kind: 'enum'; readonly type: EdmEnum }
  | { readonly kind: 'complex'; readonly type: EdmStructured }
  | { readonly kind: 'entity'; readonly name: string }
  | { readonly kind: 'unknown'; readonly name: string };

/**
 * Looks a type up by kind and name: one name may be that of an enum and of an entity type (Finance & Operations). A type
 * definition gives its underlying type, and its facets where the place itself has none.
 */
export function valueType(edm: Edm, { name }: TypeUse, facets: Facets = {}, seen = 0): ValueType {
  if (name.startsWith('Edm.')) return { kind: 'primitive', name, facets };
  const enumType = edm.enumTypes.get(name);
  if (enumType !== undefined) return { kind: 'enum', type: enumType };
  const complex = edm.complexTypes.get(name);
  if (complex !== undefined) return { kind: 'complex', type: complex };
  const definition = edm.typeDefinitions.get(name);
  if (definition !== undefined && seen < 8) {
    const { name: _name, underlying, nullable: _nullable, ...own } = definition;
    return valueType(edm, underlying, { ...own, ...facets }, seen + 1);
  }
  return edm.entityNames.has(name) ? { kind: 'entity', name } : { kind: 'unknown', name };
}

/** Annotations at one place, inline and targeted; the first of a term without a qualifier counts. */
export type Notes = ReadonlyMap<string, Annotation>;

/** Annotations of the places given, each inline or by its target; an earlier place wins. */
export function notesOf(
  edm: Edm,
  inline: readonly (readonly Annotation[])[],
  targets: readonly string[],
): Notes {
  const found = new Map<string, Annotation>();
  for (const list of [...inline, ...targets.map((target) => edm.annotations.get(target) ?? [])]) {
    for (const annotation of list) {
      if (annotation.qualifier === undefined && !found.has(annotation.term))
        found.set(annotation.term, annotation);
    }
  }
  return found;
}
