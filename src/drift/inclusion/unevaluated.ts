import type { Json, JsonObject } from '../../model/json.js';
import { lacks, otherProperties } from './assertions.js';
import type { Node } from './atoms.js';
import { isIdle, isSchema, type JsonSchema, keyword, namedSchemas, schemaList } from './keywords.js';
import { and, atomNode, everything, type Nodes, not, or, typesNode } from './node.js';
import { baseOf } from './references.js';
import { typeBits } from './values.js';

/** What the rest of the compiler gives. */
type Tools = {
  readonly nodes: Nodes;
  readonly compile: (schema: JsonSchema, base: string) => Node;
  readonly resolve: (ref: string, base: string) => { schema: JsonSchema; base: string } | undefined;
};

/** What has been looked at of a value, wherever `when` holds. */
type Seen = {
  readonly when: Node;
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly allProperties: boolean;
  readonly prefix: number;
  readonly allItems: boolean;
  /** `contains` looks at the items that it finds, by the specification; not so in every validator. */
  readonly contains: boolean;
};

const unseen: Seen = {
  when: everything,
  names: [],
  patterns: [],
  allProperties: false,
  prefix: 0,
  allItems: false,
  contains: false,
};

/** Cases above this number are not told apart. */
const maxCases = 64;

/**
 * `unevaluatedProperties` or `unevaluatedItems` as `additionalProperties` or `items` of each case of what the other
 * keywords, and the schemas that apply in place, have looked at. JSON Schema 2020-12, Core 11. `undefined` where
 * the cases are too many, a reference leads back to the schema itself, or validators differ.
 */
export function unevaluated(
  name: 'unevaluatedProperties' | 'unevaluatedItems',
  value: Json,
  schema: JsonObject,
  base: string,
  tools: Tools,
): Node | undefined {
  if (!isSchema(value)) return undefined;
  const { nodes, compile } = tools;
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== name && key !== '$id'));
  const cases = casesOf(own, base, tools, [schema]);
  if (cases === undefined) return undefined;
  if (name === 'unevaluatedItems' && cases.some(({ contains }) => contains)) return undefined;
  const node = compile(value, base);
  const rest = (seen: Seen): Node => {
    if (name === 'unevaluatedItems') {
      if (seen.allItems) return everything;
      return atomNode(nodes, { kind: 'tail', from: seen.prefix, node });
    }
    if (seen.allProperties) return everything;
    return otherProperties(nodes, seen.names, seen.patterns, node);
  };
  return or(nodes, ...cases.map((seen) => and(nodes, seen.when, rest(seen))));
}

type Cases = readonly Seen[];

function casesOf(
  schema: JsonSchema,
  outerBase: string,
  tools: Tools,
  active: readonly JsonObject[],
): Cases | undefined {
  if (typeof schema === 'boolean') return [unseen];
  if (active.includes(schema)) return undefined;
  const base = baseOf(schema, outerBase);
  const inner = (child: JsonSchema, from = base) => casesOf(child, from, tools, [...active, schema]);
  let cases: Cases | undefined = [ownCase(schema)];
  for (const factor of factors(schema, base, tools, inner)) {
    cases = cases && factor && product(cases, factor, tools.nodes);
    if (cases === undefined) return undefined;
  }
  return cases;
}

/** What the keywords that look into the value see by themselves. */
function ownCase(schema: JsonObject): Seen {
  return {
    when: everything,
    names: (namedSchemas(keyword(schema, 'properties')) ?? []).map(([name]) => name),
    patterns: (namedSchemas(keyword(schema, 'patternProperties')) ?? []).map(([pattern]) => pattern),
    allProperties:
      Object.hasOwn(schema, 'additionalProperties') || Object.hasOwn(schema, 'unevaluatedProperties'),
    prefix: (schemaList(keyword(schema, 'prefixItems')) ?? []).length,
    allItems: Object.hasOwn(schema, 'items') || Object.hasOwn(schema, 'unevaluatedItems'),
    contains: Object.hasOwn(schema, 'contains'),
  };
}

/** What each schema that applies in place adds: one list of cases per keyword or branch. */
function* factors(
  schema: JsonObject,
  base: string,
  { nodes, compile, resolve }: Tools,
  inner: (child: JsonSchema, from?: string) => Cases | undefined,
): Generator<Cases | undefined> {
  const when = (child: JsonSchema) => compile(child, base);
  const ref = keyword(schema, '$ref');
  if (typeof ref === 'string') {
    const target = resolve(ref, base);
    yield target && inner(target.schema, target.base);
  }
  if (Object.hasOwn(schema, '$dynamicRef')) yield undefined;
  for (const branch of schemaList(keyword(schema, 'allOf')) ?? []) yield inner(branch);
  for (const branch of schemaList(keyword(schema, 'anyOf')) ?? []) {
    yield either(nodes, when(branch), inner(branch));
  }
  // Exactly one branch holds, and the others count as not looking: `oneOf` itself says the rest.
  const branches = (schemaList(keyword(schema, 'oneOf')) ?? []).map((branch) =>
    given(nodes, when(branch), inner(branch)),
  );
  if (branches.length > 0) {
    yield branches.every((branch) => branch !== undefined) ? branches.flat() : undefined;
  }
  for (const [name, child] of namedSchemas(keyword(schema, 'dependentSchemas')) ?? []) {
    const has = and(nodes, typesNode(nodes, typeBits.object), not(nodes, lacks(nodes, name)));
    yield either(nodes, has, inner(child));
  }
  const condition = keyword(schema, 'if');
  if (!isSchema(condition)) return;
  const then = keyword(schema, 'then') ?? true;
  const otherwise = keyword(schema, 'else') ?? true;
  if (!isSchema(then) || !isSchema(otherwise)) return yield undefined;
  const first = inner(condition);
  const second = inner(then);
  const yes = first && second && given(nodes, when(condition), product(first, second, nodes));
  const no = given(nodes, not(nodes, when(condition)), inner(otherwise));
  // What a bare `if` has seen counts by the specification, and not in every validator.
  const isBare = isIdle(then) && first?.every(seesNothing) === false;
  yield isBare ? undefined : yes && no && [...yes, ...no];
}

/** The cases where the condition holds, and the one where it does not. */
function either(nodes: Nodes, condition: Node, cases: Cases | undefined): Cases | undefined {
  if (cases === undefined) return undefined;
  if (cases.every(seesNothing)) return [unseen];
  const holds = given(nodes, condition, cases);
  return holds && [...holds, { ...unseen, when: not(nodes, condition) }];
}

function given(nodes: Nodes, condition: Node, cases: Cases | undefined): Cases | undefined {
  return cases?.map((seen) => ({ ...seen, when: and(nodes, condition, seen.when) }));
}

function seesNothing(seen: Seen): boolean {
  const properties = seen.allProperties || seen.names.length > 0 || seen.patterns.length > 0;
  return !properties && !seen.allItems && seen.prefix === 0 && !seen.contains;
}

function product(left: Cases, right: Cases, nodes: Nodes): Cases | undefined {
  if (left.length * right.length > maxCases) return undefined;
  return left.flatMap((a) =>
    right.map((b) => ({
      when: and(nodes, a.when, b.when),
      names: [...a.names, ...b.names],
      patterns: [...a.patterns, ...b.patterns],
      allProperties: a.allProperties || b.allProperties,
      prefix: Math.max(a.prefix, b.prefix),
      allItems: a.allItems || b.allItems,
      contains: a.contains || b.contains,
    })),
  );
}
