import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json } from '../../model/json.js';
import type { EntityRef, SystemInfo } from '../../model/source.js';

/** The answer of `GET /catalogue`. */
export type Catalogue = { readonly system: SystemInfo; readonly entities: readonly EntityRef[] };

/** One field of `GET /catalogue/NAME`. An absent member: the server did not say. */
export type WireField = {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly length?: number;
  readonly values?: readonly string[];
  /** Create refuses a record without it. */
  readonly required: boolean;
};

/**
 * The answer of `GET /catalogue`.
 * @throws SeamError `source-unusable`
 */
export function parseCatalogue(body: Json): Catalogue {
  if (!isJsonObject(body) || !Array.isArray(body['entities'])) throw unusable('a list of entities');
  return {
    system: { product: 'Template', version: text(body['version'], 'a version') },
    entities: body['entities'].map((row: Json) => {
      if (!isJsonObject(row)) throw unusable('an entity');
      const name = text(row['name'], 'the name of an entity');
      return typeof row['label'] === 'string' ? { name, label: row['label'] } : { name };
    }),
  };
}

/**
 * The answer of `GET /catalogue/NAME`.
 * @throws SeamError `source-unusable`
 */
export function parseFields(body: Json): readonly WireField[] {
  if (!isJsonObject(body) || !Array.isArray(body['fields'])) throw unusable('a list of fields');
  return body['fields'].map((row: Json): WireField => {
    if (!isJsonObject(row)) throw unusable('a field');
    const { label, length, values } = row;
    return {
      name: text(row['name'], 'the name of a field'),
      type: text(row['type'], 'the type of a field'),
      required: row['required'] === true,
      ...(typeof label === 'string' ? { label } : {}),
      ...(typeof length === 'number' ? { length } : {}),
      ...(Array.isArray(values) ? { values: values.map((value: Json) => text(value, 'a value')) } : {}),
    };
  });
}

function text(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw unusable(what);
  return value;
}

function unusable(missing: string): SeamError {
  return new SeamError('source-unusable', { why: `The catalogue's answer lacks ${missing}.` });
}
