import type { Direction } from '../../model/drift.js';
import type { JsonObject } from '../../model/json.js';
import type { EntitySchema, FieldSchema } from '../../model/schema.js';

/**
 * The schema as Odoo's raw records have it: `false` for an empty value of any type but boolean and number, `[id, name]`
 * for a many2one that is read (recorded, 06-records), a list of commands for the many side that is written
 * (https://www.odoo.com/documentation/17.0/developer/reference/backend/orm.html#odoo.fields.Command).
 */
export function wire(schema: EntitySchema, direction: Direction): JsonObject {
  const { 'x-seam': _, properties, ...keywords } = schema;
  const encoded = Object.entries(properties).map(
    ([name, field]) => [name, encode(field, direction)] as const,
  );
  return { ...keywords, properties: Object.fromEntries(encoded) };
}

function encode(field: FieldSchema, direction: Direction): JsonObject {
  const {
    'x-seam': facets,
    title: _title,
    description: _description,
    $comment: _comment,
    ...keywords
  } = field;
  const { type, enum: values, ...rest } = keywords;
  if (type === undefined) return rest as JsonObject;
  const names = typeof type === 'string' ? [type] : type;
  const filled = names.filter((name) => name !== 'null');
  const full: JsonObject = {
    ...(rest as JsonObject),
    type: filled.length === 1 && filled[0] !== undefined ? filled[0] : filled,
    ...(values === undefined ? {} : { enum: values.filter((value) => value !== null) }),
    ...relation(facets?.nativeType, direction),
  };
  return names.length === filled.length ? full : { anyOf: [full, { const: false }] };
}

/** A relation's own keywords, instead of those of its logical form. */
function relation(nativeType: string | undefined, direction: Direction): JsonObject {
  if (nativeType === 'many2one' && direction === 'read') {
    return {
      type: 'array',
      // A record may have no name: its `display_name` is empty then.
      prefixItems: [{ type: 'integer' }, { anyOf: [{ type: 'string' }, { const: false }] }],
      items: false,
      minItems: 2,
    };
  }
  if ((nativeType === 'one2many' || nativeType === 'many2many') && direction !== 'read') {
    return {
      type: 'array',
      items: { type: 'array', prefixItems: [{ enum: [0, 1, 2, 3, 4, 5, 6] }], minItems: 1, maxItems: 3 },
    };
  }
  return {};
}
