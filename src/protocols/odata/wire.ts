import type { Direction } from '../../model/drift.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { EntitySchema, FieldSchema, TypeName } from '../../model/schema.js';

type Version = 2 | 3 | 4;

/** How values of a native type look in JSON, where that is not how they are described. */
type Form = (field: FieldSchema, direction: Direction) => JsonObject;

/** `/Date(1734000000000)/`, with an offset in minutes where the moment has one; servers also take ISO texts. */
const ticks = '/Date\\(-?\\d+([+-]\\d{4})?\\)/';
const isoMoment = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,12})?)?(Z|[+-]\\d{2}:\\d{2})?';

const textual = (pattern: string): JsonObject => ({ type: 'string', pattern });

const moment: Form = (_, direction) =>
  textual(direction === 'read' ? `^${ticks}$` : `^(${ticks}|${isoMoment})$`);

/** Doubles that are no numbers of JSON. https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue */
const float: Form = (field) => ({ anyOf: [plain(field), { enum: ['INF', '-INF', 'NaN'] }] });

const whole = '^-?\\d+$';

/** A number, or its text: version 4 sends text where IEEE754Compatible is asked for, and some servers always or never. */
const numberOrText =
  (pattern: (field: FieldSchema) => string): Form =>
  (field) => ({ anyOf: [plain(field), textual(pattern(field))] });

const version2: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['Edm.Int64', () => textual(whole)],
  ['Edm.Decimal', (field) => textual(decimal(field))],
  // A number or a text, by server: https://www.odata.org/documentation/odata-version-2-0/json-format/ says text.
  ['Edm.Double', numberOrText(() => '^(-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|NaN|-?INF)$')],
  ['Edm.Single', numberOrText(() => '^(-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|NaN|-?INF)$')],
  ['Edm.DateTime', moment],
  ['Edm.DateTimeOffset', moment],
]);

/** Verbose or light, by server: Business One sends numbers and ISO dates, others what version 2 does. */
const version3: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['Edm.Int64', numberOrText(() => whole)],
  ['Edm.Decimal', numberOrText(decimal)],
  ['Edm.Double', float],
  ['Edm.Single', float],
  ['Edm.DateTime', () => ({ type: 'string' })],
  ['Edm.DateTimeOffset', () => ({ type: 'string' })],
  ['Edm.Time', () => ({ type: 'string' })],
]);

const version4: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['Edm.Int64', numberOrText(() => whole)],
  ['Edm.Decimal', numberOrText(decimal)],
  ['Edm.Double', float],
  ['Edm.Single', float],
]);

const forms: Readonly<Record<Version, ReadonlyMap<string, Form>>> = { 2: version2, 3: version3, 4: version4 };

/** Digits before and behind the point, as many as precision and scale allow. */
function decimal({ 'x-seam': { precision, scale } = {} }: FieldSchema): string {
  const [all, behind] = [digits(precision), digits(scale)];
  const before = all === undefined ? '\\d+' : `\\d{1,${Math.max(1, all - (behind ?? 0))}}`;
  if (behind === 0) return `^-?${before}$`;
  return `^-?${before}(\\.\\d${behind === undefined ? '+' : `{1,${behind}}`})?$`;
}

