import { type Json, type JsonObject, sameJson } from '../../model/json.js';
import type { TypeName } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { anything, keywordsOf, type Limits, type Node, typeOf } from './node.js';

/** One of several schemas, and what people call it. */
export type Branch = { readonly name: string; readonly node: Node };

/**
 * A node that accepts all that one of the branches accepts (`oneOf`, `anyOf`).
 * `exact`: it accepts nothing else, but for which members of an object go together; where they do not all go with each
 * other, the member says with which branches it goes (`unmapped`, `requiredWhen`).
 */
export function join(branches: readonly Branch[]): { readonly node: Node; readonly exact: boolean } {
  const [only, ...others] = branches;
  if (only === undefined) return { node: anything, exact: true };
  if (others.length === 0) return { node: only.node, exact: true };
  const typed = branches.map((branch) => ({ ...branch, types: typesOf(branch.node) }));
  if (typed.some(({ types }) => types === undefined)) {
    return { node: { ...anything, unmapped: unmappedOf(branches) }, exact: false };
  }
  const types = [...new Set(typed.flatMap(({ types }) => types ?? []))];
  const withType = (...wanted: readonly TypeName[]) =>
    typed.filter(({ types }) => types?.some((type) => wanted.includes(type))).map(({ node }) => node);
  const values = jointValues(typed);
  const groups = [
    jointLimits(withType('string'), keywordsOf.string),
    jointLimits(withType('number', 'integer'), keywordsOf.number),
    jointLimits(withType('array'), keywordsOf.array),
  ];
  const items = jointItems(withType('array'));
  const object = jointObject(typed.filter(({ types }) => types?.includes('object')));
  return {
    node: {
      types: types.includes('number') ? types.filter((type) => type !== 'integer') : types,
      ...(branches.some(({ node }) => node.maybeNull) ? { maybeNull: true as const } : {}),
      limits: Object.assign({}, ...groups.map(({ limits }) => limits)),
      ...(values.values === undefined ? {} : { values: values.values }),
      facets: { ...jointFacets(branches), ...values.facets },
      ...(items.node === undefined ? {} : { items: items.node }),
      ...object.node,
      unmapped: unmappedOf(branches),
    },
    exact: values.exact && items.exact && object.exact && groups.every(({ exact }) => exact),
  };
}

/** The types that a branch says, or that its values have. */
function typesOf({ types, values }: Node): readonly TypeName[] | undefined {
  if (values === undefined) return types;
  return [...new Set(values.map(typeOf))];
}

function unmappedOf(branches: readonly Branch[]): readonly JsonObject[] {
  return branches.flatMap(({ node }) => node.unmapped);
}

type Typed = Branch & { readonly types: readonly TypeName[] | undefined };

/** Values are listed where every branch but null lists some. */
function jointValues(branches: readonly Typed[]): {
  readonly values?: readonly Json[];
  readonly facets: Node['facets'];
  readonly exact: boolean;
} {
  const listing = branches.filter(({ node }) => node.values !== undefined);
  if (listing.length === 0) return { facets: {}, exact: true };
  const all = branches.every(({ node, types }) => node.values !== undefined || types?.join() === 'null');
  if (!all) return { facets: {}, exact: false };
  const values = branches.flatMap(({ node }) => node.values ?? [null]);
  const labels = listing.flatMap(({ node }) => Object.entries(labelsOf(node)));
  return {
    values: values.filter((value, index) => values.findIndex((other) => sameJson(other, value)) === index),
    facets: labels.length === 0 ? {} : { enumLabels: Object.fromEntries(labels) },
    exact: true,
  };
}

/** `oneOf: [{ const: 1, title: Open }, …]` gives each value its label. */
function labelsOf({ values = [], facets, limits }: Node): Readonly<Record<string, string>> {
  if (facets.enumLabels !== undefined) return facets.enumLabels;
  return values.length === 1 && limits.title !== undefined ? { [String(values[0])]: limits.title } : {};
}

