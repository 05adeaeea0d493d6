import { Document, isMap, isScalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import { valueAt } from '../../config/pointer.js';
import { readYaml } from '../../config/yaml.js';
import { defined } from '../../model/defined.js';
import type { Json, JsonObject } from '../../model/json.js';
import { type BlockOf, withValue } from './insert.js';

/** One use of a contract, as `seam.yaml` has it. */
export type NewUse = {
  readonly contract: string;
  readonly direction: string;
  readonly fields?: readonly string[];
};

/** What a new `seam.yaml` says, or is to say beside what it says already. */
export type NewConfig = {
  readonly source: string;
  readonly connector: string;
  /** Where it is; nothing where the connector's own keys say it. */
  readonly place: { readonly url: string } | { readonly file: string } | Readonly<Record<string, never>>;
  readonly keys: JsonObject;
  readonly entities: readonly string[];
  readonly seam?: NewSeam;
};

type NewSeam = {
  readonly name: string;
  readonly owner?: string | undefined;
  readonly runbook?: string | undefined;
  readonly uses: readonly NewUse[];
};

/** The text of a new `seam.yaml`. `schema` is what editors complete it from. */
export function configText({ seam, ...source }: NewConfig, schema: string): string {
  const sources = { [source.source]: sourceValue(source) };
  const seams = seam === undefined ? {} : { seams: { [seam.name]: seamValue(seam) } };
  return yamlText({ sources, ...seams }, { comment: ` yaml-language-server: $schema=${schema}` });
}

/**
 * The text of a `seam.yaml` with one more source, and what its seam uses of it; all else stays as it is. A source of the
 * same name is replaced.
 * @param replaces whether a seam of the same name is replaced, too; without it, the uses are added to it
 */
export function withSource(text: string, { seam, ...source }: NewConfig, replaces: boolean): string {
  const added = withValue(text, ['sources', source.source], sourceValue(source), blockOf);
  if (seam === undefined) return added;
  const path = ['seams', seam.name];
  const uses = valueAt(readYaml(text).root, [...path, 'uses']);
  if (replaces || !Array.isArray(uses)) return withValue(added, path, seamValue(seam), blockOf);
  return seam.uses.reduce(
    (so, use, index) => withValue(so, [...path, 'uses', uses.length + index], useValue(use), blockOf),
    added,
  );
}

function sourceValue({ connector, place, keys, entities }: Omit<NewConfig, 'seam'>): JsonObject {
  return { connector, ...place, ...keys, entities };
}

function seamValue({ owner, runbook, uses }: NewSeam): JsonObject {
  return { ...defined({ owner, runbook }), uses: uses.map(useValue) };
}

function useValue({ contract, direction, fields }: NewUse): JsonObject {
  return { ...defined({ contract, direction, fields }) };
}

const blockOf: BlockOf = (path, value) => {
  const last = path.at(-1) ?? '';
  return yamlText(typeof last === 'number' ? [value] : { [last]: value }, { depth: path.length - 1 });
};

/** @param depth of the value in the whole file */
function yamlText(
  value: Json,
  { depth: above = 0, comment }: { readonly depth?: number; readonly comment?: string },
): string {
  const document = new Document(value);
  // On the map and not on the document: editors read it in the first line, and a blank one would follow.
  if (isMap(document.contents) && comment !== undefined) document.contents.commentBefore = comment;
  visit(document, {
    Scalar: (key, node) => {
      // As the documentation writes them; what reads like a placeholder is one.
      if (key !== 'key' && typeof node.value === 'string' && /[${}*!]/.test(node.value))
        node.type = 'QUOTE_DOUBLE';
    },
    Collection: (_, node, path) => {
      // Sources and seams are blocks, what is inside them stands on a line where it fits.
      const depth = above + path.filter((each) => each instanceof YAMLMap || each instanceof YAMLSeq).length;
      if (depth >= 3 && !isLong(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

/** A list of maps is read item by item, and a use with its fields line by line. */
function isLong(node: unknown): boolean {
  if (node instanceof YAMLSeq) return node.items.some((item) => !isScalar(item));
  return node instanceof YAMLMap && node.has('fields');
}
