import { describe, expect, test } from 'vitest';
import { productOf } from '../../../src/connectors/sap-b1/fields.js';
import { compare } from '../../../src/drift/compare.js';
import type { Change } from '../../../src/model/drift.js';
import type { EntitySchema } from '../../../src/model/schema.js';
import { describeEntities, namesIn } from '../../../src/protocols/odata/describe.js';
import type { Edm } from '../../../src/protocols/odata/edm.js';
import { observedIn } from '../../../src/protocols/odata/map/observed.js';
import type { Product } from '../../../src/protocols/odata/map/work.js';
import { readMetadata } from '../../../src/protocols/odata/read/metadata.js';
import { law } from '../../../src/verdict/law.js';
import { calm } from '../../drift/entities.js';
import { plainProduct } from './described.js';
import { recorded, recordings } from './recordings.js';

type Document = { readonly edm: Edm; readonly schemas: ReadonlyMap<string, EntitySchema> };

async function read(path: string, product: Product = plainProduct): Promise<Document> {
  const edm = await readMetadata(recorded(path));
  const names = namesIn(edm, product).map(({ name }) => name);
  const schemas = new Map<string, EntitySchema>();
  for (const result of describeEntities(edm, names, product, () => {})) {
    if (result.status === 'described') schemas.set(result.entity, result.schema);
  }
  return { edm, schemas };
}

/** Every change that is not silent, of entities that both have. */
async function changes(from: string, to: string): Promise<readonly Change[]> {
  const [was, now] = await Promise.all([read(from), read(to)]);
  return [...was.schemas].flatMap(([name, contract]) => {
    const live = now.schemas.get(name);
    return live === undefined ? [] : compare(contract, live, calm).filter(({ silent }) => silent !== true);
  });
}

const ofRule = (all: readonly Change[], rule: string) => all.filter((change) => change.rule === rule);

