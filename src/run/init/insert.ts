import { parseDocument } from 'yaml';
import { type Path, pointerOf, valueAt } from '../../config/pointer.js';
import { readYaml } from '../../config/yaml.js';
import { isJsonObject, type Json, sameJson } from '../../model/json.js';

/** The lines of a map or list that holds this value alone, under the last step of the path. */
export type BlockOf = (path: Path, value: Json) => string;

/**
 * A YAML text that has a value at a path. Where the file is written in blocks, all else stays as it is, byte by byte;
 * in any other style it is written anew, with its comments.
 * @param path to a key that may be there already, and whose parents may be missing; the index behind the last item adds
 * to a list
 */
export function withValue(text: string, path: Path, value: Json, blockOf: BlockOf): string {
  const inserted = insert(text, path, value, blockOf);
  if (sameJson(readYaml(inserted).root, changed(readYaml(text).root, path, value))) return inserted;
  const document = parseDocument(text);
  document.setIn(path, document.createNode(value));
  return document.toString({ lineWidth: 0 });
}

function changed(root: Json | undefined, [step, ...below]: Path, value: Json): Json {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(root) ? root : [];
    return [...list.slice(0, step), changed(list[step], below, value), ...list.slice(step + 1)];
  }
  const map = isJsonObject(root) ? root : {};
  const member = Object.hasOwn(map, step) ? map[step] : undefined;
  return Object.fromEntries([...Object.entries(map), [step, changed(member, below, value)]]);
}

/** Right where the file is written in blocks. */
function insert(text: string, path: Path, value: Json, blockOf: BlockOf): string {
  const { root, spots } = readYaml(text);
  const [above, last] = [path.slice(0, -1), path.at(-1) ?? ''];
  const [around, there] = [spots.get(pointerOf(above)), spots.get(pointerOf(path))];
  if (above.length > 0 && (around === undefined || isEmpty(valueAt(root, above)))) {
    return insert(text, above, typeof last === 'number' ? [value] : { [last]: value }, blockOf);
  }
  const [start, end] = around?.value ?? [0, text.length];
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const [from, to] =
    there === undefined
      ? behind(text, lineEnd(text, end), indent)
      : [(there.key ?? there.value)[0] - indent, lineEnd(text, there.value[1])];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = blockOf(path, value).trimEnd().split('\n');
  const before = text.slice(0, from);
  const open = before === '' || before.endsWith('\n') ? '' : eol;
  return `${before}${open}${lines.map((line) => `${' '.repeat(indent)}${line}${eol}`).join('')}${text.slice(to)}`;
}

function isEmpty(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** Behind the line on which something ends; a block ends with its line break. */
function lineEnd(text: string, end: number): number {
  const next = text.indexOf('\n', text.slice(0, end).trimEnd().length);
  return next === -1 ? text.length : next + 1;
}

/** Behind the comments that are indented as the block is: they belong to its last item. */
function behind(text: string, end: number, indent: number): readonly [from: number, to: number] {
  const comment = new RegExp(`[ \\t]{${Math.max(indent, 1)},}#.*(?:\\n|$)`, 'y');
  let at = end;
  for (comment.lastIndex = at; comment.test(text); comment.lastIndex = at) at = comment.lastIndex;
  return [at, at];
}
