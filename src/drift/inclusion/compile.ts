import type { Json, JsonObject } from '../../model/json.js';
import { assertions, readBySibling } from './assertions.js';
import type { Node } from './atoms.js';
import { isAnnotation, isRemark, type JsonSchema, keyword } from './keywords.js';
import { and, atomNode, everything, type Nodes, nothing, referenceNode } from './node.js';
import { baseOf, type Document, resolve, rootBase } from './references.js';
import { unevaluated } from './unevaluated.js';
import { valueKey } from './values.js';

/** What compiling one document needs: the nodes that both documents share, and what is known of this one. */
type Compilation = {
  readonly nodes: Nodes;
  readonly document: Document;
  /** Tells the references of one document from those of another. */
  readonly label: string;
  /** Schemas by base and identity; `undefined` while they are being compiled. */
  readonly known: Map<string, Map<JsonObject, Node | undefined>>;
  /** The sets of schemas that are part of themselves, by the names of the references to them. */
  readonly recursive: Map<string, () => Node>;
  readonly numbers: Map<JsonObject, number>;
};

/** A schema document as the set of values that it accepts. Throws `RemoteReference`. */
export function compileDocument(nodes: Nodes, root: JsonSchema, label: string): Node {
  const document = { root };
  const start = { nodes, document, label, known: new Map(), recursive: new Map(), numbers: new Map() };
  return compile(start, root, rootBase);
}

function compile(compilation: Compilation, schema: JsonSchema, outerBase: string): Node {
  if (typeof schema === 'boolean') return schema ? everything : nothing;
  const base = baseOf(schema, outerBase);
  const known = compilation.known.get(base) ?? new Map<JsonObject, Node | undefined>();
  compilation.known.set(base, known);
  if (known.has(schema)) return known.get(schema) ?? recursiveNode(compilation, schema, base);
  known.set(schema, undefined);
  const node = conjunction(compilation, schema, base);
  known.set(schema, node);
  return node;
}

function conjunction(compilation: Compilation, schema: JsonObject, base: string): Node {
  const { nodes, document } = compilation;
  const site = { nodes, schema, compile: (child: JsonSchema) => compile(compilation, child, base) };
  const parts: Node[] = [];
  for (const [name, value] of Object.entries(schema)) {
    if (isAnnotation(name) || readBySibling.has(name)) continue;
    parts.push(keywordNode(compilation, site, name, value, base));
  }
  for (const name of ['unevaluatedProperties', 'unevaluatedItems'] as const) {
    const value = keyword(schema, name);
    if (value === undefined) continue;
    const node = unevaluated(name, value, schema, base, {
      nodes,
      compile: (child, childBase) => compile(compilation, child, childBase),
      resolve: (ref, from) => resolve(document, ref, from),
    });
    parts.push(node ?? opaque(compilation, name, schema));
  }
  return and(nodes, ...parts);
}

type Site = Parameters<(typeof assertions)[string]>[0];

function keywordNode(
  compilation: Compilation,
  site: Omit<Site, 'value'>,
  name: string,
  value: Json,
  base: string,
): Node {
  if (name === '$ref') return reference(compilation, value, base) ?? opaque(compilation, name, site.schema);
  const assertion = Object.hasOwn(assertions, name) ? assertions[name] : undefined;
  return assertion?.({ ...site, value }) ?? opaque(compilation, name, site.schema);
}

function reference(compilation: Compilation, value: Json, base: string): Node | undefined {
  if (typeof value !== 'string') return undefined;
  const target = resolve(compilation.document, value, base);
  return target && compile(compilation, target.schema, target.base);
}

/**
 * What a keyword says that is not understood, which may depend on what stands beside it: two are the same where the
 * whole schemas are, but for what is said to people alone. The text is that of one document alone where the value can
 * hold references, which mean something else in another document.
 */
function opaque({ nodes, label }: Compilation, name: string, schema: JsonObject): Node {
  const value = keyword(schema, name);
  const scope = typeof value === 'object' || name.startsWith('$') ? label : '';
  const beside = Object.fromEntries(Object.entries(schema).filter(([each]) => !isRemark(each)));
  return atomNode(nodes, { kind: 'opaque', keyword: name, text: `${scope} ${name} ${valueKey(beside)}` });
}

/** A reference from inside a schema to itself. */
function recursiveNode(compilation: Compilation, schema: JsonObject, base: string): Node {
  const { nodes, known, label, recursive, numbers } = compilation;
  const number = numbers.get(schema) ?? numbers.size;
  numbers.set(schema, number);
  const name = `${label} ${number} ${base}`;
  const target = () => known.get(base)?.get(schema) ?? nothing;
  recursive.set(name, target);
  let meaning: Node | undefined;
  return referenceNode(nodes, name, () => {
    meaning ??= isCircular(compilation, name) ? opaque(compilation, '$ref', { $ref: name }) : target();
    return meaning;
  });
}

/** True where a reference leads back without looking into the value: the specification leaves that undefined. */
function isCircular({ recursive }: Compilation, name: string): boolean {
  const stack: (Node | undefined)[] = [recursive.get(name)?.()];
  const visited = new Set<Node>();
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === undefined || visited.has(node)) continue;
    visited.add(node);
    const { form } = node;
    if (form.kind === 'and' || form.kind === 'or') stack.push(...form.parts);
    if (form.kind === 'not') stack.push(form.of);
    if (form.kind !== 'reference') continue;
    if (form.name === name) return true;
    stack.push(recursive.get(form.name)?.());
  }
  return false;
}
