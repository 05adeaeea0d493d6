import type { Json } from '../../model/json.js';
import {
  type Field,
  type FieldFacets,
  type FieldSchema,
  objectOf,
  type TypeName,
} from '../../model/schema.js';
import { textOfLeftovers } from './leftover.js';
import { allowsNull, anything, keywordsOf, type Limits, type Node, typeOf } from './node.js';

/** What an object node says of an entity as a whole. */
export function wholeOf(node: Node): {
  readonly fields: readonly Field[];
  readonly open: boolean;
  readonly unmapped?: string;
} {
  const unmapped = textOfLeftovers(node.unmapped);
  return {
    fields: fieldsOf(node),
    open: node.open === true,
    ...(unmapped === undefined ? {} : { unmapped }),
  };
}

/** The members of an object node as fields: what creating demands, and what every answer has. */
function fieldsOf({ properties, required }: Node): readonly Field[] {
  const undescribed = required.filter((name) => properties?.has(name) !== true);
  const all = [...(properties ?? []), ...undescribed.map((name) => [name, anything] as const)];
  return all.map(([name, node]) => fieldOf(name, node, required.includes(name)));
}

function fieldOf(name: string, node: Node, isDemanded: boolean): Field {
  const schema = schemaOf(node);
  const presence = presenceOf(schema, isDemanded);
  // `required` binds answers alone where the member is read-only, and requests alone where it is write-only.
  // https://spec.openapis.org/oas/v3.0.4#fixed-fields-for-use-with-schema-objects
  return {
    name,
    schema: presence === undefined ? schema : { ...schema, 'x-seam': { ...schema['x-seam'], presence } },
    required: isDemanded && schema.readOnly !== true,
  };
}

/** Said only where it does not follow from nullability. */
function presenceOf({ type, writeOnly }: FieldSchema, isDemanded: boolean): FieldFacets['presence'] {
  if (writeOnly) return undefined;
  const mayBeNull = type === undefined || type.includes('null');
  if (isDemanded) return mayBeNull ? 'always' : undefined;
  return mayBeNull ? undefined : 'optional';
}

/** A node as the schema of a field. */
export function schemaOf(given: Node): FieldSchema {
  const node = settled(given);
  const { types, values, limits, items, open, unmapped } = node;
  const object = node.properties !== undefined || node.required.length > 0 ? fieldsOf(node) : undefined;
  const facets = facetsOf(node, textOfLeftovers(unmapped));
  const isObject = has(types, 'object');
  return {
    ...(limits.title === undefined ? {} : { title: limits.title }),
    ...typeKeyword(types),
    ...limitsFor(types, limits),
    ...(values === undefined ? {} : { enum: values }),
    ...(items === undefined || !has(types, 'array') ? {} : { items: schemaOf(items) }),
    ...(object === undefined || !isObject ? {} : members(object)),
    ...(open === true && isObject ? { additionalProperties: true } : {}),
    ...(limits.readOnly ? { readOnly: true } : {}),
    ...(limits.writeOnly ? { writeOnly: true } : {}),
    ...(limits.default === undefined ? {} : { default: limits.default }),
    ...(Object.keys(facets).length === 0 ? {} : { 'x-seam': facets }),
  };
}

function members(fields: readonly Field[]): Pick<FieldSchema, 'properties' | 'required'> {
  const { properties, required } = objectOf(fields);
  return { properties, ...(required.length === 0 ? {} : { required }) };
}

/** The node with types and values that fit each other, and with null where nobody knows. */
function settled(node: Node): Node {
  const types = node.types?.includes('number') ? node.types.filter((type) => type !== 'integer') : node.types;
  const fitting = node.values?.filter((value) => types === undefined || isOf(value, types));
  const values = fitting?.length === 0 ? node.values : fitting;
  const settledTypes = values === undefined ? types : [...new Set(values.map(typeOf))];
  const known = {
    ...node,
    ...(settledTypes === undefined ? {} : { types: settledTypes }),
    ...(values === undefined ? {} : { values }),
  };
  if (!node.maybeNull || allowsNull(known) || settledTypes === undefined) return known;
  return {
    ...known,
    types: [...settledTypes, 'null'],
    ...(values === undefined ? {} : { values: [...values, null] }),
    facets: { ...node.facets, nullable: 'unknown' },
  };
}

function isOf(value: Json, types: readonly TypeName[]): boolean {
  const type = typeOf(value);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function facetsOf({ facets, values }: Node, unmapped: string | undefined): FieldFacets {
  const { enumLabels, ...others } = facets;
  return {
    ...others,
    ...(enumLabels === undefined || values === undefined ? {} : { enumLabels }),
    ...(unmapped === undefined ? {} : { unmapped }),
  };
}

function typeKeyword(types: Node['types']): Pick<FieldSchema, 'type'> {
  const [first, ...others] = types ?? [];
  if (types === undefined || first === undefined) return {};
  return { type: others.length === 0 ? first : types };
}

function has(types: Node['types'], ...wanted: readonly TypeName[]): boolean {
  return types === undefined || wanted.some((type) => types.includes(type));
}

/** The limits that matter for these types. */
function limitsFor(types: Node['types'], limits: Limits): Partial<FieldSchema> {
  const keywords = [
    ...(has(types, 'string') ? keywordsOf.string : []),
    ...(has(types, 'number', 'integer') ? keywordsOf.number : []),
    ...(has(types, 'array') ? keywordsOf.array : []),
  ];
  return Object.fromEntries(
    keywords.flatMap((keyword) => (limits[keyword] === undefined ? [] : [[keyword, limits[keyword]]])),
  );
}
