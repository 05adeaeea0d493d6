import { SeamError } from '../../../errors/seam-error.js';
import type { Annotation, AssociationEnd } from '../edm.js';
import { type Limits, longestTarget, unusable } from '../limits.js';
import { annotate, type Draft } from './draft.js';
import { annotationHandler } from './edmx-annotation.js';
import { isOperation, operationHandler } from './edmx-operation.js';
import {
  annotated,
  enumHandler,
  facetsOf,
  flag,
  metadataAttribute,
  reach,
  sapAttributes,
  structureHandler,
} from './edmx-structure.js';
import { isEdm, isEdmx, sapNamespace } from './namespaces.js';
import { readXml, type Witness, type XmlElement, type XmlHandler } from './xml.js';

/** Reads EDMX of any version into a draft. A document whose root is `Schema` is read, too. */
export async function readEdmx(text: AsyncIterable<string>, draft: Draft, limits: Limits): Promise<void> {
  await readXml(text, documentHandler(draft), witnessOf(draft), limits);
  if (draft.schemaNamespaces.size === 0) throw unusable('it has no Schema.');
}

/** What occurs anywhere is noted, in what is skipped too. */
function witnessOf({ attributes, sap, terms, keep }: Draft): Witness {
  return {
    attribute(name, value) {
      if (!attributes.has(name)) attributes.add(keep(name));
      if (name === 'Term' && !terms.has(value)) terms.add(keep(value));
    },
    foreign({ namespace, name }) {
      if (namespace === sapNamespace && !sap.has(name)) sap.add(keep(name));
    },
  };
}

function documentHandler(draft: Draft): XmlHandler {
  return {
    child(element) {
      if (isEdmx(element.namespace) && element.name === 'Edmx') {
        draft.edmxVersion = element.attributes['Version'];
        return edmxHandler(draft);
      }
      const schema = element.name === 'Schema' ? schemaHandler(draft, element) : undefined;
      if (schema !== undefined) return schema;
      if (element.name.toLowerCase() === 'html') {
        throw new SeamError('source-html', {
          why: 'The source answered with a web page where metadata was asked for.',
        });
      }
      throw unusable(`it is no EDMX: its root element is <${element.name.slice(0, 60)}>.`);
    },
  };
}

function edmxHandler(draft: Draft): XmlHandler {
  const dataServices: XmlHandler = {
    child: (element) => (element.name === 'Schema' ? schemaHandler(draft, element) : undefined),
  };
  const reference: XmlHandler = {
    child({ name, attributes: { Alias: alias, Namespace: namespace } }) {
      if (name === 'Include' && alias !== undefined && namespace !== undefined)
        declare(draft, alias, namespace);
      return undefined;
    },
  };
  return {
    child(element) {
      if (!isEdmx(element.namespace)) return undefined;
      if (element.name === 'Reference') return reference;
      if (element.name !== 'DataServices') return undefined;
      draft.dataServiceVersion = metadataAttribute(element, 'DataServiceVersion');
      return dataServices;
    },
  };
}

function declare({ aliases, keep, warnings }: Draft, alias: string, namespace: string): void {
  const known = aliases.get(alias);
  if (known === undefined) aliases.set(keep(alias), keep(namespace));
  else if (known !== namespace)
    warnings.push(`The alias ${alias} stands for ${known} and for ${namespace}; the first is taken.`);
}

function schemaHandler(draft: Draft, element: XmlElement): XmlHandler | undefined {
  if (!isEdm(element.namespace)) return undefined;
  const { Namespace: namespace = '', Alias: alias } = element.attributes;
  draft.schemaNamespaces.add(element.namespace);
  if (alias !== undefined) declare(draft, alias, namespace);
  const name = draft.keep(namespace);
  return {
    child(child) {
      const handle = isEdm(child.namespace) ? schemaChildren.get(child.name) : undefined;
      return handle?.(draft, child, name);
    },
  };
}

type SchemaChild = (draft: Draft, element: XmlElement, namespace: string) => XmlHandler | undefined;

/** What a schema holds; anything else is skipped. */
const schemaChildren: ReadonlyMap<string, SchemaChild> = new Map(
  Object.entries<SchemaChild>({
    EntityType: named((draft, element, name) => {
      const { BaseType: base, Abstract: abstract } = element.attributes;
      draft.entityNames.set(name, {
        name,
        abstract: flag(abstract) ?? false,
        ...(base === undefined ? {} : { base: draft.keep(base) }),
      });
      if (!draft.wanted.entityType(name)) return unwantedHandler(draft);
      return structureHandler(draft, name, element, (type) => draft.entityTypes.set(name, type));
    }),
    ComplexType: named((draft, element, name) =>
      structureHandler(draft, name, element, (type) => draft.complexTypes.set(name, type)),
    ),
    EnumType: named((draft, element, name) =>
      enumHandler(draft, name, element, (type) => draft.enumTypes.set(name, type)),
    ),
    TypeDefinition: named((draft, element, name) => {
      const underlying = draft.typeUse(element.attributes['UnderlyingType'] ?? 'Edm.String');
      draft.typeDefinitions.set(name, { name, underlying, ...facetsOf(draft, element) });
      return undefined;
    }),
    Association: named(associationHandler),
    Function: named((draft, element, name) => operationHandler(draft, 'function', name, element)),
    Action: named((draft, element, name) => operationHandler(draft, 'action', name, element)),
    EntityContainer: named(containerHandler),
    Annotations: annotationsHandler,
  }),
);

