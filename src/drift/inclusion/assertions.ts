import { decimalOf } from '../../model/decimals.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { Atom, Node } from './atoms.js';
import {
  isCount,
  isSchema,
  type JsonSchema,
  keyword,
  namedSchemas,
  nameList,
  schemaList,
} from './keywords.js';
import { and, atomNode, everything, finiteNode, type Nodes, not, nothing, or, typesNode } from './node.js';
import { allTypes, typeBits } from './values.js';

/** A keyword in its schema. `compile` gives the set of a child. */
type Site = {
  readonly nodes: Nodes;
  readonly schema: JsonObject;
  readonly value: Json;
  readonly compile: (child: JsonSchema) => Node;
};

/** The set of values that satisfy a keyword; `undefined` where its value is not what the specification allows. */
type Assertion = (site: Site) => Node | undefined;

/** Keywords without a meaning of their own; `unevaluated…` look at the whole schema. */
export const readBySibling: ReadonlySet<string> = new Set([
  'then',
  'else',
  'minContains',
  'maxContains',
  'unevaluatedProperties',
  'unevaluatedItems',
]);

/** JSON Schema 2020-12, Core 10 and Validation 6. Keywords that are not here are not understood. */
export const assertions: Readonly<Record<string, Assertion>> = {
  type: ({ nodes, value }) => typeNode(nodes, value),
  enum: ({ nodes, value }) => (Array.isArray(value) ? finiteNode(nodes, value) : undefined),
  const: ({ nodes, value }) => finiteNode(nodes, [value]),

  multipleOf: ({ nodes, value }) =>
    typeof value === 'number' && value > 0
      ? atomNode(nodes, { kind: 'multiple-of', step: decimalOf(value) })
      : undefined,
  minimum: bound('minimum', false),
  exclusiveMinimum: bound('minimum', true),
  maximum: bound('maximum', false),
  exclusiveMaximum: bound('maximum', true),

  minLength: count('min-length'),
  maxLength: count('max-length'),
  pattern: text('pattern'),
  format: text('format'),

  minItems: count('min-items'),
  maxItems: count('max-items'),
  uniqueItems: ({ nodes, value }) => {
    if (typeof value !== 'boolean') return undefined;
    return value ? atomNode(nodes, { kind: 'unique' }) : everything;
  },
  prefixItems: ({ nodes, value, compile }) => {
    const list = schemaList(value);
    const items = list?.map((item, index) => atomNode(nodes, { kind: 'item', index, node: compile(item) }));
    return items && and(nodes, ...items);
  },
  items: ({ nodes, schema, value, compile }) => {
    const prefix = schemaList(keyword(schema, 'prefixItems')) ?? [];
    if (!isSchema(value)) return undefined;
    return atomNode(nodes, { kind: 'tail', from: prefix.length, node: compile(value) });
  },
  contains: ({ nodes, schema, value, compile }) => {
    const least = keyword(schema, 'minContains') ?? 1;
    const most = keyword(schema, 'maxContains');
    if (!isSchema(value) || !isCount(least) || !(most === undefined || isCount(most))) return undefined;
    const node = compile(value);
    const lower = atomNode(nodes, { kind: 'at-least', count: least, node });
    return most === undefined
      ? lower
      : and(nodes, lower, atomNode(nodes, { kind: 'at-most', count: most, node }));
  },

  minProperties: count('min-properties'),
  maxProperties: count('max-properties'),
  required: ({ nodes, value }) => {
    const names = nameList(value);
    return names && and(nodes, ...names.map((name) => required(nodes, name)));
  },
  properties: ({ nodes, value, compile }) => {
    const atoms = namedSchemas(value)?.map(([name, child]) =>
      atomNode(nodes, { kind: 'property', name, node: compile(child) }),
    );
    return atoms && and(nodes, ...atoms);
  },
  patternProperties: ({ nodes, value, compile }) => {
    const atoms = namedSchemas(value)?.map(([pattern, child]) =>
      atomNode(nodes, { kind: 'named', names: matching(nodes, pattern), node: compile(child) }),
    );
    return atoms && and(nodes, ...atoms);
  },
  additionalProperties: ({ nodes, schema, value, compile }) => {
    if (!isSchema(value)) return undefined;
    const names = (namedSchemas(keyword(schema, 'properties')) ?? []).map(([name]) => name);
    const patterns = (namedSchemas(keyword(schema, 'patternProperties')) ?? []).map(([pattern]) => pattern);
    return otherProperties(nodes, names, patterns, compile(value));
  },
  propertyNames: ({ nodes, value, compile }) =>
    isSchema(value)
      ? atomNode(nodes, { kind: 'named', names: not(nodes, compile(value)), node: nothing })
      : undefined,
  dependentRequired: ({ nodes, value }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const parts = Object.entries(value).map(([name, list]) => {
      const names = nameList(list);
      return (
        names && or(nodes, lacks(nodes, name), and(nodes, ...names.map((other) => required(nodes, other))))
      );
    });
    return parts.every((part) => part !== undefined) ? and(nodes, ...parts) : undefined;
  },
  dependentSchemas: ({ nodes, value, compile }) => {
    const parts = namedSchemas(value)?.map(([name, child]) => or(nodes, lacks(nodes, name), compile(child)));
    return parts && and(nodes, ...parts);
  },

  allOf: ({ nodes, value, compile }) => {
    const list = schemaList(value);
    return list && and(nodes, ...list.map(compile));
  },
  anyOf: ({ nodes, value, compile }) => {
    const list = schemaList(value);
    return list && or(nodes, ...list.map(compile));
  },
  oneOf: ({ nodes, value, compile }) => {
    const list = schemaList(value);
    return list && exactlyOne(nodes, list.map(compile));
  },
  not: ({ nodes, value, compile }) => (isSchema(value) ? not(nodes, compile(value)) : undefined),
  if: ({ nodes, schema, value, compile }) => {
    const then = keyword(schema, 'then') ?? true;
    const otherwise = keyword(schema, 'else') ?? true;
    if (!isSchema(value) || !isSchema(then) || !isSchema(otherwise)) return undefined;
    const condition = compile(value);
    return or(
      nodes,
      and(nodes, condition, compile(then)),
      and(nodes, not(nodes, condition), compile(otherwise)),
    );
  },
};

