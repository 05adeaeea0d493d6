import type { Annotation, Expression } from '../edm.js';
import { isReadTerm } from '../vocabulary.js';
import type { Draft } from './draft.js';
import type { XmlElement, XmlHandler } from './xml.js';

/** Constant expressions and references to model elements, as attribute and as element. CSDL XML 4.01, 14.3 and 14.4.1 */
const constants: readonly string[] = [
  'String',
  'Bool',
  'Int',
  'Float',
  'Decimal',
  'EnumMember',
  'PropertyPath',
  'NavigationPropertyPath',
  'AnnotationPath',
  'ModelElementPath',
  'Date',
  'DateTimeOffset',
  'Duration',
  'TimeOfDay',
  'Guid',
  'Binary',
];

const unset: Expression = { kind: 'default' };

/** Reads an `Annotation` whose term matters, and hands it over when it ends; any other is skipped. */
export function annotationHandler(
  draft: Draft,
  { attributes }: XmlElement,
  add: (annotation: Annotation) => void,
): XmlHandler | undefined {
  const term = attributes['Term'];
  if (term === undefined || !isReadTerm(term)) return undefined;
  const annotations: Annotation[] = [];
  let value = inAttributes(draft, attributes) ?? unset;
  const qualifier = attributes['Qualifier'];
  return {
    child(element) {
      if (element.name === 'Annotation') {
        return annotationHandler(draft, element, (annotation) => annotations.push(annotation));
      }
      return expressionHandler(draft, element, (expression) => {
        value = expression;
      });
    },
    end() {
      add({
        term: draft.keep(term),
        value,
        annotations,
        ...(qualifier === undefined ? {} : { qualifier: draft.keep(qualifier) }),
      });
    },
  };
}

function inAttributes({ keep }: Draft, attributes: XmlElement['attributes']): Expression | undefined {
  const path = attributes['Path'];
  if (path !== undefined) return { kind: 'path', path: keep(path) };
  const name = constants.find((each) => attributes[each] !== undefined);
  const text = name === undefined ? undefined : attributes[name];
  return text === undefined ? undefined : { kind: 'constant', text: keep(text) };
}

function expressionHandler(
  draft: Draft,
  element: XmlElement,
  set: (expression: Expression) => void,
): XmlHandler | undefined {
  const { name } = element;
  if (name === 'Collection') return collectionHandler(draft, set);
  if (name === 'Record') return recordHandler(draft, set);
  if (name === 'Path') return textHandler((path) => set({ kind: 'path', path: draft.keep(path) }));
  if (constants.includes(name))
    return textHandler((text) => set({ kind: 'constant', text: draft.keep(text) }));
  // If, And, Apply, Cast, UrlRef, Null, LabeledElement, …: known when a record is there, if at all.
  set({ kind: 'dynamic', what: draft.keep(name) });
  return undefined;
}

function textHandler(set: (text: string) => void): XmlHandler {
  // A comment within the value divides its text.
  let text = '';
  return {
    child: () => undefined,
    text(piece) {
      text += piece;
    },
    end: () => set(text.trim()),
  };
}

function collectionHandler(draft: Draft, set: (expression: Expression) => void): XmlHandler {
  const items: Expression[] = [];
  return {
    child: (element) => expressionHandler(draft, element, (item) => items.push(item)),
    end: () => set({ kind: 'collection', items }),
  };
}

function recordHandler(draft: Draft, set: (expression: Expression) => void): XmlHandler {
  const members = new Map<string, Expression>();
  const annotations: Annotation[] = [];
  return {
    child(element) {
      if (element.name === 'Annotation') {
        return annotationHandler(draft, element, (annotation) => annotations.push(annotation));
      }
      const property = element.attributes['Property'];
      if (element.name !== 'PropertyValue' || property === undefined) return undefined;
      return propertyValueHandler(draft, element, (value) => members.set(draft.keep(property), value));
    },
    end: () => set({ kind: 'record', members, annotations }),
  };
}

function propertyValueHandler(
  draft: Draft,
  { attributes }: XmlElement,
  set: (expression: Expression) => void,
): XmlHandler {
  let value = inAttributes(draft, attributes) ?? unset;
  return {
    child: (element) =>
      expressionHandler(draft, element, (expression) => {
        value = expression;
      }),
    end: () => set(value),
  };
}
