import { describe, expect, test } from 'vitest';
import { describeEntities, namesIn, readEntities } from '../../../../src/protocols/odata/describe.js';
import { readMetadata } from '../../../../src/protocols/odata/read/metadata.js';
import { chunksOf } from '../../../../src/protocols/odata/read/text.js';
import { described, plainProduct } from '../described.js';
import { edmx2, edmx4, entityType } from '../documents.js';

/** What is said of the entity as a whole, without what every one has. */
async function facets(document: string, entity = 'Kumquat.Order') {
  const {
    observed: _observed,
    connector: _connector,
    mapping: _mapping,
    version: _version,
    protocol: _protocol,
    entity: _entity,
    ...others
  } = (await described(document, entity))['x-seam'];
  return others;
}

const container = (content: string) => `<EntityContainer Name="Container">${content}</EntityContainer>`;
const orders = '<EntitySet Name="Orders" EntityType="Kumquat.Order"/>';
const restrict = (term: string, member: string, value: string, target = 'Kumquat.Container/Orders') =>
  `<Annotations Target="${target}"><Annotation Term="Capabilities.${term}"><Record><PropertyValue Property="${member}" ${value}/></Record></Annotation></Annotations>`;

describe('addresses and what they do not allow', () => {
  test.each<[string, string, object]>([
    ['none', '', { kind: 'child', key: ['Id'] }],
    ['a set', container(orders), { kind: 'table', addresses: { Orders: {} }, key: ['Id'] }],
    [
      'a singleton',
      container('<Singleton Name="Me" Type="Kumquat.Order"/>'),
      { kind: 'single', addresses: { Me: {} }, key: ['Id'] },
    ],
    [
      'a set that takes no new records',
      container(orders) + restrict('InsertRestrictions', 'Insertable', 'Bool="false"'),
      { kind: 'table', addresses: { Orders: { create: 'never' } }, cannot: ['create'], key: ['Id'] },
    ],
    [
      'one of two sets that takes none',
      container(`${orders}<EntitySet Name="Drafts" EntityType="Kumquat.Order"/>`) +
        restrict('InsertRestrictions', 'Insertable', 'Bool="false"'),
      { kind: 'table', addresses: { Orders: { create: 'never' }, Drafts: {} }, key: ['Id'] },
    ],
    [
      'a set that a condition closes',
      container(orders) + restrict('UpdateRestrictions', 'Updatable', 'Path="IsOpen"'),
      { kind: 'table', addresses: { Orders: { update: 'IsOpen' } }, key: ['Id'] },
    ],
    [
      'a set that cannot be listed and whose records can be read',
      `${container(orders)}<Annotations Target="Kumquat.Container/Orders"><Annotation Term="Capabilities.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/>
        <PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="true"/></Record></PropertyValue></Record></Annotation></Annotations>`,
      { kind: 'table', addresses: { Orders: {} }, key: ['Id'] },
    ],
    [
      'an entity tag',
      `${container(orders)}<Annotations Target="Kumquat.Container/Orders"><Annotation Term="Core.OptimisticConcurrency"><Collection/></Annotation></Annotations>`,
      { kind: 'table', addresses: { Orders: {} }, entityTag: true, key: ['Id'] },
    ],
  ])('%s', async (_what, more, expected) => {
    expect(await facets(edmx4(entityType('Order') + more))).toEqual(expected);
  });

  test('where a relation leads, records can be created within another, though no set takes them', async () => {
    const line = entityType('Line', '<NavigationProperty Name="Order" Type="Kumquat.Order"/>');
    const closed = container(orders) + restrict('InsertRestrictions', 'Insertable', 'Bool="false"');
    expect(await facets(edmx4(entityType('Order') + line + closed))).not.toHaveProperty('cannot');
  });

  test('a derived type is reached by the sets of its base type', async () => {
    const document =
      edmx4(`${entityType('Base')}<EntityType Name="Order" BaseType="Kumquat.Base" HasStream="true"/>
      ${container('<EntitySet Name="Bases" EntityType="Kumquat.Base"/>')}`);
    expect(await facets(document)).toEqual({
      kind: 'table',
      addresses: { Bases: {} },
      key: ['Id'],
      baseType: 'Kumquat.Base',
      hasStream: true,
    });
  });

  test('version 2: flags of the set, a path, and a property of optimistic concurrency', async () => {
    const set =
      '<EntitySet Name="Orders" EntityType="KUMQUAT_SRV.Order" sap:creatable="false" sap:updatable-path="Update_mc" sap:addressable="false"/>';
    const document = edmx2(
      entityType('Order', '<Property Name="Tag" Type="Edm.Int32" ConcurrencyMode="Fixed"/>') + container(set),
    );
    expect(await facets(document, 'KUMQUAT_SRV.Order')).toEqual({
      kind: 'table',
      addresses: { Orders: { read: 'never', create: 'never', update: 'Update_mc' } },
      cannot: ['read', 'create'],
      entityTag: true,
      key: ['Id'],
    });
  });

  test('ConcurrencyMode is no attribute of version 4', async () => {
    const document = edmx4(
      entityType('Order', '<Property Name="Tag" Type="Edm.Int32" ConcurrencyMode="Fixed"/>') +
        container(orders),
    );
    expect(await facets(document)).not.toHaveProperty('entityTag');
  });
});

