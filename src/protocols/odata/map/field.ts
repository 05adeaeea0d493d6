import type { Json } from '../../../model/json.js';
import type { Field, FieldFacets, FieldSchema } from '../../../model/schema.js';
import { byCodePoint } from '../../../model/text.js';
import type { EdmParameter, EdmProperty, SapAttributes } from '../edm.js';
import { common, core, measures, validation } from '../vocabulary.js';
import { accessOf, unrestricted } from './access.js';
import { isTagged, itemsOf, memberOf, numberOf, pathOf, textOf, truthOf } from './expression.js';
import { type Notes, notesOf } from './lookup.js';
import { valueSchema, withFacets } from './value.js';
import { type Place, seam, type Work } from './work.js';

/** Annotations of a member of a type: inline, of the type and its base types, and of the sets. */
export function memberNotes(
  { edm }: Work,
  member: Pick<EdmProperty, 'name' | 'annotations'>,
  { chain, targets = [] }: Place,
): Notes {
  const types = [...chain].reverse().map((type) => type.name);
  return notesOf(
    edm,
    [member.annotations],
    [...types, ...targets].map((owner) => `${owner}/${member.name}`),
  );
}

/** One property as a field. */
export function propertyField(work: Work, property: EdmProperty, place: Place): Field {
  const field = declaredField(work, property, place);
  const owner = place.chain.find(({ properties }) => properties.includes(property))?.name ?? '';
  return work.product.refine?.(owner, field) ?? field;
}

function declaredField(work: Work, property: EdmProperty, place: Place): Field {
  work.spend();
  const { name, type, sap, defaultValue } = property;
  const notes = memberNotes(work, property, place);
  const isKey = place.chain.some(({ key }) => key.includes(name));
  const nonNull = property.nullable === false || isKey;
  const access = accessOf(
    {
      path: name,
      notes,
      sap,
      isKey,
      // Of a collection, `Nullable` says whether its items may be null.
      nonNull: property.nullable === false && !type.collection,
      hasDefault: defaultValue !== undefined,
    },
    place.restrictions ?? unrestricted,
  );
  const schema = constrained(valueSchema(work, type, property, nonNull), notes, sap, work);
  const origin = work.product.originOf?.(name);
  const { 'x-seam': typed, ...keywords } = schema;
  return {
    name,
    required: access.required,
    schema: {
      ...labelled(notes, sap),
      ...keywords,
      ...(access.readOnly || keywords.readOnly === true ? { readOnly: true } : {}),
      ...(access.writeOnly ? { writeOnly: true } : {}),
      ...defaultOf(defaultValue, keywords),
      ...seam(typed, access.facets, unitOf(notes, sap), origin === undefined ? undefined : { origin }),
    },
  };
}

/** A parameter of an operation as a field that is only ever sent. */
export function parameterField(
  work: Work,
  parameter: EdmParameter,
  notes: Notes,
  { required, defaultValue }: { readonly required: boolean; readonly defaultValue: string | undefined },
): Field {
  work.spend();
  const { name, type, nullable, sap } = parameter;
  const schema = constrained(valueSchema(work, type, parameter, nullable === false), notes, sap, work);
  const { 'x-seam': typed, ...keywords } = schema;
  return {
    name,
    required,
    schema: {
      ...labelled(notes, sap),
      ...keywords,
      writeOnly: true,
      ...defaultOf(defaultValue, keywords),
      ...seam(typed, literalOf(work, typed?.nativeType), required ? { requiredBy: ['api'] } : undefined),
    },
  };
}

/**
 * In versions 1 to 3 a parameter stands in the URL as a literal that names its type.
 * https://www.odata.org/documentation/odata-version-2-0/overview/#AbstractTypeSystem
 */
const literals: ReadonlyMap<string, string> = new Map([
  ['Edm.Binary', "X'…'"],
  ['Edm.DateTime', "datetime'…'"],
  ['Edm.DateTimeOffset', "datetimeoffset'…'"],
  ['Edm.Decimal', '…M'],
  ['Edm.Double', '…d'],
  ['Edm.Guid', "guid'…'"],
  ['Edm.Int64', '…L'],
  ['Edm.Single', '…f'],
  ['Edm.Time', "time'…'"],
]);

function literalOf({ edm }: Work, type: string | undefined): FieldFacets | undefined {
  const literal = edm.protocol < 4 ? literals.get(type ?? '') : undefined;
  return literal === undefined ? undefined : { wireForm: literal };
}

/** The label for people: SAP's attribute of version 2, or the annotation. */
export function labelled(notes: Notes, sap: SapAttributes): Pick<FieldSchema, 'title'> {
  const title = sap.get('label') ?? textOf(notes.get(`${common}.Label`)?.value);
  return title === undefined || title === '' ? {} : { title };
}