describe.skipIf(recordings === undefined)('traps of real documents (SEAM_RECORDINGS)', () => {
  test('1. another edition of a service looks like an upgrade: its fields go, and come back', async () => {
    const folder = 'sap/api_product_srv';
    const away = await changes(`${folder}/2020-08.edmx`, `${folder}/2021-01.edmx`);
    const back = await changes(`${folder}/2021-01.edmx`, `${folder}/2023-02.edmx`);
    const gone = ofRule(away, 'field-removed').map(({ path }) => `${path.entity} ${path.field}`);
    expect(gone).toHaveLength(118);
    const come = back
      .filter(({ rule }) => rule.endsWith('field-added'))
      .map(({ path }) => `${path.entity} ${path.field}`);
    expect(gone.filter((field) => !come.includes(field))).toEqual([]);
  });

  test('2. a facet that is nowhere in a document is not recorded: 407 display formats are no drift', async () => {
    const folder = 'sap/api_business_partner';
    const { edm } = await read(`${folder}/2020-12-onpremise-old.edmx`);
    const missing = observedIn(edm).notObserved.map(({ facet }) => facet);
    expect(missing).toEqual(expect.arrayContaining(['upperCase', 'digits', 'dateOnly', 'unit']));
    const told = await changes(`${folder}/2020-12-onpremise-old.edmx`, `${folder}/2023-03-onpremise.edmx`);
    expect(told.map(({ rule, path }) => `${rule} ${path.field}`)).toEqual([
      'field-added IndustryKeyDescription',
    ]);
  });

  test('3. a display format on a type that it says nothing of is none', async () => {
    const folder = 'sap/api_product_srv';
    expect(await changes(`${folder}/2023-02.edmx`, `${folder}/2024-10.edmx`)).toEqual([]);
  });

  test('4. neither the flag of a set nor that of a property gives the answer alone', async () => {
    const folder = 'sap/api_business_partner';
    const told = await changes(`${folder}/2022-07.edmx`, `${folder}/2024-06.edmx`);
    const address = told.filter(({ path }) => path.entity.endsWith('.A_BPContactToAddressType'));
    const closed = ofRule(address, 'read-only-set');
    expect(closed).toHaveLength(33);
    // The set took no records then, so nobody can prove that a creator breaks, and no updater can.
    expect(new Set(closed.map(({ effect }) => `${effect.create}/${effect.update}`))).toEqual(
      new Set(['unknown/same']),
    );
    expect(ofRule(address, 'address-relaxed')).toHaveLength(2);
  });

  test('5. an alias that no Include declares is resolved', async () => {
    const { edm } = await read('sap/api_purchaseorder_process_srv/2023-08.edmx');
    expect([...edm.seen.terms].filter((term) => /^(SAP__core|Core)\./.test(term))).toEqual([]);
    expect(edm.seen.terms).toContain('Org.OData.Core.V1.Immutable');
    expect(edm.seen.terms).toContain('Org.OData.Core.V1.OptimisticConcurrency');
  });

  test('6. the version comes from the namespace, and constructs of version 4 are read in a document of version 2', async () => {
    const { edm } = await read('sap/cloud_sdk_tests/API_TEST_SRV.v4.edmx');
    expect(edm.protocol).toBe(2);
    expect(edm.enumTypes.size).toBe(3);
    expect([...edm.entityTypes.values()].some(({ base }) => base !== undefined)).toBe(true);
    expect([...edm.operations.values()].filter((each) => each?.kind === 'action')).toHaveLength(9);
  });

  test('7. a prefix without a namespace is refused', async () => {
    await expect(read('sap/cloud_sdk_tests/API_MULTIPLE_SCHEMAS_SRV.v4.edmx')).rejects.toThrow(
      /unbound namespace prefix/,
    );
  });

  test('8. an attribute that the version does not know says nothing', async () => {
    const folder = 'dynamics/dataverse';
    expect(await changes(`${folder}/crm_2016-11.edmx.gz`, `${folder}/crm_2018-05.edmx.gz`)).toEqual([]);
  });

  test('9. numbers of an enum that were swapped change the sense, not the wire', async () => {
    const told = await changes('odata/exchange_online/2023-03.edmx', 'odata/exchange_online/2024-03.edmx');
    const [swapped, ...others] = ofRule(told, 'enum-code-changed');
    expect(others).toEqual([]);
    expect(swapped).toMatchObject({
      before: { Quarantine: '0', Reject: '1' },
      after: { Quarantine: '1', Reject: '0' },
      effect: { read: 'meaning', create: 'meaning', update: 'meaning' },
    });
  });

  test('10. a restriction that names a field which is new with it breaks nobody, and may stand on the type', async () => {
    const told = await changes('odata/exchange_online/2023-03.edmx', 'odata/exchange_online/2024-03.edmx');
    expect(told.filter(({ rule }) => rule === 'immutable-set' || rule === 'read-only-set')).toEqual([]);
    const { schemas } = await read('odata/exchange_online/2024-03.edmx');
    expect(schemas.get('Exchange.HistoricalSearch')?.properties['TLSUsed']?.['x-seam']).toMatchObject({
      immutable: true,
    });
  });

  test('11. an enum that nobody uses is no change of any entity', async () => {
    const folder = 'dynamics/business_central';
    expect(await changes(`${folder}/api_v2.0_2025-05.edmx`, `${folder}/api_v2.0_2025-10.edmx`)).toEqual([]);
  });

  test('12. version 2 hides what version 4 shows, and says so', async () => {
    const [two, four] = await Promise.all([
      read('sap/cap-live/base/v2-metadata.xml'),
      read('sap/cap-live/base/v4-metadata.xml'),
    ]);
    expect(observedIn(two.edm).notObserved.map(({ facet }) => facet)).toContain('default');
    expect(observedIn(four.edm).observed).toContain('default');
    expect(four.schemas.get('API_SEAM_ERP.A_Material')?.properties).toHaveProperty('Picture');
    expect(two.schemas.get('API_SEAM_ERP.A_Material')?.properties).not.toHaveProperty('Picture');
  });

  test('13. texts in another language are no drift', async () => {
    const folder = 'sap/cap-live/base';
    expect(await changes(`${folder}/v4-metadata.xml`, `${folder}/v4-metadata-de.body`)).toEqual([]);
  });

  test('14. an enum that becomes flags breaks readers alone', async () => {
    const folder = 'dynamics/dataverse';
    const told = ofRule(
      await changes(`${folder}/crm_2018-05.edmx.gz`, `${folder}/crm_schema.edmx.gz`),
      'flags-set',
    );
    const verdicts = told.map(({ effect }) => `${law.read[effect.read]} ${law.create[effect.create]}`);
    expect(new Set(verdicts)).toEqual(new Set(['breaking info', 'info info']));
    expect(verdicts.filter((verdict) => verdict === 'breaking info').length).toBeGreaterThanOrEqual(5);
  });

  test('15. fields and tables that users added are told by their names', async () => {
    const { schemas } = await read(
      'sap/business_one/service_layer_v2_2020-10.edmx.gz',
      productOf({ fields: [] }),
    );
    const document = schemas.get('Document')?.properties ?? {};
    const custom = Object.entries(document).filter(([, field]) => field['x-seam']?.origin?.kind === 'custom');
    expect(custom.length).toBeGreaterThan(10);
    expect(custom.every(([name]) => name.startsWith('U_'))).toBe(true);
    // A user table can be called without U_.
    expect([...schemas.keys()]).toEqual(expect.arrayContaining(['U_CTO_CFG', 'Masterartikel']));
  });

  test('16. a type that only operations use touches no entity but them', async () => {
    const folder = 'sap/business_one';
    const told = await changes(
      `${folder}/service_layer_v2_2020-04.edmx.gz`,
      `${folder}/service_layer_v2_2020-10.edmx.gz`,
    );
    const touched = told
      .filter(({ path }) => path.field?.includes('DateFrom'))
      .map(({ path }) => path.entity);
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.every((entity) => entity.endsWith(')'))).toBe(true);
  });

  test('17. a byte order mark is read over', async () => {
    expect((await read('odata/northwind_v3.edmx')).edm.entityTypes.size).toBe(14);
  });

  test('18. what looks like an escape in the name of an enum member is the name', async () => {
    const { edm } = await read('dynamics/business_central/api_v2.0_2025-10.edmx');
    const names = [...edm.enumTypes.values()].flatMap(({ members }) => members.map(({ name }) => name));
    expect(names).toContain('Non_x002D_Inventory');
  });

  test('no type of any document is unknown, but the one that its vendor made up as unsupported', async () => {
    const { recordedCounts } = await import('./counts.js');
    const unknown = new Set<string>();
    for (const [path] of recordedCounts) {
      const edm = await readMetadata(recorded(path));
      const names = namesIn(edm, plainProduct).map(({ name }) => name);
      const warn = (_: string, warning: string) => {
        if (warning.startsWith('The type')) unknown.add(warning);
      };
      for (const result of describeEntities(edm, names, plainProduct, warn))
        expect(result.status).toBe('described');
    }
    expect([...unknown]).toEqual(['The type Edm.SomethingTheSDKDoesNotSupport is not known.']);
  });
});
