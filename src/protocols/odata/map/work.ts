import type { Field, FieldFacets, ObservedFacet, Origin } from '../../../model/schema.js';
import type { NotObserved } from '../../../model/source.js';
import type { Edm, EdmStructured } from '../edm.js';
import { tooLarge } from '../limits.js';
import type { Restrictions } from './access.js';
import { chainOf } from './lookup.js';

/** What a connector adds to the mapping of OData, which is the same for every product. */
export type Product = {
  readonly connector: string;
  /** Version of the connector's mapping. */
  readonly mapping: number;
  /** Name of an entity by the qualified name of its type or operation. */
  readonly nameOf: (qualified: string) => string;
  /** Who brought a field, as far as its name or SAP's attributes tell. */
  readonly originOf?: (field: string) => Origin | undefined;
  /** What the product knows of a field beside the metadata document. `owner`: qualified name of its type. */
  readonly refine?: (owner: string, field: Field) => Field;
  /** Facets that the product tells beside the document, and those that it could not this time. */
  readonly telling?: readonly ObservedFacet[];
  readonly lacking?: readonly NotObserved[];
  /** Facets that the product never tells. */
  readonly never?: readonly ObservedFacet[];
};

/** A type whose members become fields. */
export type Place = {
  /** The type and its base types, the most basic first. */
  readonly chain: readonly EdmStructured[];
  readonly restrictions?: Restrictions;
  /** Addresses whose members are annotated too, as `Ns.Container/Orders`. */
  readonly targets?: readonly string[];
};

/** Makes fields of the members of a type. */
export type Members = (work: Work, place: Place) => readonly Field[];

/** One entity on its way to a schema. */
export type Work = {
  readonly edm: Edm;
  readonly product: Product;
  /** How members become fields: those of a complex type are made within one of them. */
  readonly members: Members;
  /** Complex types by the base type, direct or not, that they have. */
  readonly derived: ReadonlyMap<string, readonly EdmStructured[]>;
  /** Complex types that are open around this place: a type within itself is not spelled out again. */
  readonly around: readonly EdmStructured[];
  /** Counts a field, within types that hold types: ten of ten of ten of … are no schema. */
  readonly spend: () => void;
  readonly warn: (warning: string) => void;
};

/** Fields of one entity, nested ones counted; the largest real one has some 4,000. */
const mostFields = 100_000;

export function workOn(
  edm: Edm,
  product: Product,
  name: string,
  members: Members,
): Work & { readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  let fields = 0;
  return {
    edm,
    product,
    members,
    derived: derivedFrom(edm.complexTypes),
    around: [],
    warnings,
    warn: (warning) => void warnings.push(warning),
    spend() {
      fields += 1;
      if (fields > mostFields) throw tooLarge(`${name} has more than ${mostFields} fields within fields.`);
    },
  };
}

function derivedFrom(types: Edm['complexTypes']): Work['derived'] {
  const found = new Map<string, EdmStructured[]>();
  for (const type of types.values()) {
    if (type.base === undefined) continue;
    for (const { name } of chainOf(types, type.name).slice(0, -1)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [type]);
      else known.push(type);
    }
  }
  return found;
}

/** `x-seam` with these facets; nothing where there is none. */
export function seam(...facets: readonly (FieldFacets | undefined)[]): { readonly 'x-seam'?: FieldFacets } {
  const all: FieldFacets = Object.assign({}, ...facets);
  return Object.keys(all).length === 0 ? {} : { 'x-seam': all };
}