function digits(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

/**
 * The schema as raw JSON records have it: decimals and 64-bit integers as text and `/Date(ms)/` in version 2, several
 * enum values as one text, relations that are not expanded. Control information (`__metadata`, `@odata.etag`) is in no
 * contract: names that begin with `__`, or hold an `@`, are always allowed. https://www.odata.org/documentation/odata-version-2-0/json-format/,
 * https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html
 */
export function wire(schema: EntitySchema, direction: Direction): JsonObject {
  const version = /\d/.exec(schema['x-seam'].protocol ?? '')?.[0];
  const known: Version = version === '2' ? 2 : version === '3' ? 3 : 4;
  const { 'x-seam': _, ...object } = schema;
  return { ...objectForm(object, { version: known, direction }), ...controlInformation(schema, known) };
}

type Sight = { readonly version: Version; readonly direction: Direction };

/** Only where others are refused does it have to be said. */
function controlInformation(
  { additionalProperties }: { readonly additionalProperties?: boolean },
  version: Version,
): JsonObject {
  if (additionalProperties !== false) return {};
  return { patternProperties: { [version === 4 ? '@' : '^__|@|^odata\\.']: true } };
}

type ObjectSchema = Pick<FieldSchema, 'properties' | 'additionalProperties'>;

function objectForm(schema: ObjectSchema, sight: Sight): JsonObject {
  const { properties, ...keywords } = schema;
  if (properties === undefined) return keywords as JsonObject;
  const encoded = Object.entries(properties).map(([name, field]) => [name, fieldForm(field, sight)] as const);
  return { ...(keywords as JsonObject), properties: Object.fromEntries(encoded) };
}

function fieldForm(field: FieldSchema, sight: Sight): JsonObject {
  const { 'x-seam': facets = {}, type } = field;
  if (facets.onDemand === true && facets.target !== undefined) return relation(field, sight);
  const names: readonly TypeName[] = type === undefined ? [] : typeof type === 'string' ? [type] : type;
  if (!names.includes('null') || names.length === 1) return valueForm(field, sight);
  const filled = names.filter((name) => name !== 'null');
  const [only] = filled;
  const values = field.enum?.filter((value) => value !== null);
  const full = valueForm(
    {
      ...field,
      type: filled.length === 1 && only !== undefined ? only : filled,
      ...(values === undefined ? {} : { enum: values }),
    },
    sight,
  );
  return { anyOf: [full, { type: 'null' }] };
}

/** A value that is not null. */
function valueForm(field: FieldSchema, sight: Sight): JsonObject {
  const { 'x-seam': facets = {}, items, properties } = field;
  if (items !== undefined) return listForm(field, items, sight);
  if (properties !== undefined) {
    const { 'x-seam': _, ...object } = field;
    return { ...objectForm(object, sight), ...controlInformation(field, sight.version) };
  }
  if (facets.flags === true && field.enum !== undefined) return flagsForm(field.enum);
  if (field.enum !== undefined) return enumForm(field, field.enum);
  const form = forms[sight.version].get(facets.nativeType ?? '');
  return form === undefined ? plain(field) : form(field, sight.direction);
}

/** The field's own keywords, without what a contract says for people and for us. */
function plain(field: FieldSchema): JsonObject {
  const { 'x-seam': _, title: _title, description: _description, $comment: _comment, ...keywords } = field;
  return keywords as JsonObject;
}

/** Listed numbers travel as text where the type does. */
function enumForm(field: FieldSchema, values: readonly Json[]): JsonObject {
  if (field['x-seam']?.wireForm !== 'string') return plain(field);
  return { type: 'string', enum: values.map(String) };
}

/** Names, perhaps several: `Read,Write`. Numbers are taken too, and sent where no name fits. */
function flagsForm(names: readonly Json[]): JsonObject {
  const one = `(${names.map((name) => String(name).replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|')})`;
  return textual(`^${one}(, ?${one})*$`);
}

/** Versions 1 to 3 put a list of an answer into `results`. */
function listForm(field: FieldSchema, items: FieldSchema, sight: Sight): JsonObject {
  const list: JsonObject = { ...plain(field), items: fieldForm(items, sight) };
  if (sight.version === 4) return list;
  const results: JsonObject = { type: 'object', required: ['results'], properties: { results: list } };
  return { anyOf: [list, results] };
}

/**
 * A relation in an answer is there where it is expanded, and in versions 1 to 3 else `{"__deferred": …}`; in a write it
 * holds records to be created, or links to them.
 */
function relation({ type = [] }: FieldSchema, { version }: Sight): JsonObject {
  const names = typeof type === 'string' ? [type] : type;
  const wider = version === 4 || !names.includes('array') ? names : ['array', 'object'];
  const [only] = wider;
  return wider.length === 1 && only !== undefined
    ? { type: only }
    : wider.length === 0
      ? {}
      : { type: wider };
}
