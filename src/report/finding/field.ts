import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { counted, type Extent, listed } from '../words.js';
import { itemWords, jsonWords, listWords, scalarWords } from './json.js';

const typeNames: ReadonlySet<Json> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);

/** A keyword in words; nothing where its value means "not so". */
type Phrase = (value: Json, extent: Extent) => string | undefined;

const fixed =
  (words: string, unless: Json = false): Phrase =>
  (value) =>
    value === unless ? undefined : words;
const list = (value: Json, extent: Extent) =>
  Array.isArray(value) ? listWords(value, extent) : scalarWords(value, extent);

/** Keywords of a field in words, in the order in which they are told; those of `x-seam` follow. */
const keywords: Readonly<Record<string, Phrase>> = {
  format: (value, extent) => `format ${scalarWords(value, extent)}`,
  contentMediaType: scalarWords,
  contentEncoding: scalarWords,
  enum: (value, extent) => `one of ${list(value, extent)}`,
  const: (value, extent) => `always ${scalarWords(value, extent)}`,
  pattern: (value, extent) => `matching ${scalarWords(value, extent)}`,
  minLength: (value) => `at least ${characters(value)}`,
  maxLength: (value) => `at most ${characters(value)}`,
  minimum: (value, extent) => `at least ${scalarWords(value, extent)}`,
  maximum: (value, extent) => `at most ${scalarWords(value, extent)}`,
  exclusiveMinimum: (value, extent) => `more than ${scalarWords(value, extent)}`,
  exclusiveMaximum: (value, extent) => `less than ${scalarWords(value, extent)}`,
  multipleOf: (value, extent) => `a multiple of ${scalarWords(value, extent)}`,
  minItems: (value, extent) => `at least ${scalarWords(value, extent)} rows`,
  maxItems: (value, extent) => `at most ${scalarWords(value, extent)} rows`,
  uniqueItems: fixed('no row twice'),
  items: (value, extent) => `each ${isField(value) ? fieldWords(value, extent) : jsonWords(value, extent)}`,
  properties: propertiesWords,
  required: (value, extent) => `create demands ${list(value, extent)}`,
  additionalProperties: (value) => (value === true ? 'and any other field' : 'and no other field'),
  readOnly: fixed('read only'),
  writeOnly: fixed('write only'),
  default: (value, extent) => `default ${list(value, extent)}`,
};

const facets: Readonly<Record<string, Phrase>> = {
  target: (value, extent) => `key of ${list(value, extent)}`,
  targetField: (value, extent) => `key of the entity named in ${scalarWords(value, extent)}`,
  inverse: (value, extent) => `rows point back with ${scalarWords(value, extent)}`,
  enumSource: fixed('values computed per call'),
  precision: (value, extent) => `precision ${scalarWords(value, extent)}`.replaceAll('"', ''),
  scale: (value, extent) => `scale ${scalarWords(value, extent)}`.replaceAll('"', ''),
  hasDefault: fixed('computed default'),
  immutable: fixed('fixed once created'),
  updateOnly: fixed('not settable on create'),
  onDemand: fixed('only where asked for'),
  contains: fixed('within this record'),
  flags: fixed('several at once'),
  upperCase: fixed('capitals only'),
  digits: fixed('digits only'),
  dateOnly: fixed('only its date counts'),
  wireForm: (value, extent) => `${scalarWords(value, extent)} on the wire`,
  unique: fixed('unique'),
  required: fixed('perhaps required on create'),
  requiredBy: (value, extent) => `called required (${list(value, extent)})`,
  requiredWhen: (value, extent) => `required when ${scalarWords(value, extent)}`,
  nullable: fixed('perhaps empty'),
  presence: (value) => (value === 'always' ? 'in every answer' : 'may be left out of an answer'),
  uiRequired: fixed('required on screen'),
  uiReadOnly: fixed('read only on screen'),
  permissionLevel: (value, extent) => `permission level ${scalarWords(value, extent)}`,
  unit: (value, extent) => `unit or currency in ${scalarWords(value, extent)}`,
  computed: fixed('computed'),
  stored: fixed('not stored', true),
  translated: fixed('a value per language'),
  companyDependent: fixed('a value per company'),
  timeZone: (value, extent) => `time zone ${scalarWords(value, extent)}`,
  copiedFrom: (value, extent) => `copied from ${scalarWords(value, extent)}`,
  nativeType: (value, extent) => `${scalarWords(value, extent)} in the ERP`,
  written: (value, extent) =>
    `written as ${isField(value) ? fieldWords(value, extent) : jsonWords(value, extent)}`,
  unmapped: (value, extent) => `also ${scalarWords(value, extent)}`,
};

