import type { EntitySchema, FieldSchema } from '../../../src/model/schema.js';
import type { Edm } from '../../../src/protocols/odata/edm.js';
import type { Judged, Row } from './truth.js';

/** Where a difference shows: a field of an entity, or the entity itself. Names are without namespaces, as on the page. */
export type Where = { readonly entity: string; readonly field: string };

/** Where a difference shows, and how it is to be judged there. */
export type Expected = Where & { readonly reader: Judged; readonly writer: Judged };

/** One side of a pair. */
export type Side = { readonly edm: Edm; readonly schemas: ReadonlyMap<string, EntitySchema> };

/** `Ns.Cancel(Ns.Document)` → `Cancel(Document)`. */
export function short(name: string): string {
  return name.replaceAll(/[\w.]+\.(?=\w+)/gu, '');
}

/** What by itself is no entity: it shows where it is used, and there another row tells of it. */
const elsewhere =
  /^(complex type|enum type) (added|removed)$|^annotation \w+: (NavigationRestrictions|UNECEUnit)|^sap:deletable/;

/** Where a row shows. Differences of complex types and enums show in every field that holds one. */
export function placesOf(row: Row, was: Side, now: Side): readonly Expected[] {
  const judged = { reader: row.reader, writer: row.writer };
  const at = (entity: string, field: string): Expected => ({ entity: short(entity), field, ...judged });
  if (row.kind === 'complex type added') return asDerived(row, was, now);
  const becameEntity = row.kind === 'complex type removed' && now.edm.entityNames.has(row.entity);
  if (elsewhere.test(row.kind) && !becameEntity) return [];
  if (row.kind.startsWith('operation import'))
    return [at(`${(row.from ?? row.to)?.replace(/\(\)$/, '')}()`, '')];
  if (row.kind.startsWith('operation ')) return [at(operation(row.entity), row.member)];
  const listed = /NonUpdatableProperties\[(\w+)\]$/.exec(row.kind)?.[1];
  if (row.entity.includes('/')) return [at(typeOfSet(row, was, now), listed ?? '')];
  const member = listed ?? row.member;
  if (isValue(row.entity, was)) {
    // A type that no entity and no operation has touches nobody, and of an operation that is gone another row tells.
    return usesOf(short(row.entity), was)
      .filter(({ entity }) => [...now.schemas.keys()].some((name) => short(name) === entity))
      .map((use) => within(row, use, isEnum(row.entity, was) ? '' : member));
  }
  return [row.entity, ...derivedFrom(row.entity, was)].map((entity) => at(entity, member));
}

/** A value of a complex type may be one of a type that derives from it, and then has the properties of that, too. */
function asDerived(row: Row, was: Side, now: Side): readonly Expected[] {
  const type = now.edm.complexTypes.get(row.entity);
  if (type?.base === undefined) return [];
  const members = type.properties.map(({ name }) => name);
  return usesOf(short(type.base), was).flatMap((use) => members.map((member) => within(row, use, member)));
}

function operation(name: string): string {
  return name.includes('(') ? name : `${name}()`;
}

function typeOfSet({ entity, from, to }: Row, was: Side, now: Side): string {
  const set = entity.slice(entity.indexOf('/') + 1);
  const declared = [...was.edm.sets.values(), ...now.edm.sets.values()]
    .flat()
    .find(({ name }) => name === set);
  return declared?.type ?? from ?? to ?? set;
}

function derivedFrom(name: string, { edm }: Side): readonly string[] {
  return [...edm.entityNames.values()].flatMap((type) => {
    let base = type.base;
    for (let steps = 0; base !== undefined && steps < 20; steps++) {
      if (short(base) === short(name)) return [type.name];
      base = edm.entityNames.get(base)?.base;
    }
    return [];
  });
}

/** True for a complex type or enum. */
function isValue(name: string, side: Side): boolean {
  const { complexTypes, entityNames } = side.edm;
  const has = (names: Iterable<string>) => [...names].some((each) => short(each) === short(name));
  return isEnum(name, side) || (has(complexTypes.keys()) && !has(entityNames.keys()));
}

function isEnum(name: string, { edm }: Side): boolean {
  return [...edm.enumTypes.keys()].some((each) => short(each) === short(name));
}

/** A field that holds a complex type or enum, and whether it can be read or written where it stands. */
type Use = Where & { readonly readable: boolean; readonly writable: boolean };

const known = new WeakMap<Side, ReadonlyMap<string, readonly Use[]>>();

function usesOf(type: string, side: Side): readonly Use[] {
  const found = known.get(side) ?? allUses(side);
  known.set(side, found);
  return found.get(type) ?? [];
}

function allUses({ schemas }: Side): ReadonlyMap<string, readonly Use[]> {
  const found = new Map<string, Use[]>();
  for (const [entity, schema] of schemas) {
    for (const [name, field] of Object.entries(schema.properties)) {
      collect(field, { entity: short(entity), field: name, readable: true, writable: true }, found);
    }
  }
  return found;
}

function collect(field: FieldSchema, at: Use, found: Map<string, Use[]>): void {
  const here = {
    ...at,
    readable: at.readable && field.writeOnly !== true,
    writable: at.writable && field.readOnly !== true,
  };
  const type = short(/^(?:Collection\()?(.*?)\)?$/.exec(field['x-seam']?.nativeType ?? '')?.[1] ?? '');
  if (type !== '') found.set(type, [...(found.get(type) ?? []), here]);
  if (field.items !== undefined) collect({ ...field.items, 'x-seam': {} }, here, found);
  for (const [name, part] of Object.entries(field.properties ?? {})) {
    collect(part, { ...here, field: `${here.field}.${name}` }, found);
  }
}

/** A type that is only sent breaks no reader there, and one that is only answered no writer. */
function within({ reader, writer }: Row, use: Use, member: string): Expected {
  return {
    entity: use.entity,
    field: member === '' ? use.field : `${use.field}.${member}`,
    reader: use.readable ? reader : 'safe',
    writer: use.writable ? writer : 'safe',
  };
}
