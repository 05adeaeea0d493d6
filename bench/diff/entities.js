// Contracts as ERPs have them, one field in a hundred changed, and the same as GraphQL and as Protocol Buffers.
// @ts-check

/** @typedef {import('../../dist/model/schema.js').EntitySchema} EntitySchema */
/** @typedef {import('../../dist/model/schema.js').FieldSchema} FieldSchema */

/** Fields as ERPs have them, by turns. @type {readonly ((index: number) => FieldSchema)[]} */
const kinds = [
  (index) => ({ type: ['string', 'null'], maxLength: 10 + (index % 50) }),
  () => ({ type: 'integer', minimum: -2147483648, maximum: 2147483647 }),
  (index) => ({
    type: ['string', 'null'],
    enum: ['draft', 'sent', 'done', `state_${index % 7}`, null],
    'x-seam': { enumLabels: { draft: 'Draft', sent: 'Sent', done: 'Done' } },
  }),
  () => ({ type: ['string', 'null'], format: 'date' }),
  () => ({ type: 'number', 'x-seam': { precision: '16', scale: '2' } }),
  () => ({ type: ['integer', 'null'], 'x-seam': { target: 'kumquat.partner' } }),
  () => ({ type: 'boolean' }),
  () => ({ type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' }),
];

/** What happens to a changed field, by its kind. @type {readonly Partial<FieldSchema>[]} */
const edits = [
  { maxLength: 5 },
  { minimum: 0 },
  { enum: ['draft', 'shipped', null] },
  { format: 'date-time' },
  { 'x-seam': { precision: '16', scale: '4' } },
  { type: 'string' },
  { readOnly: true },
  { pattern: '^\\d+$' },
];

/** @type {EntitySchema['x-seam']['observed']} */
const observed = [
  'type',
  'nullability',
  'requiredness',
  'readOnly',
  'maxLength',
  'bounds',
  'format',
  'enum',
  'enumLabels',
  'precision',
  'scale',
  'target',
  'label',
];

/**
 * @param {number} number
 * @param {number} fields
 * @param {boolean} changed
 * @returns {EntitySchema}
 */
export function entity(number, fields, changed) {
  const properties = Array.from({ length: fields }, (_, index) => {
    const kind = index % kinds.length;
    const isChanged = changed && (number * fields + index) % 100 === 0;
    const schema = { title: `Field ${index}`, ...kinds[kind]?.(index), ...(isChanged ? edits[kind] : {}) };
    return [`field_${index}`, schema];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(properties),
    required: ['field_1'],
    'x-seam': { connector: 'odoo', entity: `kumquat.${number}`, mapping: 1, version: '1.0', observed },
  };
}

/** The type that another schema language has for a field. @param {FieldSchema} schema @param {Readonly<Record<string, string>>} names */
function typeOf({ type }, names) {
  const [first = 'string'] = [type ?? 'string'].flat();
  return names[first] ?? names['string'] ?? '';
}

/** @param {EntitySchema} contract */
export function asGraphql({ properties, required, 'x-seam': { entity: name } }) {
  const names = { string: 'String', integer: 'Int', number: 'Float', boolean: 'Boolean' };
  const fields = Object.entries(properties).map(
    ([field, schema]) => `  ${field}: ${typeOf(schema, names)}${required.includes(field) ? '!' : ''}`,
  );
  return `type ${name.replace('.', '_')} {\n${fields.join('\n')}\n}\n`;
}

/** @param {EntitySchema} contract */
export function asProto({ properties, 'x-seam': { entity: name } }) {
  const names = { string: 'string', integer: 'int64', number: 'double', boolean: 'bool' };
  const fields = Object.entries(properties).map(
    ([field, schema], index) => `  ${typeOf(schema, names)} ${field} = ${index + 1};`,
  );
  return `message ${name.replace('.', '_')} {\n${fields.join('\n')}\n}\n`;
}
