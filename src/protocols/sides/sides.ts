import { type Json, sameJson } from '../../model/json.js';
import type { Field, FieldFacets, FieldSchema } from '../../model/schema.js';

/** What is read, or what is written: the fields of the answer or of the request. */
export type Side = {
  readonly fields: readonly Field[];
  /** It may hold other members. */
  readonly open: boolean;
  /** What it says of whole documents and no keyword can say. */
  readonly unmapped?: string;
};

/**
 * The two sides as one. What only answers have is read-only, what only requests have is write-only; presence comes from
 * the answer, what is demanded from the request. A field of both whose values differ keeps the answer's schema, and says
 * the request's in `written`.
 */
export function combine(read: Side | undefined, written: Side | undefined): Side {
  const unmapped = unmappedOf(read, written);
  return {
    fields: combineFields(readable(read?.fields ?? []), writable(written?.fields ?? [])),
    open: read?.open === true || written?.open === true,
    ...(unmapped === undefined ? {} : { unmapped }),
  };
}

/** What no field can say of one side, and that one of the two alone is open. */
function unmappedOf(read: Side | undefined, written: Side | undefined): string | undefined {
  if (read === undefined || written === undefined) return (read ?? written)?.unmapped;
  const open = read.open === written.open ? [] : [`open: ${read.open ? 'read' : 'written'}`];
  const alike = read.unmapped === written.unmapped;
  const texts = alike
    ? [read.unmapped ?? []].flat()
    : [read.unmapped, written.unmapped].flatMap((text, index) =>
        text === undefined ? [] : [`${index === 0 ? 'read' : 'written'}: ${text}`],
      );
  const all = [...texts, ...open];
  return all.length === 0 ? undefined : all.join(' ');
}

const readable = (fields: readonly Field[]) => fields.filter(({ schema }) => schema.writeOnly !== true);
const writable = (fields: readonly Field[]) => fields.filter(({ schema }) => schema.readOnly !== true);

function combineFields(read: readonly Field[], written: readonly Field[]): readonly Field[] {
  const requests = new Map(written.map((field) => [field.name, field]));
  const answers = new Set(read.map(({ name }) => name));
  return [
    ...read.map((field): Field => {
      const request = requests.get(field.name);
      if (request === undefined) return { ...field, schema: onlyRead(field.schema), required: false };
      return { name: field.name, schema: both(field.schema, request.schema), required: request.required };
    }),
    ...written
      .filter(({ name }) => !answers.has(name))
      .map((field) => ({ ...field, schema: onlyWritten(field.schema) })),
  ];
}

function onlyRead({ default: _default, writeOnly: _writeOnly, ...schema }: FieldSchema): FieldSchema {
  return { ...schema, readOnly: true };
}

function onlyWritten({ readOnly: _readOnly, ...schema }: FieldSchema): FieldSchema {
  return { ...withFacets(schema, without(schema['x-seam'], 'presence')), writeOnly: true };
}

/** One schema for what is read and written, where that can be said. */
function both(read: FieldSchema, written: FieldSchema): FieldSchema {
  const value = merged(read, written);
  const said = { ...without(value['x-seam'], ...demanding), ...demands(written['x-seam']) };
  const { default: _default, readOnly: _readOnly, writeOnly: _writeOnly, ...rest } = value;
  return {
    ...withFacets(rest, said),
    ...(written.default === undefined ? {} : { default: written.default }),
  };
}

function merged(read: FieldSchema, written: FieldSchema): FieldSchema {
  if (sameJson(plain(read), plain(written))) return read;
  const rows = read.items !== undefined && written.items !== undefined;
  if (rows && sameJson(plain(shell(read)), plain(shell(written)))) {
    return { ...read, items: both(read.items ?? {}, written.items ?? {}) };
  }
  const objects = read.properties !== undefined && written.properties !== undefined;
  if (objects && sameJson(plain(shell(read)), plain(shell(written)))) {
    return { ...shell(read), ...members(read, written) };
  }
  return withFacets(read, { ...read['x-seam'], written: bare(written) });
}

/** A schema without what it holds: the rows of a list, the members of an object. */
function shell({
  items: _items,
  properties: _properties,
  required: _required,
  ...rest
}: FieldSchema): FieldSchema {
  return rest;
}

function members(read: FieldSchema, written: FieldSchema): Pick<FieldSchema, 'properties' | 'required'> {
  const fields = combineFields(readable(listed(read)), writable(listed(written)));
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function listed({ properties = {}, required = [] }: FieldSchema): readonly Field[] {
  const demanded = new Set(required);
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: demanded.has(name) }));
}

/** What the two sides must say alike: all but labels, and what binds one direction alone. */
function plain(schema: FieldSchema): Json {
  const {
    title: _title,
    default: _default,
    readOnly: _readOnly,
    writeOnly: _writeOnly,
    ...rest
  } = bare(schema);
  return withFacets(rest, without(rest['x-seam'], 'presence')) as Json;
}

/** A schema without what stands beside `written`. */
function bare(schema: FieldSchema): FieldSchema {
  const { default: _default, readOnly: _readOnly, writeOnly: _writeOnly, title: _title, ...rest } = schema;
  return withFacets(rest, without(schema['x-seam'], 'presence', ...demanding));
}

const demanding = ['hasDefault', 'immutable', 'required', 'requiredBy', 'requiredWhen'] as const;

function demands(facets: FieldFacets = {}): FieldFacets {
  return Object.fromEntries(
    demanding.flatMap((name) => (facets[name] === undefined ? [] : [[name, facets[name]]])),
  );
}

function without(facets: FieldFacets = {}, ...names: readonly (keyof FieldFacets)[]): FieldFacets {
  return Object.fromEntries(
    Object.entries(facets).filter(([name]) => !names.includes(name as keyof FieldFacets)),
  );
}

function withFacets({ 'x-seam': _, ...schema }: FieldSchema, facets: FieldFacets): FieldSchema {
  return Object.keys(facets).length === 0 ? schema : { ...schema, 'x-seam': facets };
}