describe('keys and types', () => {
  test('the key may be of several properties or paths, or the base type’s, or none', async () => {
    const document =
      edmx4(`<EntityType Name="Base" OpenType="true"><Key><PropertyRef Name="b"/><PropertyRef Name="a/c" Alias="x"/></Key>
        <Property Name="b" Type="Edm.Int32"/></EntityType><EntityType Name="Order" BaseType="Kumquat.Base"/><EntityType Name="Free" Abstract="true"/>`);
    expect(await facets(document)).toMatchObject({ key: ['a/c', 'b'] });
    expect(await facets(document, 'Kumquat.Free')).toEqual({ kind: 'child' });
    expect(await described(document, 'Kumquat.Order')).toMatchObject({ additionalProperties: true });
    expect(Object.keys((await described(document, 'Kumquat.Order')).properties)).toEqual(['b']);
  });

  test.each(['Org.OData.Core.V1', 'OData.Community.Keys.V1'])('alternate keys of %s', async (vocabulary) => {
    const part = (name: string) => `<Record><PropertyValue Property="Name" PropertyPath="${name}"/></Record>`;
    const key = `<Annotations Target="Kumquat.Order"><Annotation Term="${vocabulary}.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection>${part('b')}${part('a')}</Collection></PropertyValue></Record></Collection></Annotation></Annotations>`;
    expect(await facets(edmx4(entityType('Order') + key))).toMatchObject({ alternateKeys: ['a,b'] });
  });

  test('types that derive from each other in a circle are described as far as they go', async () => {
    const document = edmx4(
      '<EntityType Name="Order" BaseType="Kumquat.Line"><Property Name="A"/></EntityType><EntityType Name="Line" BaseType="Kumquat.Order"/>',
    );
    expect(Object.keys((await described(document, 'Kumquat.Order')).properties)).toEqual(['A']);
  });

  test('types that derive from each other without end are refused', async () => {
    const types = Array.from(
      { length: 200 },
      (_, index) => `<EntityType Name="T${index}" BaseType="Kumquat.T${index + 1}"/>`,
    );
    await expect(described(edmx4(types.join('')), 'Kumquat.T0')).rejects.toThrow(
      /unreadable.*more than 100 base types/,
    );
  });

  test('a base type that is nowhere is warned of', async () => {
    const document = edmx4('<EntityType Name="Order" BaseType="Far.Away"><Property Name="A"/></EntityType>');
    const warnings: string[] = [];
    const edm = await readMetadata(document);
    const [result] = describeEntities(edm, ['Kumquat.Order'], plainProduct, (_, warning) =>
      warnings.push(warning),
    );
    expect(result?.status).toBe('described');
    expect(warnings).toEqual(['The base type Far.Away of Kumquat.Order cannot be followed.']);
  });
});

