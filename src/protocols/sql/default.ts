import { isJsonObject, type Json } from '../../model/json.js';
import type { FieldSchema } from '../../model/schema.js';
import { numberIn } from './check.js';
import { parseOperand } from './expression.js';
import type { Dialect } from './tokens.js';

/** What a column holds where an INSERT does not name it. `computed`: another value each time, or one that JSON has not. */
export type Default = { readonly constant: Json } | 'computed' | 'none';

/** What PostgreSQL makes of these texts hangs on the day. https://www.postgresql.org/docs/current/datatype-datetime.html */
const moments: ReadonlySet<string> = new Set(['now', 'today', 'tomorrow', 'yesterday']);

/** The default that an expression of the catalogue is, for a column with this schema. */
export function defaultOf(text: string, schema: FieldSchema, dialect: Dialect): Default {
  const operand = parseOperand(text, dialect);
  if (operand?.kind !== 'literal') return 'computed';
  const { value } = operand;
  if (value.type === 'null') return 'none';
  if (value.type === 'text') return textDefault(value.text, schema);
  const types = [schema.type ?? []].flat();
  if (value.type === 'boolean')
    return types.includes('boolean') ? { constant: value.value } : numeric(Number(value.value), types);
  return numeric(numberIn(value), types);
}

function numeric(number: number | undefined, types: readonly string[]): Default {
  const fits = types.includes('integer') || types.includes('number');
  return number !== undefined && fits ? { constant: number } : 'computed';
}

function textDefault(text: string, schema: FieldSchema): Default {
  const { type, contentEncoding } = schema;
  if (type === 'string') {
    return contentEncoding !== undefined || moments.has(text) ? 'computed' : { constant: text };
  }
  if (schema['x-seam']?.nativeType?.startsWith('json') !== true) return 'computed';
  try {
    const json: unknown = JSON.parse(text);
    return json === null || Array.isArray(json) || isJsonObject(json)
      ? { constant: json as Json }
      : 'computed';
  } catch {
    return 'computed';
  }
}
