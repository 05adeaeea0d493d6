import { posix } from 'node:path';
import { layers, reserved, type World, world } from './layers.js';
import { readSource, type SourceFile } from './read.js';

/** Longest source file. A longer one is about two things. */
const longest = 350;

/** Files that hold data and no code, of any length. */
const data = /^src\/demo\/data\//;

/**
 * What is wrong with a tree of files (path below the repository → text), one line each: the file, the arrow, the reason.
 */
export function violations(tree: ReadonlyMap<string, string>): readonly string[] {
  const files = new Map(
    [...tree].filter(([path]) => path.endsWith('.ts')).map(([path, text]) => [path, readSource(text)]),
  );
  const arrows = [...files].flatMap(([from, { imports }]) =>
    imports.flatMap((specifier) => {
      const to = resolve(from, specifier);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  return [
    ...[...files].flatMap(([path, file]) => [...alone(path, file)]),
    ...arrows.flatMap(({ from, to }) => [...forbidden(from, to)]),
    ...cycles(arrows),
    ...withoutReadme(tree),
  ];
}

/** `drift/rules/enum.ts` is of the layer `drift`; connectors and protocols are one layer each by id. */
function layerOf(path: string): string {
  const [, first = '', second = '', ...rest] = path.split('/');
  const grouped = (first === 'connectors' || first === 'protocols') && rest.length > 0;
  return grouped ? `${first}/${second}` : first;
}

function kindOf(layer: string): string {
  return layer.replace(/\/.*/, '/<id>');
}

/** Path of a local import; packages and node modules are no files of ours. */
function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** What a file does wrong by itself. */
function* alone(path: string, { imports, globals, anys, lines }: SourceFile): Generator<string> {
  const layer = layers[kindOf(layerOf(path))];
  if (layer === undefined) {
    yield `${path}: "${layerOf(path)}" is no layer of DESIGN.md's import table.`;
    return;
  }
  for (const [name, { modules, globals: names, because }] of Object.entries(world)) {
    if (layer.touches.includes(name as World)) continue;
    const used = [
      ...imports.filter((module) => modules.includes(module)),
      ...names.filter((each) => globals.has(each)),
    ];
    for (const each of used) yield `${path} → ${each} (${name}): ${because}`;
  }
  if (anys > 0) yield `${path} → any: a value of unknown type is parsed at the door; inside it has a type.`;
  if (lines > longest && !data.test(path)) {
    yield `${path}: ${lines} lines, at most ${longest}: a file this long is about two things.`;
  }
}

/** What is wrong with one arrow. */
function* forbidden(from: string, to: string): Generator<string> {
  const [own, other] = [layerOf(from), layerOf(to)];
  const layer = layers[kindOf(own)];
  if (/(^|\/)index\.ts$/.test(to) && from.startsWith(`${posix.dirname(to)}/`)) {
    yield `${from} → ${to}: an index is for those outside its folder; from inside it makes a circle.`;
  }
  if (own === other || layer === undefined) return;
  const guarded = reserved[kindOf(other)];
  if (guarded?.to.includes(from)) return;
  if (guarded !== undefined) {
    yield `${from} → ${to}: ${guarded.because}`;
  } else if (
    layer.may !== 'everything but cli' &&
    !layer.may.includes(kindOf(other)) &&
    !isInterface(own, to)
  ) {
    yield `${from} → ${to}: ${kindOf(own)} may import ${layer.may.join(', ') || 'nothing of ours'}; ${layer.because}`;
  }
}

/** A connector implements the interface, and sees nothing else of its folder. */
function isInterface(own: string, to: string): boolean {
  return kindOf(own) === 'connectors/<id>' && to === 'src/connectors/connector.ts';
}

/** Each circle once, from the file that comes first in it. */
function cycles(arrows: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const targets = (path: string) => arrows.filter(({ from }) => from === path).map(({ to }) => to);
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const circle = trail.slice(start);
      const first = circle.indexOf([...circle].sort()[0] ?? path);
      const turned = [...circle.slice(first), ...circle.slice(0, first)];
      found.add(`${[...turned, turned[0]].join(' → ')}: a circle; move what both need into a third file.`);
      return;
    }
    if (done.has(path)) return;
    for (const to of targets(path)) visit(to, [...trail, path]);
    done.add(path);
  };
  for (const { from } of arrows) visit(from, []);
  return [...found];
}

/** Folders directly under `src/` that do not say in three lines what comes in, what goes out, where to add. */
function withoutReadme(tree: ReadonlyMap<string, string>): readonly string[] {
  const folders = new Set(
    [...tree.keys()]
      .map((path) => path.split('/'))
      .filter((path) => path.length > 2)
      .map(([, name]) => name),
  );
  return [...folders].flatMap((name) => {
    const path = `src/${name}/README.md`;
    const lines = tree.get(path)?.trim().split('\n').length;
    if (lines === 3) return [];
    return [
      `${path}: ${lines === undefined ? 'is not there' : `has ${lines} lines`}; three say what comes in, what goes out, where to add.`,
    ];
  });
}