describe('relations', () => {
  const relation = async (navigation: string, more = '') =>
    (await described(edmx4(entityType('Order', navigation) + entityType('Line') + more), 'Kumquat.Order'))
      .properties['To'];

  test.each([
    [
      'Type="Collection(Kumquat.Line)"',
      { type: 'array', items: { type: 'object' }, 'x-seam': { onDemand: true, target: 'Kumquat.Line' } },
    ],
    [
      'Type="Kumquat.Line"',
      { type: ['object', 'null'], 'x-seam': { onDemand: true, target: 'Kumquat.Line' } },
    ],
    [
      'Type="Kumquat.Line" Nullable="false"',
      {
        type: 'object',
        'x-seam': { required: 'unknown', requiredBy: ['api'], onDemand: true, target: 'Kumquat.Line' },
      },
    ],
    [
      'Type="Collection(Kumquat.Line)" ContainsTarget="true"',
      {
        type: 'array',
        items: { type: 'object' },
        'x-seam': { onDemand: true, target: 'Kumquat.Line', contains: true },
      },
    ],
  ])('%s', async (attributes, expected) => {
    expect(await relation(`<NavigationProperty Name="To" ${attributes}/>`)).toEqual(expected);
  });

  test.each([
    ['*', { type: 'array', items: { type: 'object' } }],
    ['0..1', { type: ['object', 'null'] }],
    ['1', { type: 'object' }],
  ])('version 2: an end of multiplicity %s', async (multiplicity, expected) => {
    const document =
      edmx2(`${entityType('Order', '<NavigationProperty Name="To" Relationship="KUMQUAT_SRV.OrderLine" FromRole="A" ToRole="B" sap:label="Lines"/>')}${entityType('Line')}
      <Association Name="OrderLine"><End Type="KUMQUAT_SRV.Order" Role="A" Multiplicity="1"/><End Type="KUMQUAT_SRV.Line" Role="B" Multiplicity="${multiplicity}"/></Association>`);
    const { properties } = await described(document, 'KUMQUAT_SRV.Order');
    expect(properties['To']).toEqual({
      title: 'Lines',
      ...expected,
      'x-seam': { onDemand: true, target: 'KUMQUAT_SRV.Line' },
    });
  });

  test('one that leads nowhere keeps its name and hides no other field', async () => {
    const document = edmx2(
      entityType(
        'Order',
        '<NavigationProperty Name="To" Relationship="KUMQUAT_SRV.Gone" FromRole="A" ToRole="B"/><Property Name="A" Type="Edm.String"/>',
      ),
    );
    const { properties } = await described(document, 'KUMQUAT_SRV.Order');
    expect(properties['To']).toEqual({ 'x-seam': { onDemand: true } });
    expect(properties['A']?.type).toEqual(['string', 'null']);
  });
});