/** Said with `--all` alone, since a note says it already or nothing follows from it. */
const minor: Readonly<Record<string, Phrase>> = {
  title: (value, extent) => `label ${scalarWords(value, extent)}`,
  description: (value, extent) => `described as ${jsonWords(value, extent)}`,
  $comment: (value, extent) => `comment ${jsonWords(value, extent)}`,
};
const minorFacets: Readonly<Record<string, Phrase>> = {
  enumCodes: (value, extent) => `codes ${jsonWords(value, extent)}`,
  enumLabels: (value, extent) => `labels ${jsonWords(value, extent)}`,
  origin: (value, extent) => `origin ${jsonWords(value, extent)}`,
  id: (value, extent) => `id ${scalarWords(value, extent)}`,
  formerName: (value, extent) => `formerly ${scalarWords(value, extent)}`,
};

/** True for a JSON object that is the schema of a field: nothing but its keywords, and a type, values or facets. */
export function isField(value: Json): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const known = Object.keys(value).every(
    (name) =>
      name === 'type' || name === 'x-seam' || Object.hasOwn(keywords, name) || Object.hasOwn(minor, name),
  );
  return (
    known &&
    (isType(member(value, 'type')) ||
      isJsonObject(member(value, 'x-seam')) ||
      Array.isArray(member(value, 'enum')))
  );
}

function isType(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((type) => typeNames.has(type));
  return value !== undefined && typeNames.has(value);
}

function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** `string, at most 16 characters, may be empty, char in the ERP`. */
export function fieldWords(schema: JsonObject, extent: Extent): string {
  const said = member(schema, 'x-seam');
  const seam = isJsonObject(said) ? said : {};
  return [
    ...typeWords(schema, seam),
    ...phrases(schema, keywords, extent),
    ...phrases(seam, facets, extent),
    ...unknownFacets(seam, extent),
    ...(extent.all ? [...phrases(schema, minor, extent), ...phrases(seam, minorFacets, extent)] : []),
  ].join(', ');
}

function typeWords(schema: JsonObject, seam: JsonObject): readonly string[] {
  const type = member(schema, 'type');
  if (type === undefined) return ['any type'];
  const types = Array.isArray(type) ? type : [type];
  const filled = types
    .filter((each) => each !== 'null')
    .map((each) => (each === 'array' ? 'list' : String(each)));
  const mayBeEmpty = types.includes('null') && !Object.hasOwn(seam, 'nullable');
  return [
    filled.join(' or ') || 'always empty',
    ...(mayBeEmpty && filled.length > 0 ? ['may be empty'] : []),
  ];
}

function phrases(
  object: JsonObject,
  table: Readonly<Record<string, Phrase>>,
  extent: Extent,
): readonly string[] {
  return Object.entries(table).flatMap(([name, phrase]) => {
    const value = member(object, name);
    const words = value === undefined ? undefined : phrase(value, extent);
    return words === undefined ? [] : [words];
  });
}

/** What a later version of seam, or a connector, records and this file has no words for. */
function unknownFacets(seam: JsonObject, extent: Extent): readonly string[] {
  return Object.entries(seam)
    .filter(([name]) => !Object.hasOwn(facets, name) && !Object.hasOwn(minorFacets, name))
    .map(([name, value]) => `${name} ${jsonWords(value, extent)}`);
}

function propertiesWords(value: Json, extent: Extent): string {
  if (!isJsonObject(value)) return jsonWords(value, extent);
  const names = Object.entries(value).map(([name, field]) =>
    extent.all && isField(field) ? `${name} (${fieldWords(field, extent)})` : itemWords(name, extent),
  );
  return `${counted(names.length, 'field')}: ${listed(names, extent)}`;
}

function characters(value: Json): string {
  return typeof value === 'number' ? counted(value, 'character') : `${String(value)} characters`;
}
