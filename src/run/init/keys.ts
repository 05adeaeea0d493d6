import { parse } from 'yaml';
import { propertiesOf, requiredOf } from '../../config/parts.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/** A key that a connector asks for in `seam.yaml`. */
export type Key = {
  /** Dotted: `auth.apiKey`. */
  readonly path: string;
  readonly schema: JsonObject;
  /** Its value is a credential, so the file names an environment variable in its place. */
  readonly secret: boolean;
};

/** Keys that are still to be said: all of one of these groups. */
export type Demand = { readonly groups: readonly (readonly Key[])[] };

/** What a connector says of its keys. */
export type Keys = { readonly options: JsonObject; readonly secrets: readonly string[] };

/**
 * What the schema of a connector's options still asks for beside what is given: `required` at any depth, one branch of a
 * `oneOf` or `anyOf`, and `dependentRequired`. Other keywords are left to the check of the whole file.
 */
export function demandsOf({ options, secrets }: Keys, given: JsonObject): readonly Demand[] {
  return demandsIn(flat(options), given, { prefix: '', secrets });
}

/** Keys of a connector that it does not ask for and that are not given, at the top. */
export function furtherKeys({ options, secrets }: Keys, given: JsonObject): readonly Key[] {
  const asked = new Set(
    demandsOf({ options, secrets }, given).flatMap(({ groups }) => groups.flat().map(top)),
  );
  const schema = flat(options);
  return Object.keys(member(schema, 'properties'))
    .filter((name) => given[name] === undefined && !asked.has(name))
    .map((name) => keyAt(schema, name, { prefix: '', secrets }));
}

/** The key at a dotted path; without a schema where the connector does not know it. */
export function keyOf({ options, secrets }: Keys, path: string): Key {
  const names = path.split('.');
  const schema = names.reduce((parent, name) => propertyOf(parent, name), flat(options));
  return { path, schema, secret: secrets.includes(path) };
}

/** The value that a text of the command line stands for: as it is where a text is asked for, else read as YAML. */
export function valueIn({ schema }: Key, text: string): Json {
  const { type } = schema;
  if (type === 'string') return text;
  if (type === 'array' && !text.trimStart().startsWith('['))
    return text.split(',').map((item) => item.trim());
  if (schema['enum'] !== undefined && type === undefined && !/^[\d.]+$/.test(text)) return text;
  try {
    const value: unknown = parse(text);
    return isJson(value) ? value : text;
  } catch {
    // What is no YAML is the text itself; the schema of the file says what should stand there.
    return text;
  }
}

/** The object with a value at a dotted path. */
export function withKey(object: JsonObject, path: string, value: Json): JsonObject {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...object, [name]: value };
  return { ...object, [name]: withKey(member(object, name), rest.join('.'), value) };
}

/** Schemas may refer to themselves. */
const deepest = 8;

/** The schema with what it refers to and what its parts say of keys in it. */
function flat(schema: JsonObject, root: JsonObject = schema, depth = 0): JsonObject {
  const properties = depth > deepest ? [] : propertiesOf(schema, root);
  if (properties.length === 0) return schema;
  return {
    ...schema,
    required: [...requiredOf(schema, root)],
    properties: Object.fromEntries(
      properties.map(([name, property]) => [name, flat(property, root, depth + 1)]),
    ),
  };
}

type Place = { readonly prefix: string; readonly secrets: readonly string[] };

const top = ({ path }: Key) => path.split('.', 1)[0] ?? path;

function demandsIn(schema: JsonObject, given: JsonObject, place: Place): readonly Demand[] {
  const required = texts(schema['required']).flatMap((name) => demandsOfName(schema, name, given, place));
  const properties = member(schema, 'properties');
  const inside = Object.keys(properties)
    .filter((name) => isJsonObject(given[name]))
    .flatMap((name) => demandsIn(propertyOf(schema, name), member(given, name), deeper(place, name)));
  const dependent = Object.entries(member(schema, 'dependentRequired'))
    .filter(([name]) => given[name] !== undefined)
    .flatMap(([, names]) => texts(names).flatMap((name) => demandsOfName(schema, name, given, place)));
  return [...required, ...inside, ...unique(dependent), ...branchDemands(schema, given, place)];
}

/** A member that has to be there: its own key, or what an object asks for inside. */
function demandsOfName(schema: JsonObject, name: string, given: JsonObject, place: Place): readonly Demand[] {
  if (given[name] !== undefined) return [];
  const property = propertyOf(schema, name);
  return isGroup({ schema: property })
    ? demandsIn(property, {}, deeper(place, name))
    : [{ groups: [[keyAt(schema, name, place)]] }];
}

/** One branch of `oneOf` or `anyOf` has to be said whole: of those that were begun, or of all. */
function branchDemands(schema: JsonObject, given: JsonObject, place: Place): readonly Demand[] {
  const branches = [...objects(schema['oneOf']), ...objects(schema['anyOf'])].map(({ required }) =>
    texts(required),
  );
  const asking = branches.filter((names) => names.length > 0);
  const isSaid = (name: string) => given[name] !== undefined;
  if (asking.length === 0 || asking.some((names) => names.every(isSaid))) return [];
  const begun = asking.filter((names) => names.some(isSaid));
  const groups = (begun.length > 0 ? begun : asking).map((names) => {
    const dependent = names.flatMap((name) => texts(member(schema, 'dependentRequired')[name]));
    const missing = [...new Set([...names, ...dependent])].filter((name) => !isSaid(name));
    return missing.flatMap((name) => leaves(schema, name, place));
  });
  return [{ groups }];
}

/** The keys that saying a member means: itself, or all that an object requires. */
function leaves(schema: JsonObject, name: string, place: Place): readonly Key[] {
  const property = propertyOf(schema, name);
  if (!isGroup({ schema: property })) return [keyAt(schema, name, place)];
  return texts(property['required']).flatMap((inner) => leaves(property, inner, deeper(place, name)));
}

/** True for a key whose members are keys of their own, and not a free map. */
export function isGroup({ schema }: Pick<Key, 'schema'>): boolean {
  return Object.keys(member(schema, 'properties')).length > 0;
}

function keyAt(schema: JsonObject, name: string, { prefix, secrets }: Place): Key {
  const path = prefix + name;
  return { path, schema: propertyOf(schema, name), secret: secrets.includes(path) };
}

function deeper({ prefix, secrets }: Place, name: string): Place {
  return { prefix: `${prefix}${name}.`, secrets };
}

function unique(demands: readonly Demand[]): readonly Demand[] {
  const text = ({ groups }: Demand) => JSON.stringify(groups.map((keys) => keys.map(({ path }) => path)));
  return [...new Map(demands.map((demand) => [text(demand), demand])).values()];
}

function propertyOf(schema: JsonObject, name: string): JsonObject {
  return member(member(schema, 'properties'), name);
}

function member(object: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return isJsonObject(value) ? value : {};
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function isJson(value: unknown): value is Json {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isJsonObject(value) && Object.values(value).every(isJson);
}
