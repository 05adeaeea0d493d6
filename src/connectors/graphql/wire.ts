import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/** A type as a field or an argument uses it. https://spec.graphql.org/October2021/#sec-The-__Type-Type */
export type TypeRef =
  | { readonly kind: 'NON_NULL'; readonly of: TypeRef }
  | { readonly kind: 'LIST'; readonly of: TypeRef }
  | { readonly kind: 'NAMED'; readonly name: string };

/** An argument, or a field of an input type. `defaultValue` is a literal of GraphQL. */
export type InputValue = { readonly name: string; readonly type: TypeRef; readonly defaultValue?: string };

export type OutputField = {
  readonly name: string;
  readonly type: TypeRef;
  readonly args: readonly InputValue[];
};

const kinds = ['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM', 'INPUT_OBJECT'] as const;

export type NamedType = {
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  readonly fields: readonly OutputField[];
  readonly inputFields: readonly InputValue[];
  readonly enumValues: readonly string[];
  readonly possibleTypes: readonly string[];
  /** Where a scalar is defined. */
  readonly specifiedByURL?: string;
  /** Exactly one of the fields must be given. */
  readonly isOneOf?: true;
};

/** What introspection tells. */
export type GraphqlSchema = {
  readonly types: ReadonlyMap<string, NamedType>;
  /** Name of the type whose fields are the operations: `Query` → …, `Mutation` → …, `Subscription` → …. */
  readonly roots: ReadonlyMap<Root, string>;
};

export const roots = ['Query', 'Mutation', 'Subscription'] as const;
export type Root = (typeof roots)[number];

/**
 * The answer of an introspection query, with or without `data` around it.
 * @throws SeamError `source-unusable`
 */
export function parseIntrospection(answer: Json, name: string): GraphqlSchema {
  const data = isJsonObject(answer) && isJsonObject(answer['data']) ? answer['data'] : answer;
  const schema = isJsonObject(data) ? data['__schema'] : undefined;
  if (!isJsonObject(schema) || !Array.isArray(schema['types'])) {
    throw new SeamError('source-unusable', {
      why: `${name} is no answer to introspection: it has no __schema with types.`,
      fix: 'Name the endpoint of GraphQL, an SDL file, or the JSON of an introspection query.',
    });
  }
  const types = schema['types'].map((type: Json) => parseType(type, name));
  const rootNames = roots.flatMap((root) => {
    const type = schema[`${root.toLowerCase()}Type`];
    const said = isJsonObject(type) ? type['name'] : undefined;
    return typeof said === 'string' ? [[root, said] as const] : [];
  });
  return { types: new Map(types.map((type) => [type.name, type])), roots: new Map(rootNames) };
}

function parseType(type: Json, where: string): NamedType {
  if (!isJsonObject(type)) throw unusable('a type', where);
  const kind = kinds.find((each) => each === type['kind']);
  if (kind === undefined) throw unusable('the kind of a type', where);
  const specified = type['specifiedByURL'] ?? type['specifiedByUrl'];
  return {
    kind,
    name: textIn(type, 'name', where),
    fields: listIn(type, 'fields').map((field) => parseField(field, where)),
    inputFields: listIn(type, 'inputFields').map((field) => parseInput(field, where)),
    enumValues: listIn(type, 'enumValues').map((value) => textIn(value, 'name', where)),
    possibleTypes: listIn(type, 'possibleTypes').map((value) => textIn(value, 'name', where)),
    ...(typeof specified === 'string' ? { specifiedByURL: specified } : {}),
    ...(type['isOneOf'] === true ? { isOneOf: true as const } : {}),
  };
}

function parseField(field: JsonObject, where: string): OutputField {
  return {
    name: textIn(field, 'name', where),
    type: parseRef(field['type'], where),
    args: listIn(field, 'args').map((argument) => parseInput(argument, where)),
  };
}

function parseInput(input: JsonObject, where: string): InputValue {
  const value = input['defaultValue'];
  return {
    name: textIn(input, 'name', where),
    type: parseRef(input['type'], where),
    ...(typeof value === 'string' ? { defaultValue: value } : {}),
  };
}

/** The document is no deeper than a document may be, so the recursion ends. */
function parseRef(type: Json | undefined, where: string): TypeRef {
  if (!isJsonObject(type)) throw unusable('the type of a field', where);
  const kind = type['kind'];
  if (kind === 'NON_NULL' || kind === 'LIST') return { kind, of: parseRef(type['ofType'], where) };
  return { kind: 'NAMED', name: textIn(type, 'name', where) };
}

function listIn(value: JsonObject, name: string): readonly JsonObject[] {
  const list = Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function textIn(value: JsonObject, name: string, where: string): string {
  const found = value[name];
  if (typeof found !== 'string' || found === '') throw unusable(`a ${name}`, where);
  return found;
}

function unusable(missing: string, where: string): SeamError {
  return new SeamError('source-unusable', { why: `The introspection of ${where} lacks ${missing}.` });
}