describe('an operation is an entity: parameters are its create view, the answer its read view', () => {
  test('an action of version 4', async () => {
    const document =
      edmx4(`${entityType('Order')}<Action Name="Confirm" IsBound="true"><Parameter Name="it" Type="Kumquat.Order"/>
        <Parameter Name="at" Type="Edm.Date"/><Parameter Name="by" Type="Edm.String" MaxLength="9" Nullable="false"/>
        <Parameter Name="why" Type="Edm.String" Nullable="false"><Annotation Term="Core.OptionalParameter"><Record><PropertyValue Property="DefaultValue" String="odd"/></Record></Annotation></Parameter>
        <ReturnType Type="Kumquat.Order" Nullable="false"/></Action>`);
    const schema = await described(document, 'Kumquat.Confirm(Kumquat.Order)');
    expect(schema).toMatchObject({
      required: ['by'],
      properties: {
        at: { type: ['string', 'null'], writeOnly: true },
        by: { type: 'string', maxLength: 9, writeOnly: true, 'x-seam': { requiredBy: ['api'] } },
        why: { type: 'string', default: 'odd', writeOnly: true },
        $return: { type: 'object', readOnly: true, 'x-seam': { target: 'Kumquat.Order' } },
      },
      'x-seam': { kind: 'operation', cannot: ['update'] },
    });
    expect(Object.keys(schema.properties)).toEqual(['at', 'by', 'why', '$return']);
  });

  test('a function demands every parameter that is not optional, and is called at its imports', async () => {
    const document =
      edmx4(`<Function Name="Count"><Parameter Name="of" Type="Edm.String"/><Parameter Name="to" Type="Edm.Date"/><ReturnType Type="Collection(Edm.Int32)" Nullable="false"/></Function>
      ${container('<FunctionImport Name="count" Function="Kumquat.Count"/>')}
      <Annotations Target="Kumquat.Count/to"><Annotation Term="Core.OptionalParameter"/></Annotations>`);
    expect(await described(document, 'Kumquat.Count()')).toMatchObject({
      required: ['of'],
      properties: { $return: { type: 'array', items: { type: 'integer' }, readOnly: true } },
      'x-seam': { addresses: { count: {} } },
    });
  });

  test('an import is the address of every overload of its function', async () => {
    const overload = (name: string) =>
      `<Function Name="Count"><Parameter Name="${name}" Type="Edm.String"/></Function>`;
    const document = edmx4(
      overload('a') + overload('b') + container('<FunctionImport Name="count" Function="Kumquat.Count"/>'),
    );
    for (const name of ['Kumquat.Count()', 'Kumquat.Count()(b)']) {
      expect((await facets(document, name)).addresses).toEqual({ count: {} });
    }
  });

  test('a function import of version 2: Nullable is true where absent, and a parameter is a literal of its type', async () => {
    const document = edmx2(
      container(`<FunctionImport Name="Confirm" m:HttpMethod="POST" ReturnType="Edm.Boolean" sap:label="Confirm">
      <Parameter Name="at" Type="Edm.DateTime" Mode="In"/><Parameter Name="by" Type="Edm.String" Nullable="false" MaxLength="9"/></FunctionImport>`),
    );
    expect(await described(document, 'KUMQUAT_SRV.Confirm()')).toMatchObject({
      title: 'Confirm',
      required: ['by'],
      properties: {
        at: { type: ['string', 'null'], 'x-seam': { wireForm: "datetime'…'" } },
        $return: { type: ['boolean', 'null'], readOnly: true },
      },
      'x-seam': { addresses: { Confirm: {} } },
    });
  });

  test('a bindable function import of version 3 is named with what it is bound to', async () => {
    const document = edmx2(
      container(
        '<FunctionImport Name="Close" IsBindable="true" m:HttpMethod="POST"><Parameter Name="it" Type="KUMQUAT_SRV.Order"/></FunctionImport>',
      ),
    );
    expect(await described(document, 'KUMQUAT_SRV.Close(KUMQUAT_SRV.Order)')).toMatchObject({
      properties: {},
      required: [],
    });
  });
});