/** All properties that are neither named nor matched have a value in the set. */
export function otherProperties(
  nodes: Nodes,
  names: Iterable<string>,
  patterns: Iterable<string>,
  node: Node,
): Node {
  const unmatched = [...patterns].map((pattern) => not(nodes, matching(nodes, pattern)));
  const others = and(nodes, not(nodes, finiteNode(nodes, names)), ...unmatched);
  return atomNode(nodes, { kind: 'named', names: others, node });
}

function matching(nodes: Nodes, text: string): Node {
  return atomNode(nodes, { kind: 'pattern', text });
}

/** Values that are no object with this property. */
export function lacks(nodes: Nodes, name: string): Node {
  return or(nodes, typesNode(nodes, allTypes & ~typeBits.object), not(nodes, required(nodes, name)));
}

function required(nodes: Nodes, name: string): Node {
  return atomNode(nodes, { kind: 'required', name });
}

function bound(kind: 'minimum' | 'maximum', exclusive: boolean): Assertion {
  return ({ nodes, value }) =>
    typeof value === 'number' ? atomNode(nodes, { kind, bound: decimalOf(value), exclusive }) : undefined;
}

function count(kind: Extract<Atom, { readonly count: number }>['kind']): Assertion {
  return ({ nodes, value }) => {
    if (!isCount(value)) return undefined;
    return kind === 'at-least' || kind === 'at-most' ? undefined : atomNode(nodes, { kind, count: value });
  };
}

function text(kind: 'pattern' | 'format'): Assertion {
  return ({ nodes, value }) =>
    typeof value === 'string' ? atomNode(nodes, { kind, text: value }) : undefined;
}

/** 1.0 is an integer: the type is "a number that is a multiple of one". */
function typeNode(nodes: Nodes, value: Json): Node | undefined {
  const names = typeof value === 'string' ? [value] : (nameList(value) ?? []);
  if (names.length === 0) return undefined;
  let mask = 0;
  for (const name of names) {
    const type = name === 'integer' ? 'number' : name;
    if (!Object.hasOwn(typeBits, type)) return undefined;
    mask |= typeBits[type as keyof typeof typeBits];
  }
  const types = typesNode(nodes, mask);
  if (!names.includes('integer') || names.includes('number')) return types;
  return and(nodes, types, atomNode(nodes, { kind: 'multiple-of', step: decimalOf(1) }));
}

/** Branches that share no type need not exclude each other. */
function exactlyOne(nodes: Nodes, branches: readonly Node[]): Node {
  const cases = branches.map((branch, at) => {
    const others = branches.filter((other, index) => index !== at && (other.mask & branch.mask) !== 0);
    return and(nodes, branch, ...others.map((other) => not(nodes, other)));
  });
  return or(nodes, ...cases);
}
