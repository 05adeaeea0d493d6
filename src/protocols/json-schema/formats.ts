import type { FieldFacets, TypeName } from '../../model/schema.js';
import type { Limits } from './node.js';

/** Formats of JSON Schema itself. https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3 */
const standard: ReadonlySet<string> = new Set([
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'idn-email',
  'idn-hostname',
  'ipv4',
  'ipv6',
  'iri',
  'iri-reference',
  'json-pointer',
  'regex',
  'relative-json-pointer',
  'time',
  'uri',
  'uri-reference',
  'uri-template',
  'uuid',
]);

/** Formats of text that say how it is encoded. https://spec.openapis.org/registry/format/ */
const contents: Readonly<Record<string, Limits>> = {
  binary: { contentMediaType: 'application/octet-stream' },
  byte: { contentEncoding: 'base64' },
  base64url: { contentEncoding: 'base64url' },
  html: { contentMediaType: 'text/html' },
};

/** Formats of numbers that are ranges and that a JSON number can hold exactly. https://spec.openapis.org/registry/format/ */
const ranges: Readonly<Record<string, readonly [minimum: number, maximum: number]>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
};

/**
 * What a format says. One that JSON Schema does not know (`int64`, `password`, a vendor's own) is the field's native
 * type: a change of it is seen, and no validator has to know it.
 */
export function formatOf(
  format: string,
  types: readonly TypeName[] | undefined,
): { readonly limits: Limits; readonly facets: FieldFacets } {
  const isText = types === undefined || types.includes('string');
  if (standard.has(format) && isText) return { limits: { format }, facets: {} };
  const facets = { nativeType: format };
  if (types?.some((type) => type === 'integer' || type === 'number') && Object.hasOwn(ranges, format)) {
    const [minimum, maximum] = ranges[format] ?? [0, 0];
    return { limits: { minimum, maximum }, facets };
  }
  return { limits: Object.hasOwn(contents, format) ? (contents[format] ?? {}) : {}, facets };
}

/** Digits after the point where a number is a multiple of a power of ten: `0.01` → `2`, `1` → `0`. */
export function scaleOf(multipleOf: number): string | undefined {
  if (multipleOf === 1) return '0';
  const text = String(multipleOf);
  const small = /^1e-(\d+)$/.exec(text)?.[1];
  return small ?? (/^0\.0*1$/.test(text) ? String(text.length - 2) : undefined);
}
