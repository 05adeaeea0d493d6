import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sap } from '../../src/connectors/sap/index.ts';
import { compare } from '../../src/drift/compare.ts';
import type { Change, Verdict } from '../../src/model/drift.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { law } from '../../src/verdict/law.ts';
import { canary, makeProject } from '../cli/project.ts';
import { collected, connectTo, expectDescribed } from '../connectors/collected.ts';
import { calm } from '../drift/entities.ts';
import { type Cap, installCap, startCap } from './cap.ts';

const notInstalled = await installCap();
const why = notInstalled === undefined ? '' : ` (skipped: not installed: ${notInstalled})`;

const versions = ['v4', 'v2'] as const;
type Version = (typeof versions)[number];

describe.skipIf(notInstalled !== undefined)(`a real SAP CAP server${why}`, () => {
  let base: Cap;
  let drift: Cap;

  beforeAll(async () => {
    [base, drift] = await Promise.all([startCap('base'), startCap('drift')]);
  });

  afterAll(async () => {
    await Promise.all([base?.stop(), drift?.stop()]);
  });

  /** Live schemas of every entity that the server lists. */
  async function pulled(
    cap: Cap,
    version: Version,
    user = 'reader',
  ): Promise<ReadonlyMap<string, EntitySchema>> {
    const { origin, pathname } = new URL(cap[version]);
    const auth = { user, password: `canary-${user}` };
    const connector = await connectTo(sap, origin, { services: [pathname], auth });
    const names = (await collected(connector.list())).map(({ name }) => name);
    const results = await collected(connector.describe(names));
    return new Map(results.map((result) => [result.entity, expectDescribed(result).schema]));
  }

  async function changes(version: Version, from: Cap, to: Cap): Promise<readonly Change[]> {
    const [contracts, live] = await Promise.all([pulled(from, version), pulled(to, version)]);
    return [...contracts].flatMap(([name, contract]) => {
      const now = live.get(name);
      if (now === undefined) throw new Error(`${name} is gone`);
      return compare(contract, now, calm).filter(({ silent }) => silent !== true);
    });
  }

  test.each([
    ['v4', ['ORCHARD_SRV.A_Order', 'ORCHARD_SRV.A_OrderItem', 'ORCHARD_SRV.release()']],
    ['v2', ['ORCHARD_SRV.A_Order', 'ORCHARD_SRV.A_OrderItem', 'ORCHARD_SRV.release()']],
  ] as const)('%s: what it lists is described', async (version, names) => {
    expect([...(await pulled(base, version)).keys()]).toEqual(names);
  });

  test.each(versions)(
    '%s: two pulls of an unchanged server are the same, for any account',
    async (version) => {
      const first = await pulled(base, version);
      expect(await pulled(base, version)).toEqual(first);
      expect(await pulled(base, version, 'writer')).toEqual(first);
      expect(await changes(version, base, base)).toEqual([]);
    },
  );

  test.each(versions)('%s: seam snapshots it, passes, and fails once it has drifted', async (version) => {
    const config = (cap: Cap) => `sources:
  orchard:
    connector: sap
    url: ${new URL(cap[version]).origin}
    allowHttp: true
    services: [${new URL(cap[version]).pathname}]
    auth: { user: reader, password: "\${ORCHARD_PASSWORD}" }
    entities: [ORCHARD_SRV.A_Order, "ORCHARD_SRV.release()"]
seams:
  weigh-bridge:
    owner: team-bridge
    uses:
      - { contract: orchard/ORCHARD_SRV.A_Order, direction: both }
`;
    const project = makeProject(config(base));
    onTestFinished(() => project.remove());
    const seam = (...args: readonly string[]) =>
      project.seam(args, { env: { ORCHARD_PASSWORD: 'canary-reader' } });

    const taken = await seam('snapshot');
    expect(taken.stdout + taken.stderr).toMatch(/Wrote 2 files under contracts\/orchard\./);
    expect((await seam('snapshot')).stdout).toMatch(/Nothing to write\./);
    const same = await seam('check');
    expect(same.stdout).toMatch(/2 of 2 checked, no drift/);
    expect(same.code).toBe(0);

    project.write('seam.yaml', config(drift));
    const drifted = await seam('check');
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toMatch(/Reference +field-removed/);
    expect(drifted.stdout).toMatch(/Region +mandatory-field-added/);
    const said = [taken, same, drifted].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(said).not.toMatch(canary);
    expect(said).not.toContain('canary-reader');
  });

  test('a wrong password is refused', async () => {
    const { origin, pathname } = new URL(base.v4);
    const auth = { user: 'reader', password: 'canary-wrong' };
    const connector = await connectTo(sap, origin, { services: [pathname], auth });
    await expect(collected(connector.list())).rejects.toMatchObject({ code: 'source-unauthorised' });
  });

  test.each(versions)('%s: readers are told what they can be given now', async (version) => {
    const found = await changes(version, base, drift);
    const breaking = found.filter(({ effect }) => law.read[effect.read] === 'breaking');
    const told = breaking.map(({ rule, path }) => `${path.field} ${rule}`).sort();
    expect(told).toEqual(
      [
        'Reference field-removed',
        'Remark max-length-raised',
        'Status enum-value-added',
        'Weight integer-digits-raised',
        // In version 4 a date and a moment are different texts, in version 2 both are ticks.
        ...(version === 'v4' ? ['ConfirmedAt format-changed'] : []),
        // In version 2 an Int64 is a text, and an Int32 a number.
        ...(version === 'v2' ? ['Number wire-form-changed'] : []),
      ].sort(),
    );
  });

  /** What a server does with a write. */
  type Outcome = 'takes' | 'alters' | 'rejects';

  let orders = 0;

  /** Sends what was agreed to a server; `needed` is what only the drifted one demands. */
  async function send(
    cap: Cap,
    version: Version,
    method: 'POST' | 'PATCH',
    fields: JsonObject,
    needed: JsonObject,
  ) {
    orders += 1;
    const id = String(orders);
    const agreed = { OrderID: id, Customer: 'Odd', Lot: 'A' };
    const first = method === 'POST' ? { ...agreed, ...needed, ...fields } : { ...agreed, ...needed };
    const created = await request(cap, version, 'POST', '/A_Order', first);
    if (method === 'POST') return outcome(created, fields);
    expect(created.status).toBe(201);
    return outcome(await request(cap, version, 'PATCH', `/A_Order('${id}')`, fields), fields);
  }

  async function request(cap: Cap, version: Version, method: string, path: string, body: JsonObject) {
    const answer = await fetch(cap[version] + path, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from('writer:canary-writer').toString('base64')}`,
        'content-type': 'application/json',
        accept: 'application/json',
        // What fetch sends by itself, "*", is too much for the adapter of version 2.
        'accept-language': 'en',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const given = text === '' ? {} : (JSON.parse(text) as JsonObject);
    return {
      status: answer.status,
      record: (version === 'v2' ? given['d'] : given) as JsonObject | undefined,
    };
  }

  function outcome(
    answer: { readonly status: number; readonly record?: JsonObject | undefined },
    sent: JsonObject,
  ): Outcome {
    if (answer.status >= 400) return 'rejects';
    const kept = Object.entries(sent).every(([name, value]) => same(answer.record?.[name], value));
    return kept ? 'takes' : 'alters';
  }

  /** Version 2 gives moments with an offset, and numbers as text. */
  function same(kept: Json | undefined, sent: Json): boolean {
    const plain = (value: Json | undefined) => String(value).replace('+0000', '').replace('.000Z', 'Z');
    return plain(kept) === plain(sent);
  }

  const demanded: JsonObject = { Region: 'N', Grade: 'A', Crates: 1 };
  const without = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(demanded).filter(([each]) => each !== name));

  type Case = {
    readonly field: string;
    readonly sent: Readonly<Record<Version, JsonObject>>;
    /** What the drifted server demands beside, but for what the case is about. */
    readonly needed?: JsonObject;
    readonly does: Outcome | Readonly<Record<Version, Outcome>>;
    readonly says: Verdict | Readonly<Record<Version, Verdict>>;
  };
  const both = (fields: JsonObject): Case['sent'] => ({ v4: fields, v2: fields });
  const of = <T extends string>(each: T | Readonly<Record<Version, T>>, version: Version): T =>
    typeof each === 'string' ? each : each[version];

  describe.each(versions)('%s: what seam says of creators is what the server does', (version) => {
    test.each<Case>([
      {
        field: 'Customer',
        sent: both({ Customer: 'a customer of thirty letters..' }),
        does: 'rejects',
        says: 'breaking',
      },
      { field: 'Reference', sent: both({ Reference: 'R1' }), does: 'rejects', says: 'breaking' },
      {
        field: 'Weight',
        sent: { v4: { Weight: 1.234 }, v2: { Weight: '1.234' } },
        does: 'rejects',
        says: 'breaking',
      },
      { field: 'Channel', sent: both({ Channel: 'EDI' }), does: 'alters', says: 'breaking' },
      { field: 'Region', sent: both({}), needed: without('Region'), does: 'rejects', says: 'breaking' },
      { field: 'Grade', sent: both({}), needed: without('Grade'), does: 'rejects', says: 'breaking' },
      { field: 'Crates', sent: both({}), needed: without('Crates'), does: 'rejects', says: 'breaking' },
      {
        field: 'ConfirmedAt',
        sent: { v4: { ConfirmedAt: '2026-01-01T10:00:00Z' }, v2: { ConfirmedAt: '/Date(1767261600000)/' } },
        // Version 2 takes the ticks and drops the time of day: equal form, other meaning.
        does: { v4: 'rejects', v2: 'alters' },
        says: { v4: 'breaking', v2: 'warning' },
      },
      // The metadata says 32 bits; this server on SQLite holds more, and promises nothing.
      {
        field: 'Number',
        sent: { v4: { Number: 5_000_000_000 }, v2: { Number: '5000000000' } },
        does: 'takes',
        says: 'breaking',
      },
      { field: 'Status', sent: both({ Status: 'D' }), does: 'takes', says: 'info' },
      { field: 'Remark', sent: both({ Remark: '0123456789' }), does: 'takes', says: 'info' },
      { field: 'Lot', sent: both({ Lot: 'B' }), does: 'takes', says: 'info' },
      { field: 'Carrier', sent: both({ Carrier: 'X' }), does: 'takes', says: 'info' },
      {
        field: 'PickedOn',
        sent: { v4: { PickedOn: '2026-01-01' }, v2: { PickedOn: '/Date(1767225600000)/' } },
        does: 'takes',
        says: 'info',
      },
    ])('$field', async ({ field, sent, needed = demanded, does, says }) => {
      const fields = sent[version];
      if (field !== 'Channel') expect(await send(base, version, 'POST', fields, {})).toBe('takes');
      expect(await send(drift, version, 'POST', fields, needed)).toBe(of(does, version));
      expect(await verdict(version, 'create', field)).toBe(of(says, version));
    });

    test('a record that was agreed to is still taken where all that is new is sent', async () => {
      expect(await send(drift, version, 'POST', {}, demanded)).toBe('takes');
    });
  });

  describe.each(versions)('%s: what seam says of updaters is what the server does', (version) => {
    test.each<Case>([
      {
        field: 'Customer',
        sent: both({ Customer: 'a customer of thirty letters..' }),
        does: 'rejects',
        says: 'breaking',
      },
      { field: 'Carrier', sent: both({ Carrier: 'X' }), does: 'alters', says: 'breaking' },
      { field: 'Channel', sent: both({ Channel: 'EDI' }), does: 'alters', says: 'breaking' },
      { field: 'Crates', sent: both({ Crates: null }), does: 'rejects', says: 'breaking' },
      { field: 'Reference', sent: both({ Reference: 'R1' }), does: 'rejects', says: 'breaking' },
      { field: 'Status', sent: both({ Status: 'D' }), does: 'takes', says: 'info' },
      { field: 'Region', sent: both({ Customer: 'Even' }), does: 'takes', says: 'info' },
    ])('$field', async ({ field, sent, does, says }) => {
      expect(await send(base, version, 'PATCH', sent[version], {})).toBe('takes');
      expect(await send(drift, version, 'PATCH', sent[version], demanded)).toBe(of(does, version));
      expect(await verdict(version, 'update', field)).toBe(of(says, version));
    });
  });

  /** The worst that seam says of writers of a field of A_Order. */
  async function verdict(version: Version, direction: 'create' | 'update', field: string): Promise<Verdict> {
    const found = (await changes(version, base, drift))
      .filter(({ path }) => path.entity === 'ORCHARD_SRV.A_Order' && path.field === field)
      .map(({ effect }) => law[direction][effect[direction]]);
    return found.includes('breaking') ? 'breaking' : found.includes('warning') ? 'warning' : 'info';
  }

  test('an omitted field gets another value, which creators are warned of where the metadata tells it', async () => {
    const { record } = await request(drift, 'v4', 'POST', '/A_Order', {
      OrderID: 'P',
      Customer: 'Odd',
      ...demanded,
    });
    expect(record?.['Priority']).toBe(1);
    expect(await verdict('v4', 'create', 'Priority')).toBe('warning');
    // The adapter of version 2 drops DefaultValue, so the facet is not observed: a coverage line, not silence.
    expect(await verdict('v2', 'create', 'Priority')).toBe('info');
    expect((await pulled(base, 'v2')).get('ORCHARD_SRV.A_Order')?.['x-seam'].observed).not.toContain(
      'default',
    );
  });
});