/** Limits that hold in every node of a type: the same ones, or the loosest where all have one. */
function jointLimits(
  nodes: readonly Node[],
  keywords: readonly (keyof Limits)[],
): { readonly limits: Limits; readonly exact: boolean } {
  const limits: Record<string, Json> = {};
  let exact = true;
  for (const keyword of keywords) {
    const said = nodes.map((node) => node.limits[keyword] as Json | undefined);
    const [first] = said;
    if (said.every((value) => sameJson(value, first))) {
      if (first !== undefined) limits[keyword] = first;
      continue;
    }
    exact = false;
    const loosest = looser[keyword];
    if (loosest !== undefined && said.every((value) => value !== undefined)) {
      limits[keyword] = said.map(Number).reduce((a, b) => loosest(a, b));
    }
  }
  return { limits: limits as Limits, exact };
}

const looser: Readonly<Partial<Record<keyof Limits, (a: number, b: number) => number>>> = {
  minLength: Math.min,
  maxLength: Math.max,
  minItems: Math.min,
  maxItems: Math.max,
  minimum: Math.min,
  maximum: Math.max,
  exclusiveMinimum: Math.min,
  exclusiveMaximum: Math.max,
};

function jointItems(arrays: readonly Node[]): { readonly node?: Node; readonly exact: boolean } {
  const described = arrays.flatMap(({ items }) => (items === undefined ? [] : [items]));
  if (described.length === 0) return { exact: true };
  if (described.length < arrays.length) return { exact: false };
  return join(described.map((node, index) => ({ name: `#${index + 1}`, node })));
}

/** What is said of a field as such, and the same in every branch. */
function jointFacets(branches: readonly Branch[]): Node['facets'] {
  const [first, ...others] = branches.filter(({ node }) => node.types?.join() !== 'null');
  const kept = Object.entries(first?.node.facets ?? {}).filter(([name, value]) =>
    others.every(({ node }) => sameJson(node.facets[name as keyof Node['facets']] as Json, value as Json)),
  );
  const targets = branches.flatMap(({ node }) => node.facets.target ?? []);
  return {
    ...Object.fromEntries(kept),
    ...(targets.length > 1 ? { target: [...new Set(targets)].sort(byCodePoint) } : {}),
  };
}

function jointObject(branches: readonly Branch[]): {
  readonly node: Pick<Node, 'properties' | 'required' | 'open'>;
  readonly exact: boolean;
} {
  const [first, ...others] = branches;
  if (first === undefined) return { node: { required: [] }, exact: true };
  if (branches.some(({ node }) => node.properties === undefined)) {
    const says = ({ node }: Branch) => node.properties !== undefined || node.required.length > 0;
    return { node: { required: [] }, exact: !branches.some(says) };
  }
  const names = new Set(branches.flatMap(({ node }) => [...(node.properties?.keys() ?? [])]));
  const properties = new Map([...names].map((name) => [name, jointProperty(name, branches)] as const));
  const open = branches.some(({ node }) => node.open === true) ? true : first.node.open;
  const required = first.node.required.filter((name) =>
    others.every(({ node }) => node.required.includes(name)),
  );
  return { node: { properties, required, ...(open === undefined ? {} : { open }) }, exact: true };
}

function jointProperty(name: string, branches: readonly Branch[]): Node {
  const having = branches.flatMap(({ name: branch, node }) => {
    const property = node.properties?.get(name);
    return property === undefined ? [] : [{ name: branch, node: property }];
  });
  const { node, exact } = join(having);
  const demanding = branches.filter(({ node: branch }) => branch.required.includes(name));
  const names = (some: readonly Branch[]) => some.map((branch) => branch.name).sort(byCodePoint);
  const sometimes = demanding.length > 0 && demanding.length < branches.length;
  return {
    ...node,
    facets: { ...node.facets, ...(sometimes ? { requiredWhen: names(demanding).join(', ') } : {}) },
    unmapped: [
      ...node.unmapped,
      ...(having.length === branches.length ? [] : [{ with: names(having) }]),
      ...(exact ? [] : [{ differsBy: having.map((each) => summary(each)) }]),
    ],
  };
}

/** What a branch says of a value, short, for the text of what cannot be joined. */
function summary({ name, node }: Branch): JsonObject {
  const { types, values, limits } = node;
  const { title: _title, default: _default, ...said } = limits;
  return {
    in: name,
    ...(types === undefined ? {} : { type: [...types] }),
    ...(values === undefined ? {} : { enum: values }),
    ...(said as JsonObject),
  };
}
