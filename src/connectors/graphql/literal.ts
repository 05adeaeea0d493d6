import type { Json } from '../../model/json.js';

/** Tokens of a literal. https://spec.graphql.org/October2021/#sec-Input-Values */
const token =
  /[\s,\uFEFF]*(?:("""[\s\S]*?""")|("(?:[^"\\\n]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|([_A-Za-z]\w*)|([[\]{}:]))/y;

type Token = { readonly kind: 'block' | 'text' | 'number' | 'name' | 'sign'; readonly text: string };

/** Lists and objects within each other. */
const deepest = 50;

/** The value of a literal; an enum value is its name. `undefined` where it is no literal. */
export function parseLiteral(text: string): Json | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const [value, rest] = valueAt(tokens, 0, 0) ?? [];
  return rest === tokens.length ? value : undefined;
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; ) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, block, quoted, number, name, sign] = found;
    const kinds = { block, text: quoted, number, name, sign };
    for (const [kind, said] of Object.entries(kinds)) {
      if (said !== undefined) tokens.push({ kind: kind as Token['kind'], text: said });
    }
    at = token.lastIndex;
  }
  return tokens;
}

type Parsed = readonly [value: Json, next: number];

function valueAt(tokens: readonly Token[], at: number, depth: number): Parsed | undefined {
  const first = tokens[at];
  if (first === undefined || depth > deepest) return undefined;
  switch (first.kind) {
    case 'block':
      return [first.text.slice(3, -3).trim(), at + 1];
    case 'text':
      return textAt(first.text, at);
    case 'number':
      return [Number(first.text), at + 1];
    case 'name':
      return [named(first.text), at + 1];
    case 'sign':
      return first.text === '[' ? listAt(tokens, at + 1, depth) : objectAt(tokens, at, depth);
  }
}

const constants: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function named(name: string): Json {
  return constants.get(name) ?? (name === 'null' ? null : name);
}

/** Escapes are those of JSON, and `\u{…}`. */
function textAt(quoted: string, at: number): Parsed | undefined {
  try {
    const plain = quoted.replace(/\\u\{([0-9a-fA-F]{1,6})\}/g, (_, code: string) =>
      JSON.stringify(String.fromCodePoint(Number.parseInt(code, 16))).slice(1, -1),
    );
    return [JSON.parse(plain) as string, at + 1];
  } catch {
    return undefined;
  }
}

function listAt(tokens: readonly Token[], from: number, depth: number): Parsed | undefined {
  const items: Json[] = [];
  for (let at = from; ; ) {
    if (tokens[at]?.text === ']') return [items, at + 1];
    const item = valueAt(tokens, at, depth + 1);
    if (item === undefined) return undefined;
    items.push(item[0]);
    at = item[1];
  }
}

function objectAt(tokens: readonly Token[], open: number, depth: number): Parsed | undefined {
  if (tokens[open]?.text !== '{') return undefined;
  const entries: [string, Json][] = [];
  for (let at = open + 1; ; ) {
    const name = tokens[at];
    if (name?.text === '}' && name.kind === 'sign') return [Object.fromEntries(entries), at + 1];
    if (name?.kind !== 'name' || tokens[at + 1]?.text !== ':') return undefined;
    const value = valueAt(tokens, at + 2, depth + 1);
    if (value === undefined) return undefined;
    entries.push([name.text, value[0]]);
    at = value[1];
  }
}
