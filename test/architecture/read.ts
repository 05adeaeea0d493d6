import { parseAst } from 'vitest/node';

/** What one source file says of itself: the modules it imports, the globals it names, how often it writes `any`. */
export type SourceFile = {
  /** Specifiers of static, type, re-exporting and literal dynamic imports. */
  readonly imports: readonly string[];
  /** Names that may be global: `process`, and `Date.now`, `new Date()`, `Math.random` in this form. */
  readonly globals: ReadonlySet<string>;
  readonly anys: number;
  readonly lines: number;
};

type Node = { readonly type: string; readonly [member: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Reads TypeScript with the parser that vitest brings along. */
export function readSource(text: string): SourceFile {
  const imports: string[] = [];
  const globals = new Set<string>();
  let anys = 0;
  for (const node of nodesOf(parseAst(text, { lang: 'ts' }) as unknown as Node)) {
    if (node.type === 'TSAnyKeyword') anys++;
    if (isNode(node['source']) && typeof node['source']['value'] === 'string')
      imports.push(node['source']['value']);
    const name = globalName(node);
    if (name !== undefined) globals.add(name);
  }
  return { imports, globals, anys, lines: text.trimEnd().split('\n').length };
}

/** Every node under and with this one, but for names that are only labels of a member (`a.process`, `{ process: 1 }`). */
function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const [member, value] of Object.entries(node)) {
    const isLabel =
      (member === 'property' || member === 'key') && node['computed'] !== true && node['shorthand'] !== true;
    // To signal a program is to deal with programs, and not with the environment.
    if (member === 'object' && globalName(node) === 'process.kill') continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && !(isLabel && child.type === 'Identifier')) yield* nodesOf(child);
    }
  }
}

function globalName(node: Node): string | undefined {
  if (node.type === 'Identifier') return String(node['name']);
  const [object, callee, property] = [node['object'], node['callee'], node['property']];
  if (node.type === 'MemberExpression' && isNode(object) && isNode(property)) {
    return object['name'] === 'globalThis'
      ? String(property['name'])
      : `${object['name']}.${property['name']}`;
  }
  if (
    node.type === 'NewExpression' &&
    isNode(callee) &&
    (node['arguments'] as readonly unknown[]).length === 0
  ) {
    return `new ${callee['name']}()`;
  }
  return undefined;
}
