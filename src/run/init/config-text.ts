import { Document, isMap, isScalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import type { JsonObject } from '../../model/json.js';

/** One use of a contract, as `seam.yaml` has it. */
export type NewUse = {
  readonly contract: string;
  readonly direction: string;
  readonly fields?: readonly string[];
};

/** What a new `seam.yaml` says. */
export type NewConfig = {
  readonly source: string;
  readonly connector: string;
  /** Where it is; nothing where the connector's own keys say it. */
  readonly place: { readonly url: string } | { readonly file: string } | Readonly<Record<string, never>>;
  readonly keys: JsonObject;
  readonly entities: readonly string[];
  readonly seam?: {
    readonly name: string;
    readonly owner?: string | undefined;
    readonly runbook?: string | undefined;
    readonly uses: readonly NewUse[];
  };
};

/** The text of `seam.yaml`. `schema` is what editors complete it from. */
export function configText(
  { source, connector, place, keys, entities, seam }: NewConfig,
  schema: string,
): string {
  const document = new Document({
    sources: { [source]: { connector, ...place, ...keys, entities } },
    ...(seam === undefined ? {} : { seams: { [seam.name]: { ...ownerOf(seam), uses: seam.uses } } }),
  });
  // On the map and not on the document: editors read it in the first line, and a blank one would follow.
  if (isMap(document.contents)) document.contents.commentBefore = ` yaml-language-server: $schema=${schema}`;
  visit(document, {
    Scalar: (key, node) => {
      // As the documentation writes them; what reads like a placeholder is one.
      if (key !== 'key' && typeof node.value === 'string' && /[${}*!]/.test(node.value))
        node.type = 'QUOTE_DOUBLE';
    },
    Collection: (_, node, path) => {
      // Sources and seams are blocks, what is inside them stands on a line where it fits.
      const depth = path.filter((each) => each instanceof YAMLMap || each instanceof YAMLSeq).length;
      if (depth >= 3 && !isLong(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

function ownerOf({ owner, runbook }: NonNullable<NewConfig['seam']>) {
  return { ...(owner === undefined ? {} : { owner }), ...(runbook === undefined ? {} : { runbook }) };
}

/** A list of maps is read item by item, and a use with its fields line by line. */
function isLong(node: unknown): boolean {
  if (node instanceof YAMLSeq) return node.items.some((item) => !isScalar(item));
  return node instanceof YAMLMap && node.has('fields');
}
