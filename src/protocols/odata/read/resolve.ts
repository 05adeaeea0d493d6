import { grouped } from '../../../model/groups.js';
import { byCodePoint } from '../../../model/text.js';
import type { Annotation, Edm, EdmOperation, EdmSet, EdmStructured, Expression, TypeUse } from '../edm.js';
import { type Aliases, aliasesOf } from '../vocabulary.js';
import { type Draft, operationName } from './draft.js';
import { versionOf } from './namespaces.js';

/**
 * The model of a document that has been read: every name is qualified now that every alias is known. Annotations of
 * entity types that are there and were not wanted go.
 */
export function resolve(draft: Draft): Edm {
  const aliases = aliasesOf(draft.aliases);
  const { qualified } = aliases;
  const isKept = (type: string) => draft.entityTypes.has(type) || !draft.entityNames.has(type);
  return {
    ...versionOf(draft.schemaNamespaces, draft.edmxVersion, draft.dataServiceVersion),
    seen: {
      attributes: draft.attributes,
      sap: draft.sap,
      terms: new Set([...draft.terms].map(qualified)),
    },
    entityNames: mapped(draft.entityNames, ({ base, ...entity }) =>
      base === undefined ? entity : { ...entity, base: qualified(base) },
    ),
    reached: reachedIn(draft, aliases),
    entityTypes: mapped(draft.entityTypes, (type) => structureIn(type, aliases)),
    complexTypes: mapped(draft.complexTypes, (type) => structureIn(type, aliases)),
    enumTypes: draft.enumTypes,
    typeDefinitions: mapped(draft.typeDefinitions, (type) => ({
      ...type,
      underlying: useIn(type.underlying, aliases),
    })),
    associations: mapped(draft.associations, (ends) =>
      ends.map((end) => ({ ...end, type: qualified(end.type) })),
    ),
    operations: operationsIn(draft, aliases),
    sets: grouped(
      draft.sets.map((set) => setIn(set, aliases)),
      ({ type }) => type,
    ),
    imports: grouped(
      draft.imports.map((each) => ({ ...each, operation: importedOperation(each.operation, aliases) })),
      ({ operation }) => operation,
    ),
    annotations: annotationsIn(draft, aliases, isKept),
    warnings: draft.warnings,
  };
}

function reachedIn(
  { reachedTypes, reachedRoles, associations }: Draft,
  { qualified }: Aliases,
): Edm['reached'] {
  const byRole = [...reachedRoles].flatMap(([association, roles]) =>
    (associations.get(qualified(association)) ?? [])
      .filter(({ role }) => roles.has(role))
      .map(({ type }) => type),
  );
  return new Set([...reachedTypes, ...byRole].map(qualified));
}

function mapped<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): ReadonlyMap<string, B> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}

/** The same object where nothing in it is an alias, as in most documents: a large one is not copied. */
function useIn<T extends TypeUse>(type: T, { qualified }: Aliases): T {
  const name = qualified(type.name);
  return name === type.name ? type : { ...type, name };
}

function structureIn(type: EdmStructured, aliases: Aliases): EdmStructured {
  const { qualified } = aliases;
  return {
    ...type,
    ...(type.base === undefined ? {} : { base: qualified(type.base) }),
    properties: type.properties.map((property) => memberIn(property, aliases)),
    navigations: type.navigations.map((navigation) => {
      const { relationship } = navigation;
      const member = memberIn(navigation, aliases);
      return relationship === undefined ? member : { ...member, relationship: qualified(relationship) };
    }),
    annotations: termsIn(type.annotations, aliases),
  };
}

function memberIn<T extends { readonly type?: TypeUse; readonly annotations: readonly Annotation[] }>(
  member: T,
  aliases: Aliases,
): T {
  const type = member.type === undefined ? undefined : useIn(member.type, aliases);
  if (type === member.type && member.annotations.length === 0) return member;
  const annotations = termsIn(member.annotations, aliases);
  return type === undefined ? { ...member, annotations } : { ...member, type, annotations };
}

function setIn(set: EdmSet, aliases: Aliases): EdmSet {
  return { ...set, type: aliases.qualified(set.type), annotations: termsIn(set.annotations, aliases) };
}

/**
 * Operations by full name. Overloads of a function have one name and binding, and other parameters: the one with the
 * fewest keeps the plain name, the others have theirs behind it, `Ns.Search(Ns.Book)(author,title)`.
 */
