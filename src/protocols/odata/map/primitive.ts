import type { FieldFacets, FieldSchema } from '../../../model/schema.js';
import type { Edm, Facets } from '../edm.js';

type Row = (facets: Facets, protocol: Edm['protocol']) => FieldSchema;

const int =
  (minimum: number, maximum: number): Row =>
  () => ({ type: 'integer', minimum, maximum });

/** `HH:MM:SS`, perhaps without seconds or with a fraction, never with a zone: JSON Schema's `time` has one. */
const timeOfDay = '^\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,12})?)?$';

/** OData's duration has days and less, a sign and a fraction: not quite the `duration` of JSON Schema. */
const duration = '^-?P(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,12})?S)?)?$';

const geo: Row = () => ({ type: 'object' });
const anything: Row = () => ({});

/**
 * Primitive types as values mean them; how they travel is in `wire.ts`.
 * https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes, and for versions 1
 * to 3 https://www.odata.org/documentation/odata-version-2-0/overview/#AbstractTypeSystem
 */
const types: ReadonlyMap<string, Row> = new Map<string, Row>([
  [
    'Edm.Binary',
    ({ maxLength }) => ({ type: 'string', contentEncoding: 'base64', ...characters(base64(maxLength)) }),
  ],
  ['Edm.Boolean', () => ({ type: 'boolean' })],
  ['Edm.Byte', int(0, 255)],
  ['Edm.SByte', int(-128, 127)],
  ['Edm.Int16', int(-32_768, 32_767)],
  ['Edm.Int32', int(-2_147_483_648, 2_147_483_647)],
  // Its bounds are no numbers of JavaScript.
  ['Edm.Int64', (_, protocol) => ({ type: 'integer', ...wireText(protocol) })],
  ['Edm.Decimal', decimal],
  ['Edm.Double', () => ({ type: 'number' })],
  // Of early version 2 services; it is a Double.
  ['Edm.Float', () => ({ type: 'number' })],
  ['Edm.Single', () => ({ type: 'number', minimum: -3.4028234663852886e38, maximum: 3.4028234663852886e38 })],
  ['Edm.String', ({ maxLength }) => ({ type: 'string', ...characters(length(maxLength)) })],
  ['Edm.Guid', () => ({ type: 'string', format: 'uuid' })],
  ['Edm.Date', () => ({ type: 'string', format: 'date' })],
  [
    'Edm.DateTimeOffset',
    (facets, protocol) => ({ type: 'string', format: 'date-time', ...seconds(facets, protocol) }),
  ],
  // Versions 1 to 3: a moment of an unsaid zone, in the wire form of a moment of UTC.
  ['Edm.DateTime', () => ({ type: 'string', format: 'date-time', 'x-seam': { timeZone: 'site' } })],
  [
    'Edm.TimeOfDay',
    (facets, protocol) => ({ type: 'string', pattern: timeOfDay, ...seconds(facets, protocol) }),
  ],
  [
    'Edm.Duration',
    (facets, protocol) => ({ type: 'string', pattern: duration, ...seconds(facets, protocol) }),
  ],
  // Versions 1 to 3: the time of a day, as the duration since midnight.
  ['Edm.Time', () => ({ type: 'string', pattern: duration })],
  // Its content is read and written at an address of its own, never in the record.
  ['Edm.Stream', () => ({ readOnly: true, 'x-seam': { onDemand: true } })],
  ...[
    '',
    'Point',
    'LineString',
    'Polygon',
    'MultiPoint',
    'MultiLineString',
    'MultiPolygon',
    'Collection',
  ].flatMap((shape) => [[`Edm.Geography${shape}`, geo] as const, [`Edm.Geometry${shape}`, geo] as const]),
  ['Edm.PrimitiveType', anything],
  ['Edm.ComplexType', anything],
  ['Edm.EntityType', anything],
  ['Edm.Untyped', anything],
]);

/** The schema of a primitive type without null; nothing for a type that OData does not have. */
export function primitiveSchema(
  name: string,
  facets: Facets,
  protocol: Edm['protocol'],
): FieldSchema | undefined {
  return types.get(name)?.(facets, protocol);
}

/**
 * Precision and scale as the exact text; `Variable` and `Floating` are one. Where version 4 says a precision and no
 * scale, the scale is 0 (CSDL XML 4.01, 7.2.4).
 */
function decimal({ precision, scale }: Facets, protocol: Edm['protocol']): FieldSchema {
  const said = scale?.toLowerCase() ?? (protocol === 4 && precision !== undefined ? '0' : undefined);
  const facets: FieldFacets = {
    ...(precision === undefined ? {} : { precision }),
    ...(said === undefined ? {} : { scale: said === 'floating' ? 'variable' : said }),
    ...wireText(protocol)['x-seam'],
  };
  return Object.keys(facets).length === 0 ? { type: 'number' } : { type: 'number', 'x-seam': facets };
}

/** Version 2 sends numbers that may be too large or too exact for JavaScript as text. */
function wireText(protocol: Edm['protocol']): { readonly 'x-seam'?: FieldFacets } {
  return protocol === 2 ? { 'x-seam': { wireForm: 'string' } } : {};
}

/**
 * `Precision` of a time is the number of digits of a second behind the point. Versions 1 to 3 send milliseconds whatever
 * it says.
 */
function seconds({ precision }: Facets, protocol: Edm['protocol']): { readonly 'x-seam'?: FieldFacets } {
  return precision === undefined || protocol < 4 ? {} : { 'x-seam': { scale: precision } };
}

/** `Max` in any case, and what is no number, limits nothing. */
function length(maxLength: string | undefined): number | undefined {
  return maxLength !== undefined && /^\d{1,15}$/.test(maxLength) ? Number(maxLength) : undefined;
}

/** Characters of base64 that a number of bytes takes. */
function base64(maxLength: string | undefined): number | undefined {
  const bytes = length(maxLength);
  return bytes === undefined ? undefined : Math.ceil(bytes / 3) * 4;
}

function characters(maxLength: number | undefined): Pick<FieldSchema, 'maxLength'> {
  return maxLength === undefined ? {} : { maxLength };
}
