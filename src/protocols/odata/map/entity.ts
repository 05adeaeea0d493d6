import { dialect, type EntitySchema, objectOf } from '../../../model/schema.js';
import { byCodePoint } from '../../../model/text.js';
import type { Edm, EdmStructured } from '../edm.js';
import { addressesOf } from './addresses.js';
import { itemsOf, memberOf, textOf } from './expression.js';
import { labelled } from './field.js';
import { chainOf, type Notes, notesOf } from './lookup.js';
import { membersOf } from './members.js';
import { observedIn } from './observed.js';
import { type Product, workOn } from './work.js';

/** A live schema, and what in the metadata was not as it should be. */
export type Described = { readonly schema: EntitySchema; readonly warnings: readonly string[] };

/**
 * The live schema of an entity type that was kept; nothing where it was not, or where a base type is missing.
 * @throws SeamError `source-too-large` where its complex types hold each other without end
 */
export function describeEntityType(edm: Edm, product: Product, name: string): Described | undefined {
  const chain = chainOf(edm.entityTypes, name);
  const type = chain.at(-1);
  if (type === undefined) return undefined;
  const work = workOn(edm, product, name, membersOf);
  const { facets, restrictions, targets } = addressesOf(edm, chain);
  const types = [...chain].reverse();
  const notes = notesOf(
    edm,
    types.map(({ annotations }) => annotations),
    types.map((each) => each.name),
  );
  const fields = membersOf(work, { chain, restrictions, targets });
  const open = chain.some((each) => each.open);
  const { observed } = observedIn(edm, product);
  return {
    schema: {
      $schema: dialect,
      ...labelled(notes, type.sap),
      ...objectOf(fields),
      ...(open ? { additionalProperties: true } : {}),
      'x-seam': {
        connector: product.connector,
        entity: product.nameOf(name),
        mapping: product.mapping,
        version: '1.0',
        // What may be done with records that have no address of their own is said of those around them.
        observed:
          facets.addresses === undefined ? observed.filter((each) => each !== 'operations') : observed,
        protocol: `OData ${edm.protocol}`,
        ...facets,
        ...keysOf(chain, notes),
        ...(type.base === undefined ? {} : { baseType: product.nameOf(type.base) }),
        ...(chain.some(({ hasStream }) => hasStream) ? { hasStream: true } : {}),
      },
    },
    warnings: [...work.warnings, ...brokenBase(chain)],
  };
}

/** A base type that is declared nowhere, or is derived from this one. */
function brokenBase([first]: readonly EdmStructured[]): readonly string[] {
  return first?.base === undefined
    ? []
    : [`The base type ${first.base} of ${first.name} cannot be followed.`];
}

/** The key may be the base type's; there may be none. Alternate keys are of two vocabularies, with equal members. */
function keysOf(chain: readonly EdmStructured[], notes: Notes) {
  const key = chain.find((type) => type.key.length > 0)?.key;
  const alternate = ['Org.OData.Core.V1', 'OData.Community.Keys.V1'].flatMap((vocabulary) =>
    itemsOf(notes.get(`${vocabulary}.AlternateKeys`)?.value).map((record) =>
      itemsOf(memberOf(record, 'Key'))
        .flatMap((part) => textOf(memberOf(part, 'Name')) ?? [])
        .sort(byCodePoint)
        .join(','),
    ),
  );
  return {
    ...(key === undefined ? {} : { key: [...key].sort(byCodePoint) }),
    ...(alternate.length === 0 ? {} : { alternateKeys: alternate.sort(byCodePoint) }),
  };
}
