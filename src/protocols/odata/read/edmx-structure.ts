import type {
  Annotation,
  EdmEnum,
  EdmNavigation,
  EdmProperty,
  EdmStructured,
  Facets,
  SapAttributes,
} from '../edm.js';
import type { Draft } from './draft.js';
import { annotationHandler } from './edmx-annotation.js';
import { metadataNamespace, sapNamespace } from './namespaces.js';
import type { XmlElement, XmlHandler } from './xml.js';

const noSap: SapAttributes = new Map();

/** SAP's attributes of an element. */
export function sapAttributes(draft: Draft, { foreign }: XmlElement): SapAttributes {
  const found = foreign.filter(({ namespace }) => namespace === sapNamespace);
  if (found.length === 0) return noSap;
  return new Map(found.map(({ name, value }) => [draft.keep(name), draft.keep(value)]));
}

/** An attribute of the metadata namespace, `m:HasStream`. */
export function metadataAttribute({ foreign }: XmlElement, wanted: string): string | undefined {
  return foreign.find(({ namespace, name }) => namespace === metadataNamespace && name === wanted)?.value;
}

/** True or false; XML Schema also writes them 1 and 0. */
export function flag(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return text === 'true' || text === '1';
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * Puts the facets that the element has, as text, into what is made of it. Written member by member: a large document has
 * a million of them, and a spread each doubles the time.
 */
function addFacets(draft: Draft, { attributes }: XmlElement, to: Writable<Facets>): void {
  const nullable = flag(attributes['Nullable']);
  const maxLength = attributes['MaxLength'];
  const precision = attributes['Precision'];
  const scale = attributes['Scale'];
  if (nullable !== undefined) to.nullable = nullable;
  if (maxLength !== undefined) to.maxLength = draft.keep(maxLength);
  if (precision !== undefined) to.precision = draft.keep(precision);
  if (scale !== undefined) to.scale = draft.keep(scale);
}

/** Facets that the element has, as text. */
export function facetsOf(draft: Draft, element: XmlElement): Facets {
  const facets: Writable<Facets> = {};
  addFacets(draft, element, facets);
  return facets;
}

/** An element whose only children of interest are annotations. */
export function annotated(draft: Draft, annotations: Annotation[]): XmlHandler {
  return {
    child: (element) =>
      element.name === 'Annotation'
        ? annotationHandler(draft, element, (annotation) => annotations.push(annotation))
        : undefined,
  };
}

const noAnnotations: readonly Annotation[] = [];

/** One handler for the members of a type, which never nest: it adds annotations to the one that is open. */
function memberHandler(draft: Draft) {
  let open: Writable<Pick<EdmProperty, 'annotations'>> | undefined;
  const handler: XmlHandler = {
    child(element) {
      const member = open;
      if (member === undefined || element.name !== 'Annotation') return undefined;
      return annotationHandler(draft, element, (annotation) => {
        member.annotations = [...member.annotations, annotation];
      });
    },
  };
  return {
    opened(member: Writable<Pick<EdmProperty, 'annotations'>>): XmlHandler {
      open = member;
      return handler;
    },
  };
}

/** Notes where a navigation property leads to. */
export function reach(
  draft: Draft,
  { Type: type, Relationship: relationship, ToRole: role }: XmlElement['attributes'],
): void {
  if (type !== undefined) draft.reachedTypes.add(draft.typeUse(type).name);
  if (relationship === undefined || role === undefined) return;
  const known = draft.reachedRoles.get(relationship);
  if (known !== undefined) known.add(draft.keep(role));
  else draft.reachedRoles.set(draft.keep(relationship), new Set([draft.keep(role)]));
}

/** Reads an entity type or complex type, and hands it over when it ends. */
export function structureHandler(
  draft: Draft,
  name: string,
  element: XmlElement,
  add: (type: EdmStructured) => void,
): XmlHandler {
  const { attributes } = element;
  const key: string[] = [];
  const properties: Writable<EdmProperty>[] = [];
  const navigations: Writable<EdmNavigation>[] = [];
  const annotations: Annotation[] = [];
  const members = memberHandler(draft);
  const added = <T extends Writable<Pick<EdmProperty, 'annotations'>>>(member: T | undefined, to: T[]) => {
    if (member === undefined) return undefined;
    to.push(member);
    return members.opened(member);
  };
  const keyHandler: XmlHandler = {
    child(reference) {
      const property = reference.attributes['Name'];
      if (reference.name === 'PropertyRef' && property !== undefined) key.push(draft.keep(property));
      return undefined;
    },
  };
  return {
    child(child) {
      // Annotations are of version 4 also in documents of version 2; a member of another namespace is none.
      if (child.namespace !== element.namespace && child.name !== 'Annotation') return undefined;
      switch (child.name) {
        case 'Property':
          return added(propertyOf(draft, child), properties);
        case 'NavigationProperty':
          reach(draft, child.attributes);
          return added(navigationOf(draft, child), navigations);
        case 'Key':
          return keyHandler;
        case 'Annotation':
          return annotationHandler(draft, child, (annotation) => annotations.push(annotation));
        default:
          return undefined;
      }
    },
    end() {
      const base = attributes['BaseType'];
      add({
        name,
        abstract: flag(attributes['Abstract']) ?? false,
        open: flag(attributes['OpenType']) ?? false,
        hasStream: flag(attributes['HasStream'] ?? metadataAttribute(element, 'HasStream')) ?? false,
        key,
        properties,
        navigations,
        annotations,
        sap: sapAttributes(draft, element),
        ...(base === undefined ? {} : { base: draft.keep(base) }),
      });
    },
  };
}

function propertyOf(draft: Draft, element: XmlElement): Writable<EdmProperty> | undefined {
  const { attributes } = element;
  const name = attributes['Name'];
  if (name === undefined) return undefined;
  const type = draft.typeUse(attributes['Type'] ?? 'Edm.String');
  const kind = attributes['CollectionKind'];
  const property: Writable<EdmProperty> = {
    name: draft.keep(name),
    type: kind === undefined || kind === 'None' ? type : { name: type.name, collection: true },
    fixed: attributes['ConcurrencyMode'] === 'Fixed',
    annotations: noAnnotations,
    sap: sapAttributes(draft, element),
  };
  addFacets(draft, element, property);
  const defaultValue = attributes['DefaultValue'];
  if (defaultValue !== undefined) property.defaultValue = draft.keep(defaultValue);
  return property;
}

function navigationOf(draft: Draft, element: XmlElement): Writable<EdmNavigation> | undefined {
  const { attributes } = element;
  const { Name: name, Type: type, Relationship: relationship, ToRole: toRole } = attributes;
  if (name === undefined) return undefined;
  const navigation: Writable<EdmNavigation> = {
    name: draft.keep(name),
    contains: flag(attributes['ContainsTarget']) ?? false,
    annotations: noAnnotations,
    sap: sapAttributes(draft, element),
  };
  const nullable = flag(attributes['Nullable']);
  if (type !== undefined) navigation.type = draft.typeUse(type);
  if (nullable !== undefined) navigation.nullable = nullable;
  if (relationship !== undefined) navigation.relationship = draft.keep(relationship);
  if (toRole !== undefined) navigation.toRole = draft.keep(toRole);
  return navigation;
}

/** Reads an enum type. A member without a value has the number after that of the one before it, the first 0. */
export function enumHandler(
  draft: Draft,
  name: string,
  { attributes }: XmlElement,
  add: (type: EdmEnum) => void,
): XmlHandler {
  const members: { name: string; value: string }[] = [];
  let next = 0n;
  return {
    child(member) {
      const [called, said] = [member.attributes['Name'], member.attributes['Value']];
      if (member.name !== 'Member' || called === undefined) return undefined;
      const value = said?.trim() ?? String(next);
      if (/^-?\d+$/.test(value)) next = BigInt(value) + 1n;
      members.push({ name: draft.keep(called), value: draft.keep(value) });
      return undefined;
    },
    end: () =>
      add({
        name,
        // https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/, 10: Edm.Int32 where it is not said.
        underlying: draft.keep(attributes['UnderlyingType'] ?? 'Edm.Int32'),
        flags: flag(attributes['IsFlags']) ?? false,
        members,
      }),
  };
}
