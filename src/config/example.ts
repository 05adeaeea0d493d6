import { Document, isScalar, visit } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { variableName } from './clear.js';
import { followed, propertiesOf, requiredOf } from './parts.js';
import type { SourceKeys } from './schema.js';

/** What a connector says of the keys of its sources, and its name in `seam.yaml`. */
export type Described = SourceKeys & { readonly name: string; readonly secrets: readonly string[] };

/**
 * A `seam.yaml` with one source of a connector: its required keys, and `auth`, which most servers want. Values are the
 * examples of its schema, secrets are placeholders.
 */
export function exampleConfig(connector: Described): string {
  const { name, options, placeless, schemes } = connector;
  const [scheme = 'https'] = schemes ?? [];
  const id = name.replace(/^.*[/\\]|\.[cm]?[jt]s$/g, '').replace(/^seam-connector-/, '');
  const source: JsonObject = {
    connector: name,
    ...(placeless
      ? {}
      : { url: scheme === 'https' ? 'https://erp.example.com' : `${scheme}://erp.example.com/erp` }),
    ...mapOf(options, [], { ...connector, id }),
    entities: ['*'],
  };
  const document = new Document({ sources: { [`my-${id}`]: source } });
  visit(document, {
    Scalar(_, node) {
      // A placeholder in quotes is one in a flow map, too.
      if (isScalar(node) && String(node.value).includes('${')) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

type Naming = Described & { readonly id: string };

function exampleOf(schema: JsonObject | undefined, path: readonly string[], naming: Naming): Json {
  const key = path.at(-1) ?? '';
  if (naming.secrets.includes(path.join('.'))) return `\${${variableName(naming.id, path)}}`;
  if (schema === undefined) return key;
  const { examples, default: standard, enum: values, const: only, type, items, minimum } = schema;
  const [said] = [...list(examples), standard, only, ...list(values)].filter((each) => each !== undefined);
  if (said !== undefined) return said;
  if (propertiesOf(schema, naming.options).length > 0) return mapOf(schema, path, naming);
  const [first] = [type].flat();
  const simple: Readonly<Record<string, () => Json>> = {
    array: () => [exampleOf(followed(items, naming.options), path, naming)],
    object: () => ({}),
    integer: () => minimum ?? 1,
    number: () => minimum ?? 1,
    boolean: () => true,
  };
  return simple[String(first)]?.() ?? key;
}

function mapOf(schema: JsonObject, path: readonly string[], naming: Naming): JsonObject {
  const wanted = new Set([...wantedOf(schema, naming.options), ...(path.length === 0 ? ['auth'] : [])]);
  const properties = propertiesOf(schema, naming.options).filter(([name]) => wanted.has(name));
  return Object.fromEntries(
    properties.map(([name, value]) => [name, exampleOf(value, [...path, name], naming)]),
  );
}

/** What is required: by the schema, by the first of its alternatives, and by what these bring with them. */
function wantedOf(schema: JsonObject, root: JsonObject): readonly string[] {
  const alternatives = [list(schema['oneOf'])[0], list(schema['anyOf'])[0]].filter(isJsonObject);
  const required = [schema, ...alternatives].flatMap((each) => [...requiredOf(each, root)].map(String));
  const dependent = isJsonObject(schema['dependentRequired']) ? schema['dependentRequired'] : {};
  return [...required, ...required.flatMap((name) => list(dependent[name]).map(String))];
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
