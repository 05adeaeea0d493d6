import type { AddressLimits, EntityFacets } from '../../../model/schema.js';
import type { Edm, EdmSet, EdmStructured } from '../edm.js';
import { capabilities, core } from '../vocabulary.js';
import type { Restrictions } from './access.js';
import { memberOf, pathsOf, type Truth, truthOf } from './expression.js';
import { type Notes, notesOf } from './lookup.js';

/** Where records of a type are reached, and what is said there of the type as a whole and of its members. */
export type Addresses = {
  readonly facets: Pick<EntityFacets, 'addresses' | 'cannot' | 'entityTag' | 'kind'>;
  readonly restrictions: Restrictions;
  /** Targets whose members are annotated too, as `Ns.Container/Orders`. */
  readonly targets: readonly string[];
};

type Address = { readonly set: EdmSet; readonly notes: Notes; readonly limits: AddressLimits };

/** The addresses of a type: the sets and singletons of it and of its base types. */
export function addressesOf(edm: Edm, chain: readonly EdmStructured[]): Addresses {
  const names = new Set(chain.map(({ name }) => name));
  const types = [...chain].reverse();
  const found = [...names]
    .flatMap((name) => edm.sets.get(name) ?? [])
    .map((set): Address => {
      // Exchange Online says it on the type, all others on the set.
      const inline = [set.annotations, ...types.map(({ annotations }) => annotations)];
      const notes = notesOf(edm, inline, [targetOf(set), ...types.map(({ name }) => name)]);
      return { set, notes, limits: limitsOf(set, notes) };
    });
  const restricting = found.length > 0 ? found.map(({ notes }) => notes) : [typeNotes(edm, types)];
  const reached = isReached(edm, names);
  const never = (operation: keyof AddressLimits) =>
    found.length > 0 && found.every(({ limits }) => limits[operation] === 'never');
  const cannot = [
    ...(never('read') && !reached ? (['read'] as const) : []),
    // A record of a set that takes none can be created with the record that leads to it.
    ...(never('create') && !reached ? (['create'] as const) : []),
    ...(never('update') ? (['update'] as const) : []),
  ];
  return {
    facets: {
      kind: found.some(({ set }) => !set.singleton) ? 'table' : found.length > 0 ? 'single' : 'child',
      ...(found.length === 0
        ? {}
        : { addresses: Object.fromEntries(found.map(({ set, limits }) => [set.name, limits])) }),
      ...(cannot.length === 0 ? {} : { cannot }),
      ...(needsEntityTag(edm, chain, found) ? { entityTag: true } : {}),
    },
    restrictions: {
      nonInsertable: union(restricting, 'InsertRestrictions', 'NonInsertableProperties'),
      nonUpdatable: union(restricting, 'UpdateRestrictions', 'NonUpdatableProperties'),
      requiredOnInsert: union(restricting, 'InsertRestrictions', 'RequiredProperties'),
    },
    targets: found.map(({ set }) => targetOf(set)),
  };
}

function targetOf({ container, name }: EdmSet): string {
  return `${container}/${name}`;
}

function typeNotes(edm: Edm, types: readonly EdmStructured[]): Notes {
  return notesOf(
    edm,
    types.map(({ annotations }) => annotations),
    types.map(({ name }) => name),
  );
}

/** True where a navigation property leads to one of these types. */
function isReached({ reached }: Edm, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => reached.has(name));
}

/** Members that some address lists: a writer to that address is refused. */
function union(notes: readonly Notes[], term: string, member: string): ReadonlySet<string> {
  return new Set(
    notes.flatMap((each) => [...pathsOf(memberOf(each.get(`${capabilities}.${term}`)?.value, member))]),
  );
}

function limitsOf({ sap }: EdmSet, notes: Notes): AddressLimits {
  const said = (term: string, member: string) =>
    truthOf(memberOf(notes.get(`${capabilities}.${term}Restrictions`)?.value, member));
  const byKey = memberOf(notes.get(`${capabilities}.ReadRestrictions`)?.value, 'ReadByKeyRestrictions');
  const readByKey = truthOf(memberOf(byKey, 'Readable'));
  const readable = said('Read', 'Readable');
  const limits: Readonly<Record<keyof AddressLimits, string | undefined>> = {
    read:
      (readable === 'no' && readByKey === 'yes' ? undefined : limitOf(readable)) ??
      flagLimit(sap.get('addressable')) ??
      (sap.get('requires-filter') === 'true' ? 'with a filter' : undefined),
    create: limitOf(said('Insert', 'Insertable')) ?? flagLimit(sap.get('creatable')),
    update:
      limitOf(said('Update', 'Updatable')) ?? flagLimit(sap.get('updatable')) ?? sap.get('updatable-path'),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

function limitOf(said: Truth | undefined): string | undefined {
  if (said === 'no') return 'never';
  return typeof said === 'object' ? said.when : undefined;
}

function flagLimit(flag: string | undefined): string | undefined {
  return flag === 'false' ? 'never' : undefined;
}

/**
 * Version 4 says it on the set. `ConcurrencyMode` is of versions 1 to 3; a Dynamics document of version 4 has it, and
 * there it is no attribute of OData.
 */
function needsEntityTag(edm: Edm, chain: readonly EdmStructured[], addresses: readonly Address[]): boolean {
  if (addresses.some(({ notes }) => notes.has(`${core}.OptimisticConcurrency`))) return true;
  return edm.protocol < 4 && chain.some(({ properties }) => properties.some(({ fixed }) => fixed));
}
