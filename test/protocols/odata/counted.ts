import type { Edm, EdmStructured } from '../../../src/protocols/odata/edm.js';

/** What a document declares itself; inherited properties count at the base type. */
export type Counts = {
  readonly version: string;
  readonly entityTypes: number;
  readonly complexTypes: number;
  readonly enums: number;
  readonly members: number;
  readonly properties: number;
  readonly complexProperties: number;
  readonly navigations: number;
  readonly keyed: number;
  readonly keyProperties: number;
  readonly open: number;
  readonly derived: number;
  readonly bases: number;
  readonly functions: number;
  readonly actions: number;
  readonly functionImports: number;
  readonly actionImports: number;
  readonly sets: number;
  readonly singletons: number;
  readonly primitives: number;
  readonly terms: number;
  readonly sap: number;
};

export function counted(edm: Edm): Counts {
  const entities = [...edm.entityTypes.values()];
  const complex = [...edm.complexTypes.values()];
  const all = [...entities, ...complex];
  const operations = [...edm.operations.values()].flatMap((operation) => operation ?? []);
  const kind = (wanted: string) => operations.filter((operation) => operation.kind === wanted).length;
  const sets = [...edm.sets.values()].flat();
  const imports = (wanted: string) =>
    [...edm.imports.values()].flat().filter((each) => each.kind === wanted).length;
  return {
    version: edm.version,
    entityTypes: entities.length,
    complexTypes: complex.length,
    enums: edm.enumTypes.size,
    members: sum([...edm.enumTypes.values()], ({ members }) => members.length),
    properties: sum(entities, ({ properties }) => properties.length),
    complexProperties: sum(complex, ({ properties }) => properties.length),
    navigations: sum(all, ({ navigations }) => navigations.length),
    keyed: entities.filter(({ key }) => key.length > 0).length,
    keyProperties: sum(entities, ({ key }) => key.length),
    open: all.filter(({ open }) => open).length,
    derived: all.filter(({ base }) => base !== undefined).length,
    bases: new Set(all.flatMap(({ base }) => base ?? [])).size,
    functions: kind('function'),
    actions: kind('action'),
    functionImports: imports('function') + imports('function import'),
    actionImports: imports('action'),
    sets: sets.filter(({ singleton }) => !singleton).length,
    singletons: sets.filter(({ singleton }) => singleton).length,
    primitives: primitives(edm, all).size,
    terms: edm.seen.terms.size,
    sap: edm.seen.sap.size,
  };
}

function sum<T>(list: readonly T[], count: (item: T) => number): number {
  return list.reduce((total, item) => total + count(item), 0);
}

function primitives(edm: Edm, all: readonly EdmStructured[]): ReadonlySet<string> {
  const operations = [...edm.operations.values()].flatMap((operation) => operation ?? []);
  const used = [
    ...all.flatMap(({ properties }) => properties.map(({ type }) => type.name)),
    ...operations.flatMap(({ binding, parameters, returns }) => [
      ...parameters.map(({ type }) => type.name),
      ...(returns === undefined ? [] : [returns.name]),
      ...(binding === undefined ? [] : [binding.name]),
    ]),
    ...[...edm.typeDefinitions.values()].map(({ underlying }) => underlying.name),
  ];
  return new Set(used.filter((name) => name.startsWith('Edm.')));
}
