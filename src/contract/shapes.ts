import { isJsonObject } from '../model/json.js';
import type { EntityFacets, FacetName, FieldSchema, TypeName } from '../model/schema.js';

/** What a member must be, and the words for it. */
export type Shape = {
  readonly is: (value: unknown) => boolean;
  readonly says: string;
  /** It may hold values of any kind and depth. */
  readonly open?: true;
};

const typeNames: ReadonlySet<unknown> = new Set<TypeName>([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);

const isText = (value: unknown) => typeof value === 'string';
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const areDistinct = (list: readonly unknown[]) => new Set(list).size === list.length;

const isTypes = (value: unknown) =>
  Array.isArray(value) &&
  value.length > 0 &&
  areDistinct(value) &&
  value.every((each) => typeNames.has(each));

export const anything: Shape = { is: () => true, says: 'any JSON', open: true };
const text: Shape = { is: isText, says: 'a text' };
const filled: Shape = { is: (value) => isText(value) && value !== '', says: 'a text that is not empty' };
const texts: Shape = { is: isTexts, says: 'a list of texts' };
const flag: Shape = { is: (value) => typeof value === 'boolean', says: 'true or false' };
const number: Shape = { is: Number.isFinite, says: 'a number' };
const count: Shape = {
  is: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  says: 'a whole number that is not negative',
};

const textByName: Shape = {
  is: (value) => isJsonObject(value) && Object.values(value).every(isText),
  says: 'an object of texts',
};

/** One value alone. A newer one would be read as "not so", and a break be missed. */
const only = (wanted: string | boolean): Shape => ({
  is: (value) => value === wanted,
  says: JSON.stringify(wanted),
});

/** Keywords of a field but those that hold further schemas. https://json-schema.org/draft/2020-12/json-schema-validation */
export const keywordShapes = {
  title: text,
  description: text,
  $comment: text,
  type: {
    is: (value) => typeNames.has(value) || isTypes(value),
    says: 'a type of JSON Schema, or a list of different ones',
  },
  format: text,
  contentMediaType: text,
  contentEncoding: text,
  enum: {
    is: (value) => Array.isArray(value) && value.length > 0,
    says: 'a list that is not empty',
    open: true,
  },
  const: anything,
  pattern: text,
  minLength: count,
  maxLength: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: { is: (value) => Number.isFinite(value) && Number(value) > 0, says: 'a number above 0' },
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  additionalProperties: flag,
  readOnly: flag,
  writeOnly: flag,
  default: anything,
} as const satisfies Record<
  Exclude<keyof FieldSchema, 'items' | 'properties' | 'required' | 'x-seam'>,
  Shape
>;

/** Members of `x-seam` of a field. */
export const facetShapes = {
  nativeType: text,
  target: { is: (value) => isText(value) || isTexts(value), says: 'a text or a list of texts' },
  targetField: text,
  inverse: text,
  enumLabels: textByName,
  enumSource: only('dynamic'),
  precision: text,
  scale: text,
  hasDefault: only(true),
  immutable: only(true),
  unique: only(true),
  required: only('unknown'),
  requiredBy: texts,
  requiredWhen: text,
  nullable: only('unknown'),
  presence: { is: (value) => value === 'always' || value === 'optional', says: '"always" or "optional"' },
  uiRequired: only(true),
  uiReadOnly: only(true),
  permissionLevel: count,
  unit: text,
  computed: only(true),
  stored: only(false),
  translated: only(true),
  companyDependent: only(true),
  timeZone: text,
  copiedFrom: text,
  origin: {
    is: (value) =>
      isJsonObject(value) && isText(value['kind']) && (value['by'] === undefined || isText(value['by'])),
    says: 'an object with the text `kind` and perhaps the text `by`',
    open: true,
  },
  id: text,
  formerName: text,
  written: { is: isJsonObject, says: 'a schema, that is an object', open: true },
  unmapped: text,
  updateOnly: only(true),
  onDemand: only(true),
  contains: only(true),
  flags: only(true),
  enumCodes: textByName,
  upperCase: only(true),
  digits: only(true),
  dateOnly: only(true),
  wireForm: text,
} as const satisfies Record<FacetName, Shape>;

/** Members of `x-seam` of the whole contract. */
export const rootFacetShapes = {
  connector: filled,
  entity: filled,
  mapping: count,
  version: {
    is: (value) => typeof value === 'string' && /^\d+\.\d+$/.test(value),
    says: 'two numbers with a point between, as "1.0"',
  },
  kind: text,
  observed: texts,
  cannot: texts,
  submittable: only(true),
  naming: text,
  unmapped: text,
  protocol: text,
  key: texts,
  alternateKeys: texts,
  baseType: text,
  hasStream: only(true),
  entityTag: only(true),
  addresses: {
    is: (value) => isJsonObject(value) && Object.values(value).every(textByName.is),
    says: 'an object with an object of texts for each address',
    open: true,
  },
} as const satisfies Record<keyof EntityFacets, Shape>;

/** Members of `x-seam` that every contract has. */
export const neededFacets = ['connector', 'entity', 'mapping', 'version', 'observed'] as const;
