import type { Field, FieldSchema } from '../../model/schema.js';
import type { WireField } from './wire.js';

/** Raised when the same answer of a server would give another contract. */
export const mapping = 1;

/** Native types. Each row names the page of the vendor's documentation that it follows. */
const types: Readonly<Record<string, (field: WireField) => FieldSchema>> = {
  text: ({ length }) => ({ type: 'string', ...(length === undefined ? {} : { maxLength: length }) }),
  whole: () => ({ type: 'integer' }),
  choice: ({ values = [] }) => ({ type: 'string', ...(values.length === 0 ? {} : { enum: values }) }),
  day: () => ({ type: 'string', format: 'date' }),
};

/** True for a type that the table above has. */
export function isKnownType(type: string): boolean {
  return Object.hasOwn(types, type);
}

/** A field of a contract. Of an unknown type only its name is kept: any value may come. */
export function fieldOf(field: WireField): Field {
  const map = isKnownType(field.type) ? types[field.type] : undefined;
  const schema: FieldSchema = {
    ...(field.label === undefined ? {} : { title: field.label }),
    ...map?.(field),
    'x-seam': { nativeType: field.type },
  };
  return { name: field.name, schema, required: field.required };
}