/** The property that says the currency or unit. */
function unitOf(notes: Notes, sap: SapAttributes): FieldFacets | undefined {
  const unit =
    sap.get('unit') ??
    pathOf(notes.get(`${measures}.ISOCurrency`)?.value) ??
    pathOf(notes.get(`${measures}.Unit`)?.value);
  return unit === undefined ? undefined : { unit };
}

/** A default as a value of the field's type; text where it cannot be one. */
function defaultOf(text: string | undefined, { type = [] }: FieldSchema): Pick<FieldSchema, 'default'> {
  if (text === undefined) return {};
  if (type.includes('boolean') && (text === 'true' || text === 'false')) return { default: text === 'true' };
  const number = Number(text);
  const isNumber = type.includes('number') || type.includes('integer');
  return { default: isNumber && text.trim() !== '' && Number.isFinite(number) ? number : text };
}

/** What annotations and SAP's attributes say of the values. */
function constrained(schema: FieldSchema, notes: Notes, sap: SapAttributes, work: Work): FieldSchema {
  const { type = [], items } = schema;
  if (items !== undefined) return { ...schema, items: constrained(items, notes, sap, work) };
  if (type.includes('string')) return textual(schema, notes, sap, work);
  if (type.includes('number') || type.includes('integer')) return listed(bounded(schema, notes), notes);
  return schema;
}

function textual(schema: FieldSchema, notes: Notes, sap: SapAttributes, work: Work): FieldSchema {
  const native = schema['x-seam']?.nativeType;
  const format = sap.get('display-format');
  // SAP sends display formats of types that they say nothing of, as UpperCase of a Boolean.
  const isText = native === 'Edm.String';
  const facets: FieldFacets = {
    ...(isText && (format === 'UpperCase' || says(notes, 'IsUpperCase')) ? { upperCase: true } : {}),
    ...(isText && (format === 'NonNegative' || says(notes, 'IsDigitSequence')) ? { digits: true } : {}),
    ...(native === 'Edm.DateTime' && format === 'Date' ? { dateOnly: true } : {}),
  };
  const pattern = isText
    ? (textOf(notes.get(`${validation}.Pattern`)?.value) ?? sap.get('validation-regexp'))
    : undefined;
  const matched = pattern === undefined ? schema : { ...schema, ...patternOf(pattern, work) };
  return listed(withFacets(matched, facets), notes);
}

function says(notes: Notes, term: string): boolean {
  return truthOf(notes.get(`${common}.${term}`)?.value) === 'yes';
}

function patternOf(pattern: string, work: Work): Pick<FieldSchema, 'pattern'> {
  try {
    new RegExp(pattern, 'u');
    return { pattern };
  } catch {
    work.warn('A pattern is no regular expression of JSON Schema, and is left out.');
    return {};
  }
}

/** The tighter of the type's own bounds and those that are annotated. */
function bounded(schema: FieldSchema, notes: Notes): FieldSchema {
  const [least, most] = [notes.get(`${validation}.Minimum`), notes.get(`${validation}.Maximum`)];
  const [minimum, maximum] = [numberOf(least?.value), numberOf(most?.value)];
  const exclusive = `${validation}.Exclusive`;
  const bounds: Pick<FieldSchema, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'> = {
    ...(minimum === undefined
      ? {}
      : isTagged(least?.annotations ?? [], exclusive)
        ? { exclusiveMinimum: minimum }
        : { minimum: Math.max(minimum, schema.minimum ?? minimum) }),
    ...(maximum === undefined
      ? {}
      : isTagged(most?.annotations ?? [], exclusive)
        ? { exclusiveMaximum: maximum }
        : { maximum: Math.min(maximum, schema.maximum ?? maximum) }),
  };
  return { ...schema, ...bounds };
}

/** `Validation.AllowedValues`: the only values there are, each perhaps with a symbolic name. */
function listed(schema: FieldSchema, notes: Notes): FieldSchema {
  const records = itemsOf(notes.get(`${validation}.AllowedValues`)?.value);
  const isNumber = schema.type?.includes('number') === true || schema.type?.includes('integer') === true;
  const values = records.flatMap((record): readonly { value: Json; label: string | undefined }[] => {
    const [text, number] = [textOf(memberOf(record, 'Value')), numberOf(memberOf(record, 'Value'))];
    const value = isNumber ? number : text;
    if (value === undefined || record.kind !== 'record') return [];
    const name = record.annotations.find(({ term }) => term === `${core}.SymbolicName`);
    return [{ value, label: textOf(name?.value) }];
  });
  if (values.length === 0) return schema;
  const sorted = [...new Map(values.map((each) => [String(each.value), each]))].sort(([a], [b]) =>
    byCodePoint(a, b),
  );
  const labels = sorted.flatMap(([text, { label }]) => (label === undefined ? [] : [[text, label] as const]));
  const mayBeNull = schema.type?.includes('null') === true;
  return withFacets(
    { ...schema, enum: [...sorted.map(([, { value }]) => value), ...(mayBeNull ? [null] : [])] },
    labels.length === 0 ? {} : { enumLabels: Object.fromEntries(labels) },
  );
}
