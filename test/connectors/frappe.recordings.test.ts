import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/connectors/frappe/capabilities.ts';
import { canonicalText } from '../../src/contract/canonical.ts';
import { view } from '../../src/contract/views.ts';
import type { WriteFault } from '../../src/model/drift.ts';
import { isJsonObject, type JsonObject, sameJson } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { tablesOf } from '../erp/frappe/metadata.ts';
import { docTypesIn, siteOf } from '../erp/frappe/recorded-site.ts';
import { recorded, recordedPaths, recordings, shuffled, startTestFrappe } from '../erp/frappe.ts';
import { connect, described } from './frappe-source.ts';

const available = recordings !== undefined;
const paths = recordedPaths();

/** Recorded answers of `getdoctype` and of v2's `meta`; a DocType whose own Link fails is tested beside the faults. */
const metadata = paths.filter(
  (path) => /getdoctype|v2-meta|doctype-meta/.test(path) && docTypesIn(path).length > 0,
);
const isV2 = (path: string): boolean => path.includes('v2-meta');

/** The schema that the connector makes of a recorded answer, and the types that it did not know. */
async function mapped(path: string, order?: typeof shuffled) {
  const docs = docTypesIn(path);
  const [doc] = docs;
  if (doc === undefined) throw new Error(`${path} describes nothing`);
  // v2 tells the DocType alone: those of its tables are as the other answer tells them.
  const others = isV2(path) ? docTypesIn(path.replace('v2-meta', 'getdoctype')).slice(1) : docs.slice(1);
  // The server speaks v2 where it is 15, so an answer of `getdoctype` is served by 14.
  const major = isV2(path) ? 15 : 14;
  const server = await startTestFrappe(siteOf([doc, ...others], major), order && { order });
  const unknown: unknown[] = [];
  try {
    const connector = await connect(server, undefined, (_, facts) => unknown.push(facts));
    return { ...(await described(connector, String(doc['name']))), unknown };
  } finally {
    await server.close();
  }
}

describe.skipIf(!available)('recorded metadata of Frappe 14 and 15 (SEAM_RECORDINGS)', () => {
  test.each(metadata)(
    '%s is mapped without an unknown type, and in any order to the same bytes',
    async (path) => {
      const plain = await mapped(path);
      expect(plain.unknown).toEqual([]);
      const mixed = await mapped(path, shuffled);
      expect(canonicalText(mixed.schema)).toBe(canonicalText(plain.schema));
    },
  );

  test.each(metadata.filter(isV2))('%s tells the same as getdoctype', async (path) => {
    const twin = path.replace('v2-meta', 'getdoctype');
    // What 10 and 11 recorded of a table's rows with v2 is not there: the rows are those of `getdoctype`.
    expect(canonicalText((await mapped(path)).schema)).toBe(canonicalText((await mapped(twin)).schema));
  });

  test('every table has its rows', () => {
    const bare = metadata
      .filter((path) => !isV2(path))
      .flatMap((path) => {
        const [doc, ...others] = docTypesIn(path);
        const names = new Set(others.map(({ name }) => name));
        return tablesOf(doc ?? {}).filter((table) => !names.has(table));
      });
    expect(bare).toEqual([]);
  });
});

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
addFormats.default(ajv);

/** Metadata in force when a folder was recorded, by the DocType that is written or read. */
const stages: readonly (readonly [folder: RegExp, doctype: string, metadata: string])[] = [
  [/^03/, 'Customer', '01-baseline/getdoctype/customer.json'],
  [/^10/, 'Customer', '10-drift-custom-fields/getdoctype-customer.json'],
  [/^11/, 'Customer', '11-drift-property-setters/getdoctype-customer.json'],
  [
    /^12.*a-after-rename/,
    'Customer',
    '12-drift-rename-retype-delete/a-after-rename/getdoctype-customer.json',
  ],
  [/^13/, 'Seam Kitchen Sink', '13-custom-doctype/getdoctype-seam_kitchen_sink.json'],
  [/^13/, 'Selling Settings', '13-custom-doctype/single-doctype-meta.json'],
  [/^30/, 'Customer', '30-frappe-v14/after-drift-getdoctype-customer.json'],
];

/** DocType that a request is about, and the metadata of its stage; none for metadata and lists. */
function about(path: string): { readonly doctype: string; readonly metadata: string } | undefined {
  const { request } = recorded(path);
  const [, encoded = ''] =
    /^\/api\/(?:resource|v2\/document)\/([^/?]+)(?:\/[^/?]+)?$/.exec(request?.path ?? '') ?? [];
  const doctype = decodeURIComponent(encoded);
  const stage = stages.find(([folder, name]) => folder.test(path) && name === doctype);
  return stage && { doctype, metadata: stage[2] };
}

/** The document in an answer. */
function documentIn(path: string): JsonObject | undefined {
  const { body } = recorded(path);
  const data = isJsonObject(body) ? body['data'] : undefined;
  return isJsonObject(data) ? data : undefined;
}

