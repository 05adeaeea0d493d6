import { isJsonObject, type Json, type JsonObject } from '../../../model/json.js';
import type { Annotation, Expression } from '../edm.js';
import { isReadTerm } from '../vocabulary.js';

/** Annotations of an object: its members `@Term` and `@Term#Qualifier`. CSDL JSON 4.01, 5.2 */
export function inlineAnnotations(object: JsonObject, on = ''): readonly Annotation[] {
  const prefix = `${on}@`;
  return Object.entries(object).flatMap(([name, value]) => {
    if (!name.startsWith(prefix) || name.includes('@', prefix.length)) return [];
    const [term = '', qualifier] = name.slice(prefix.length).split('#');
    if (!isReadTerm(term)) return [];
    const annotations = inlineAnnotations(object, name);
    return [
      { term, value: expressionOf(value), annotations, ...(qualifier === undefined ? {} : { qualifier }) },
    ];
  });
}

/** The member `$Annotations` of a schema. */
export function targetedAnnotations(
  targets: JsonObject,
): readonly (readonly [string, readonly Annotation[]])[] {
  return Object.entries(targets).flatMap(([target, object]) => {
    const found = isJsonObject(object) ? inlineAnnotations(object) : [];
    return found.length === 0 ? [] : [[target, found] as const];
  });
}

function expressionOf(value: Json): Expression {
  if (Array.isArray(value)) return { kind: 'collection', items: value.map(expressionOf) };
  if (!isJsonObject(value)) {
    return value === null ? { kind: 'dynamic', what: 'Null' } : { kind: 'constant', text: String(value) };
  }
  if (typeof value['$Path'] === 'string') return { kind: 'path', path: value['$Path'] };
  const operator = Object.keys(value).find((name) => name.startsWith('$'));
  if (operator !== undefined) return { kind: 'dynamic', what: operator.slice(1) };
  const members = Object.entries(value).filter(([name]) => !name.includes('@'));
  return {
    kind: 'record',
    members: new Map(members.map(([name, member]) => [name, expressionOf(member)])),
    annotations: inlineAnnotations(value),
  };
}
