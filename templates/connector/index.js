// @ts-check
import { defineConnector, dialect, objectOf, SeamError } from 'erp-seam';

/** Raised when the same answer of a server would give another contract. */
const mapping = 1;

/**
 * Native types of the server → JSON Schema. An unknown type keeps its field, without a `type`: any value may come.
 * @type {Readonly<Record<string, (field: any) => import('erp-seam').FieldSchema>>}
 */
const types = {
  text: ({ length }) => ({ type: 'string', ...(length === undefined ? {} : { maxLength: length }) }),
  whole: () => ({ type: 'integer' }),
  choice: ({ values }) => ({ type: 'string', enum: values }),
  day: () => ({ type: 'string', format: 'date' }),
};

/** What the server can tell, and how we know. What is not listed cannot be told. */
const facets = /** @type {const} */ ({
  enum: { observable: 'yes', note: 'values of a choice' },
  label: { observable: 'yes', note: 'label of the field' },
  maxLength: { observable: 'yes', note: 'length of a text' },
  nativeType: { observable: 'yes', note: 'type of the field' },
  requiredness: { observable: 'yes', note: 'required of the field: create refuses a record without it' },
  type: { observable: 'yes', note: 'type of the field' },
});

/** @param {any} field */
function fieldOf({ name, label, type, required, ...rest }) {
  const map = Object.hasOwn(types, type) ? types[type] : undefined;
  const title = label === undefined ? {} : { title: label };
  return {
    name,
    required: required === true,
    schema: { ...title, ...map?.(rest), 'x-seam': { nativeType: type } },
  };
}

export default defineConnector({
  name: '__name__',
  summary: 'Entities and fields of __name__, from its catalogue.',
  mapping,
  options: {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      auth: {
        type: 'object',
        required: ['token'],
        additionalProperties: false,
        properties: {
          token: { type: 'string', minLength: 1, description: 'Token of an account that only reads.' },
        },
      },
    },
  },
  secrets: ['auth.token'],
  capabilities: {
    facets,
    onWrite: { 'unknown-field': 'rejects', 'missing-value': 'rejects' },
    updateRevalidates: false,
    versions: { tested: [], documented: ['1'] },
  },
  async connect(/** @type {{ auth: { token: string } }} */ { auth }, { http }) {
    const common = /** @type {const} */ ({
      headers: { authorization: `Bearer ${auth.token}` },
      expect: 'json',
    });

    /** @returns {Promise<any>} */
    async function catalogue() {
      const { body } = await http.json({ ...common, path: '/catalogue' });
      if (Array.isArray(/** @type {any} */ (body)?.entities)) return body;
      throw new SeamError('source-unusable', { why: "The catalogue's answer has no list of entities." });
    }

    /**
     * @param {string} entity
     * @returns {Promise<import('erp-seam').EntityResult>}
     */
    async function describe(entity) {
      // Names come from outside: one with a slash or a question mark must not become another path.
      const path = `/catalogue/${encodeURIComponent(entity)}`;
      const { status, body } = await http.json({ ...common, path, accept: [403, 404] });
      if (status === 404) return { entity, status: 'missing', why: 'The catalogue does not list it.' };
      if (status === 403) return { entity, status: 'forbidden', why: 'This account may not see it.' };
      const { fields } = /** @type {any} */ (body ?? {});
      // An empty answer is not an empty entity: a removal must never come from a failure.
      if (!Array.isArray(fields))
        return { entity, status: 'unreadable', why: 'The answer has no list of fields.' };
      const observed = /** @type {import('erp-seam').ObservedFacet[]} */ (Object.keys(facets));
      const facts = { connector: '__name__', entity, mapping, version: '1.0', observed };
      return {
        entity,
        status: 'described',
        schema: { $schema: dialect, ...objectOf(fields.map(fieldOf)), 'x-seam': facts },
      };
    }

    return {
      system: async () => ({ product: '__name__', version: String((await catalogue()).version) }),
      async *list() {
        for (const { name } of (await catalogue()).entities) yield { name };
      },
      async *describe(entities) {
        for (const entity of entities) yield await describe(entity);
      },
    };
  },
});
