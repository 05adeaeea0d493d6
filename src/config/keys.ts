import type { KeyRow } from '../model/connector-sheet.js';
import { isJsonObject, type JsonObject } from '../model/json.js';
import { followed, propertiesOf, requiredOf } from './parts.js';

/** Schemas may refer to themselves. */
const deepest = 8;

/** Every key of a schema in its order, those of maps and lists below their own. */
export function keysOf(schema: JsonObject): readonly KeyRow[] {
  return below(schema, '', schema, 0);
}

function below(schema: JsonObject, path: string, root: JsonObject, depth: number): readonly KeyRow[] {
  if (depth > deepest) return [];
  const required = requiredOf(schema, root);
  const prefix = path === '' ? '' : `${path}.`;
  const own = propertiesOf(schema, root).flatMap(([name, property]) =>
    rowsOf(`${prefix}${name}`, property, required.has(name), root, depth),
  );
  const others = followed(schema['additionalProperties'], root);
  const named =
    others !== undefined && hasKeys(others, root) ? rowsOf(`${prefix}*`, others, false, root, depth) : [];
  const items = followed(schema['items'], root);
  const inItems = items !== undefined ? below(items, `${path}[]`, root, depth + 1) : [];
  return [...own, ...named, ...inItems];
}

function rowsOf(
  path: string,
  property: JsonObject,
  required: boolean,
  root: JsonObject,
  depth: number,
): readonly KeyRow[] {
  const { default: standard, examples } = property;
  const [example] = Array.isArray(examples) ? examples : [];
  const meaning = meaningOf(property);
  const row: KeyRow = {
    path,
    type: typeWords(property, root),
    required,
    ...(standard === undefined ? {} : { default: standard }),
    ...(meaning === '' ? {} : { meaning }),
    ...(example === undefined ? {} : { example }),
  };
  return [row, ...below(property, path, root, depth + 1)];
}

/** True for a schema that has keys of its own, so that each of them is a row. */
function hasKeys(schema: JsonObject, root: JsonObject): boolean {
  return propertiesOf(schema, root).length > 0 || isJsonObject(schema['additionalProperties']);
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
  array: 'list',
  null: 'nothing',
};

function typeWords(schema: JsonObject, root: JsonObject): string {
  const { enum: values, const: only, type } = schema;
  if (Array.isArray(values)) return values.map(String).join(' | ');
  if (only !== undefined) return String(only);
  const types = [type ?? 'any'].flat().map(String);
  const items = followed(schema['items'], root);
  const others = followed(schema['additionalProperties'], root);
  const named = types.map((name) => {
    if (name === 'array' && items !== undefined) return `list of ${typeWords(items, root)}`;
    if (name === 'object' && others !== undefined && !hasKeys(others, root)) {
      return `map of ${typeWords(others, root)}`;
    }
    return words[name] ?? name;
  });
  return named.join(' or ');
}

/** The description, and which keys exclude each other. */
function meaningOf(schema: JsonObject): string {
  const { description } = schema;
  const choices = (['oneOf', 'anyOf'] as const).flatMap((keyword) => {
    const branches = Array.isArray(schema[keyword]) ? schema[keyword] : [];
    const keys = branches.flatMap((branch) =>
      isJsonObject(branch) && Array.isArray(branch['required']) ? [branch['required'].join(' and ')] : [],
    );
    const how = keyword === 'oneOf' ? 'Exactly one of' : 'At least one of';
    return keys.length > 1 && keys.length === branches.length ? [`${how}: ${keys.join('; ')}.`] : [];
  });
  return [...(typeof description === 'string' ? [description] : []), ...choices].join(' ');
}