describe.skipIf(!available)('recorded documents (SEAM_RECORDINGS)', () => {
  const schemas = new Map<string, EntitySchema>();

  beforeAll(async () => {
    const used = [...new Set(paths.flatMap((path) => about(path)?.metadata ?? []))];
    for (const path of used) schemas.set(path, (await mapped(path)).schema);
  });

  const schemaOf = (path: string): EntitySchema => {
    const schema = schemas.get(path);
    if (schema === undefined) throw new Error(`${path} was not mapped`);
    return schema;
  };

  const documents = paths.filter((path) => about(path) !== undefined && documentIn(path) !== undefined);

  test.each(documents)('%s holds what the read view says, and nothing else', (path) => {
    const { metadata: of } = about(path) ?? { metadata: '' };
    const check = ajv.compile(view(schemaOf(of), 'read', 'live'));
    check(documentIn(path));
    expect(check.errors ?? []).toEqual([]);
  });

  const writes = paths.filter((path) => {
    const { request } = recorded(path);
    return about(path) !== undefined && ['POST', 'PUT'].includes(request?.method ?? '');
  });

  /** Writes of which metadata cannot tell what will become, each with the reason. */
  const beyondMetadata: Readonly<Record<string, string>> = {
    '03-writes-baseline/create-bad-link.json':
      'A Link takes names of records that exist; metadata names the DocType and not its records.',
  };

  test.each(writes)('%s ends as the mapping says', (path) => {
    const { metadata: of } = about(path) ?? { metadata: '' };
    const said = predicted(path, schemaOf(of), schemaOf('01-baseline/getdoctype/customer.json'));
    const happened = outcome(path);
    expect(said === happened ? undefined : path, `said ${said}, ${happened}`).toBe(
      Object.hasOwn(beyondMetadata, path) ? path : undefined,
    );
  });

  /** Fields that were refused when left out although the mapping does not promise it, each with the reason. */
  const unpromised: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '30-frappe-v14/create-missing-mandatory.json': {
      territory: 'A default of the site may fill it, and this site had none.',
    },
  };

  test.each(writes.filter((path) => mandatoryIn(path) !== undefined))(
    '%s misses exactly what the mapping calls required',
    (path) => {
      const { metadata: of } = about(path) ?? { metadata: '' };
      const { required, properties } = schemaOf(of);
      const { request } = recorded(path);
      const given = isJsonObject(request.body) ? request.body : {};
      const before = schemaOf('01-baseline/getdoctype/customer.json').required;
      // An update of an old record misses what became required since.
      const owed = required.filter((name) => request.method === 'POST' || !before.includes(name));
      const others = Object.keys(unpromised[path] ?? {});
      const missing = [...owed.filter((name) => !Object.hasOwn(given, name)), ...others].sort();
      expect(missing).toEqual(mandatoryIn(path));
      expect(others.map((name) => properties[name]?.['x-seam']?.required)).toEqual(
        others.map(() => 'unknown'),
      );
    },
  );

  test('a Select that create leaves out is its first option', () => {
    // Risk Tier begins with a blank line, and was a field of the site when 11 was recorded.
    const created = documentIn('11-drift-property-setters/create-new-option.json');
    const { seam_risk_tier: field } = schemaOf(
      '11-drift-property-setters/getdoctype-customer.json',
    ).properties;
    expect(field?.default).toBe(created?.['seam_risk_tier']);
  });
});

afterAll(() => ajv.removeSchema());

type Outcome = 'accepted' | 'altered' | 'rejected';

/** What became of a write: refused, kept as it was sent, or kept otherwise. */
function outcome(path: string): Outcome {
  const { request, status } = recorded(path);
  if (status >= 400) return 'rejected';
  const kept = documentIn(path) ?? {};
  const sent = isJsonObject(request.body) ? request.body : {};
  return Object.entries(sent).every(([name, value]) => sameJson(value, kept[name])) ? 'accepted' : 'altered';
}

/** What becomes of a write by the view of its direction, and by what the API does with each fault. */
function predicted(path: string, schema: EntitySchema, before: EntitySchema): Outcome {
  const { request } = recorded(path);
  const direction = request.method === 'PUT' ? 'update' : 'create';
  const sent = isJsonObject(request.body) ? request.body : {};
  const check = ajv.compile(view(schema, direction, 'live', { revalidatedSince: before }));
  check(sent);
  const faults = (check.errors ?? []).map(faultOf);
  const above = Object.keys(sent).some(
    (name) => schema.properties[name]?.['x-seam']?.permissionLevel !== undefined,
  );
  const all: readonly WriteFault[] = [
    ...faults,
    ...(above && request.as === 'reader' ? (['no-permission'] as const) : []),
  ];
  const done = all.map((fault) => capabilities.onWrite[fault]);
  if (done.includes('rejects')) return 'rejected';
  // Frappe never gives a password back.
  const secret = Object.keys(sent).some(
    (name) => schema.properties[name]?.['x-seam']?.nativeType === 'Password',
  );
  return done.includes('alters') || secret ? 'altered' : 'accepted';
}

/** What a writer runs into, by the keyword that a value does not fit. */
function faultOf({ keyword, parentSchema }: ErrorObject): WriteFault {
  const named: Readonly<Partial<Record<string, WriteFault>>> = {
    additionalProperties: 'unknown-field',
    required: 'missing-value',
    maxLength: 'too-long',
  };
  // A Check lists its values, too, and takes whatever it is given.
  const isText = JSON.stringify(parentSchema?.['type'] ?? '').includes('string');
  return named[keyword] ?? (keyword === 'enum' && isText ? 'bad-value' : 'bad-type');
}

/** Names of the fields that a MandatoryError lists, sorted: `[Customer, Mu]: tax_id`. */
function mandatoryIn(path: string): readonly string[] | undefined {
  const { body } = recorded(path);
  const [, names] = /MandatoryError: \[[^\]]*\]: ([\w, ]+)/.exec(JSON.stringify(body)) ?? [];
  return names?.split(', ').sort();
}