/** Of an unwanted entity type only where it leads to is noted: it says how wanted ones are reached. */
function unwantedHandler(draft: Draft): XmlHandler {
  return {
    child({ name, attributes }) {
      if (name === 'NavigationProperty') reach(draft, attributes);
      return undefined;
    },
  };
}

/** A child with a name, which is qualified. */
function named(
  handle: (draft: Draft, element: XmlElement, name: string) => XmlHandler | undefined,
): SchemaChild {
  return (draft, element, namespace) => {
    const name = element.attributes['Name'];
    if (name !== undefined) return handle(draft, element, draft.keep(`${namespace}.${name}`));
    draft.warnings.push(`${element.name} without a name in ${namespace}.`);
    return undefined;
  };
}

function associationHandler(draft: Draft, _element: XmlElement, name: string): XmlHandler {
  const ends: AssociationEnd[] = [];
  draft.associations.set(name, ends);
  return {
    child({ name: child, attributes: { Role: role, Type: type, Multiplicity: multiplicity = '0..1' } }) {
      if (child !== 'End' || type === undefined) return undefined;
      ends.push({
        role: draft.keep(role ?? type),
        type: draft.keep(type),
        multiplicity: draft.keep(multiplicity),
      });
      return undefined;
    },
  };
}

function containerHandler(draft: Draft, own: XmlElement, container: string): XmlHandler {
  const namespace = container.slice(0, container.lastIndexOf('.'));
  return {
    child(element) {
      const name = element.attributes['Name'];
      if (name === undefined || element.namespace !== own.namespace) return undefined;
      switch (element.name) {
        case 'EntitySet':
          return setHandler(draft, element, { container, name, singleton: false });
        case 'Singleton':
          return setHandler(draft, element, { container, name, singleton: true });
        case 'FunctionImport':
          if (isOperation(element)) {
            const kept = draft.keep(name);
            return operationHandler(
              draft,
              'function import',
              draft.keep(`${namespace}.${name}`),
              element,
              (operation) => draft.imports.push({ name: kept, kind: 'function import', operation }),
            );
          }
          addImport(draft, name, 'function', element.attributes['Function']);
          return undefined;
        case 'ActionImport':
          addImport(draft, name, 'action', element.attributes['Action']);
          return undefined;
        default:
          return undefined;
      }
    },
  };
}

function addImport(
  draft: Draft,
  name: string,
  kind: 'function' | 'action',
  operation: string | undefined,
): void {
  if (operation === undefined) draft.warnings.push(`The import ${name} names no ${kind}.`);
  else draft.imports.push({ name: draft.keep(name), kind, operation: draft.keep(operation) });
}

function setHandler(
  draft: Draft,
  element: XmlElement,
  place: { readonly container: string; readonly name: string; readonly singleton: boolean },
): XmlHandler {
  const annotations: Annotation[] = [];
  draft.sets.push({
    container: place.container,
    name: draft.keep(place.name),
    type: draft.keep(element.attributes['EntityType'] ?? element.attributes['Type'] ?? ''),
    singleton: place.singleton,
    annotations,
    sap: sapAttributes(draft, element),
  });
  return annotated(draft, annotations);
}

/** Annotations of an unwanted entity type are skipped where its declaration came first, as it does in real documents. */
function annotationsHandler(draft: Draft, { attributes }: XmlElement): XmlHandler | undefined {
  const target = attributes['Target'];
  if (target === undefined || target.length > longestTarget || isUnwanted(draft, target)) return undefined;
  const qualifier = attributes['Qualifier'];
  const found: Annotation[] = [];
  return {
    child: (child) =>
      child.name === 'Annotation'
        ? annotationHandler(draft, child, (annotation) => found.push(annotation))
        : undefined,
    end() {
      if (found.length === 0) return;
      annotate(
        draft,
        target,
        qualifier === undefined ? found : found.map((each) => ({ qualifier, ...each })),
      );
    },
  };
}

function isUnwanted({ aliases, entityNames, wanted }: Draft, target: string): boolean {
  const [first = ''] = target.split('/', 1);
  const point = first.lastIndexOf('.');
  const namespace = aliases.get(first.slice(0, point)) ?? first.slice(0, point);
  const name = namespace + first.slice(point);
  return entityNames.has(name) && !wanted.entityType(name);
}