describe('a document is read for what is asked', () => {
  const document =
    edmx4(`${entityType('Order')}<EntityType Name="Draft" BaseType="Kumquat.Mid"><Property Name="A"/></EntityType>
    <EntityType Name="Mid" BaseType="Kumquat.Order"><Property Name="B"/></EntityType>${entityType('Far')}<Action Name="Run"/>
    ${container(`${orders}<EntitySet Name="Old" EntityType="Kumquat.Order"/>`)}`);

  test('its names are listed with their addresses', async () => {
    expect(namesIn(await readMetadata(document), plainProduct)).toEqual([
      { name: 'Kumquat.Order', label: 'Orders, Old' },
      { name: 'Kumquat.Draft' },
      { name: 'Kumquat.Mid' },
      { name: 'Kumquat.Far' },
      { name: 'Kumquat.Run()' },
    ]);
  });

  test('base types are read, too, and only then a second time', async () => {
    let times = 0;
    const open = () => {
      times += 1;
      return chunksOf(document);
    };
    const draft = await readEntities(open, new Set(['Kumquat.Draft']), plainProduct);
    expect([...draft.entityTypes.keys()]).toEqual(['Kumquat.Order', 'Kumquat.Draft', 'Kumquat.Mid']);
    expect(times).toBe(2);
    await readEntities(open, new Set(['Kumquat.Order']), plainProduct);
    expect(times).toBe(3);
  });

  test('what it does not have is missing', async () => {
    const edm = await readMetadata(document);
    const results = [
      ...describeEntities(edm, ['Kumquat.order', 'Kumquat.Run', '__proto__'], plainProduct, () => {}),
    ];
    expect(results.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing']);
  });

  test('what is described does not depend on what else is asked for', async () => {
    const all = await readMetadata(document);
    const [one] = describeEntities(all, ['Kumquat.Draft'], plainProduct, () => {});
    expect(one).toMatchObject({ schema: await described(document, 'Kumquat.Draft') });
  });
});

describe('what a document does not record is not observed', () => {
  const observed = async (document: string, entity: string) =>
    (await described(document, entity))['x-seam'].observed;

  test('a plain version 2 service does not tell what may be written', async () => {
    const plain = edmx2(entityType('Order')).replace('sap:schema-version="1"', '');
    const facet = await observed(plain, 'KUMQUAT_SRV.Order');
    expect(
      facet.filter((each) => ['readOnly', 'immutable', 'updateOnly', 'operations'].includes(each)),
    ).toEqual([]);
    expect(await observed(edmx2(entityType('Order')), 'KUMQUAT_SRV.Order')).toContain('readOnly');
  });

  test.each([
    ['maxLength', '<Property Name="A" Type="Edm.String" MaxLength="3"/>'],
    ['precision', '<Property Name="A" Type="Edm.Decimal" Precision="3"/>'],
    ['scale', '<Property Name="A" Type="Edm.Decimal" Scale="3"/>'],
    ['default', '<Property Name="A" Type="Edm.Int32" DefaultValue="3"/>'],
    ['unit', '<Property Name="A" Type="Edm.Decimal" sap:unit="B"/>'],
    ['upperCase', '<Property Name="A" Type="Edm.String" sap:display-format="Date"/>'],
    ['digits', '<Property Name="A" Type="Edm.String" sap:display-format="UpperCase"/>'],
    ['dateOnly', '<Property Name="A" Type="Edm.String" sap:display-format="UpperCase"/>'],
    ['label', '<Property Name="A" Type="Edm.String" sap:label="A"/>'],
    ['entityTag', '<Property Name="A" Type="Edm.String" ConcurrencyMode="Fixed"/>'],
  ] as const)('%s is, where any property of any type has it', async (facet, property) => {
    const bare = edmx2(entityType('Order') + entityType('Other'));
    const one = edmx2(entityType('Order') + entityType('Other', property));
    expect(await observed(bare, 'KUMQUAT_SRV.Order')).not.toContain(facet);
    expect(await observed(one, 'KUMQUAT_SRV.Order')).toContain(facet);
    const [result] = describeEntities(
      await readMetadata(bare),
      ['KUMQUAT_SRV.Order'],
      plainProduct,
      () => {},
    );
    const reasons = result?.status === 'described' ? result.notObserved : [];
    expect(reasons?.find((each) => each.facet === facet)?.why).toMatch(/^Nothing in the metadata /);
  });
});