function operationsIn(draft: Draft, aliases: Aliases): Edm['operations'] {
  const found = new Map<string, EdmOperation | undefined>();
  const overloads = new Map<
    string,
    { readonly parameters: string; readonly details: EdmOperation | undefined }[]
  >();
  for (const { name, binding, parameters: names, details } of draft.operations) {
    const full = operationName(name, binding === undefined ? undefined : useIn(binding, aliases));
    const operation = details === undefined ? undefined : operationIn(details, aliases);
    const parameters = [...names].sort(byCodePoint).join(',');
    const known = overloads.get(full);
    if (known === undefined) overloads.set(full, [{ parameters, details: operation }]);
    else known.push({ parameters, details: operation });
  }
  for (const [full, each] of overloads) {
    const [first, ...others] = each.sort(fewestParameters);
    found.set(full, first?.details);
    for (const { parameters, details } of others) found.set(`${full}(${parameters})`, details);
  }
  return found;
}

type Overload = { readonly parameters: string };

function fewestParameters(a: Overload, b: Overload): number {
  const count = ({ parameters }: Overload) => (parameters === '' ? 0 : parameters.split(',').length);
  return count(a) - count(b) || byCodePoint(a.parameters, b.parameters);
}

function operationIn(operation: EdmOperation, aliases: Aliases): EdmOperation {
  return {
    ...operation,
    ...(operation.binding === undefined ? {} : { binding: useIn(operation.binding, aliases) }),
    parameters: operation.parameters.map((parameter) => ({
      ...parameter,
      type: useIn(parameter.type, aliases),
      annotations: termsIn(parameter.annotations, aliases),
    })),
    ...(operation.returns === undefined ? {} : { returns: useIn(operation.returns, aliases) }),
    annotations: termsIn(operation.annotations, aliases),
  };
}

/** Full name of an imported operation: version 4 names it without what it is bound to, since it is bound to nothing. */
function importedOperation(name: string, aliases: Aliases): string {
  return name.includes('(')
    ? qualifiedOperation(name, aliases)
    : operationName(aliases.qualified(name), undefined);
}

/** `alias.Name`, or `Ns.Name(alias.Type)` of versions 1 to 3. */
function qualifiedOperation(name: string, { qualified }: Aliases): string {
  const [, own = name, collection, type] = /^([^(]*)\((Collection\()?([^()]*)\)*$/.exec(name) ?? [];
  if (type === undefined) return qualified(own);
  const binding = type === '' ? undefined : { name: qualified(type), collection: collection !== undefined };
  return operationName(qualified(own), binding);
}

function annotationsIn(
  draft: Draft,
  aliases: Aliases,
  isKept: (type: string) => boolean,
): Edm['annotations'] {
  const found = new Map<string, readonly Annotation[]>();
  for (const [target, annotations] of draft.annotations) {
    const full = qualifiedTarget(target, aliases);
    if (!isKept(full.split('/', 1)[0] ?? '')) continue;
    found.set(full, [...(found.get(full) ?? []), ...termsIn(annotations, aliases)]);
  }
  return found;
}

/** `alias.Type/Property`, `alias.Container/Set`, `alias.Action(alias.Type)/Parameter`. CSDL XML 4.01, 14.2.2 */
function qualifiedTarget(target: string, aliases: Aliases): string {
  const [, first = target, rest = ''] = /^([^/(]*(?:\(.*?\)+)?)(\/.*)?$/s.exec(target) ?? [];
  return (first.includes('(') ? qualifiedOperation(first, aliases) : aliases.qualified(first)) + rest;
}

function termsIn(annotations: readonly Annotation[], aliases: Aliases): readonly Annotation[] {
  if (annotations.length === 0) return annotations;
  return annotations.map((annotation) => ({
    ...annotation,
    term: aliases.qualified(annotation.term),
    value: valueIn(annotation.value, aliases),
    annotations: termsIn(annotation.annotations, aliases),
  }));
}

/** Records within a value are annotated, too. */
function valueIn(value: Expression, aliases: Aliases): Expression {
  if (value.kind === 'collection')
    return { ...value, items: value.items.map((item) => valueIn(item, aliases)) };
  if (value.kind !== 'record') return value;
  return {
    ...value,
    members: mapped(value.members, (member) => valueIn(member, aliases)),
    annotations: termsIn(value.annotations, aliases),
  };
}
