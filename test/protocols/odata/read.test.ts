import { describe, expect, test } from 'vitest';
import { SeamError } from '../../../src/errors/seam-error.js';
import { namesOnly } from '../../../src/protocols/odata/read/draft.js';
import { readMetadata } from '../../../src/protocols/odata/read/metadata.js';
import { edmx2, edmx4, entityType } from './documents.js';

const order = entityType('Order');

async function failure(document: Parameters<typeof readMetadata>[0], limits = {}): Promise<string> {
  const error: unknown = await readMetadata(document, { limits }).catch((reason: unknown) => reason);
  if (!(error instanceof SeamError)) throw new Error(`it was read, or failed otherwise: ${String(error)}`);
  return `${error.code}: ${error.message}`;
}

describe('the version follows from the namespaces of the schemas', () => {
  test.each([
    ['http://schemas.microsoft.com/ado/2006/04/edm', '2.0', 2],
    ['http://schemas.microsoft.com/ado/2007/05/edm', '2.0', 2],
    ['http://schemas.microsoft.com/ado/2008/09/edm', '2.0', 2],
    ['http://schemas.microsoft.com/ado/2009/08/edm', '2.0', 2],
    ['http://schemas.microsoft.com/ado/2009/11/edm', '2.0', 3],
  ])('%s', async (namespace, version, protocol) => {
    expect(await readMetadata(edmx2(order, { namespace }))).toMatchObject({ version, protocol });
  });

  test.each(['4.0', '4.01'])('Edmx says %s', async (version) => {
    expect(await readMetadata(edmx4(order, { version }))).toMatchObject({ version, protocol: 4 });
  });

  test('not from Edmx/@Version: a version 2 document may say 4.0', async () => {
    const document = edmx2(order).replace('Version="1.0"', 'Version="4.0"');
    expect(await readMetadata(document)).toMatchObject({ version: '2.0', protocol: 2 });
  });

  test('a Schema may be the root', async () => {
    const schema = `<Schema Namespace="Kumquat" xmlns="http://docs.oasis-open.org/odata/ns/edm">${order}</Schema>`;
    expect([...(await readMetadata(schema)).entityTypes.keys()]).toEqual(['Kumquat.Order']);
  });
});

describe('names are resolved after everything is read', () => {
  const away = (alias: string) =>
    `<Schema Namespace="Quince.Far" ${alias} xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Order"/><ComplexType Name="Address"/></Schema>`;

  test('an alias may be declared after it is used, and the container before its types', async () => {
    const document = edmx4(
      `<EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="far.Order"/></EntityContainer>
      ${entityType('Line', '<Property Name="To" Type="Collection(far.Address)"/>')}`,
      { more: away('Alias="far"') },
    );
    const edm = await readMetadata(document);
    expect(edm.sets.get('Quince.Far.Order')).toMatchObject([
      { name: 'Orders', type: 'Quince.Far.Order', container: 'Kumquat.Container' },
    ]);
    expect(edm.entityTypes.get('Kumquat.Line')?.properties[1]?.type).toEqual({
      name: 'Quince.Far.Address',
      collection: true,
    });
  });

  test('one local name in two namespaces is no conflict', async () => {
    const edm = await readMetadata(edmx4(order, { more: away('') }));
    expect([...edm.entityTypes.keys()]).toEqual(['Kumquat.Order', 'Quince.Far.Order']);
  });

  test('names that differ only in case, or are those of a type, are names of their own', async () => {
    const members = '<Property Name="order" Type="Edm.String"/><Property Name="Order" Type="Edm.String"/>';
    const edm = await readMetadata(edmx4(entityType('Order', members) + entityType('ORDER')));
    expect([...edm.entityTypes.keys()]).toEqual(['Kumquat.Order', 'Kumquat.ORDER']);
    expect(edm.entityTypes.get('Kumquat.Order')?.properties.map(({ name }) => name)).toEqual([
      'Id',
      'order',
      'Order',
    ]);
  });

  test('of two meanings of an alias the first is taken, with a warning', async () => {
    const references = ['Org.OData.Core.V1', 'Org.Other.V1']
      .map((name) => `<edmx:Reference Uri="x"><edmx:Include Namespace="${name}" Alias="C"/></edmx:Reference>`)
      .join('');
    const annotated = entityType('Order', '<Property Name="A"><Annotation Term="C.Computed"/></Property>');
    const edm = await readMetadata(edmx4(annotated, { references }));
    expect(edm.warnings).toEqual([expect.stringContaining('The alias C stands for')]);
    expect(edm.entityTypes.get('Kumquat.Order')?.properties[1]?.annotations).toMatchObject([
      { term: 'Org.OData.Core.V1.Computed', value: { kind: 'default' } },
    ]);
  });

  test('an alias that is declared nowhere is what it usually is', async () => {
    const document = edmx4(`${order}<Annotations Target="Kumquat.Order/Id">
      <Annotation Term="SAP__core.Immutable"/><Annotation Term="Core.Computed"/><Annotation Term="Odd.Label" String="x"/>
    </Annotations>`);
    const terms = (await readMetadata(document)).annotations.get('Kumquat.Order/Id')?.map(({ term }) => term);
    expect(terms).toEqual(['Org.OData.Core.V1.Immutable', 'Org.OData.Core.V1.Computed', 'Odd.Label']);
  });
});

describe('what is unusual and legal', () => {
  test('types without properties and keys, no entity type at all, an enum without members or underlying type', async () => {
    const edm = await readMetadata(
      edmx4(`<EntityType Name="Expando" Abstract="true" OpenType="true"/><EnumType Name="Empty"/>
        <EnumType Name="Odd"><Member Name="a" Value="7"/><Member Name="b"/></EnumType>
        <TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="3"/>`),
    );
    expect(edm.entityTypes.get('Kumquat.Expando')).toMatchObject({
      key: [],
      properties: [],
      open: true,
      abstract: true,
    });
    expect(edm.enumTypes.get('Kumquat.Empty')).toMatchObject({ members: [], underlying: 'Edm.Int32' });
    expect(edm.enumTypes.get('Kumquat.Odd')?.members).toEqual([
      { name: 'a', value: '7' },
      { name: 'b', value: '8' },
    ]);
    expect(edm.typeDefinitions.get('Kumquat.Code')).toMatchObject({ maxLength: '3' });
    expect((await readMetadata(edmx4(''))).entityTypes.size).toBe(0);
  });

  test('unknown attributes and elements are passed over, foreign ones of the same name too', async () => {
    const members = `<Property Name="A" Type="Edm.String" Smell="sweet"/>
      <x:Property xmlns:x="urn:other" Name="B" Type="Edm.String"/><Smell/>`;
    const edm = await readMetadata(
      edmx4(`<Smell><EntityType Name="Inner"/></Smell>${entityType('Order', members)}`),
    );
    expect([...edm.entityTypes.keys()]).toEqual(['Kumquat.Order']);
    expect(edm.entityTypes.get('Kumquat.Order')?.properties.map(({ name }) => name)).toEqual(['Id', 'A']);
  });

  test('a comment within the value of an annotation divides its text and is no part of it', async () => {
    const document = edmx4(`${order}<Annotations Target="Kumquat.Order/Id">
      <Annotation Term="Validation.Pattern"><String>^a<!-- odd -->b$</String></Annotation></Annotations>`);
    const [annotation] = (await readMetadata(document)).annotations.get('Kumquat.Order/Id') ?? [];
    expect(annotation?.value).toEqual({ kind: 'constant', text: '^ab$' });
  });

  test('attributes are known by their namespace, whatever the prefix', async () => {
    const property =
      '<Property Name="A" Type="Edm.String" s:creatable="false" xmlns:s="http://www.sap.com/Protocols/SAPData" sap:label="A"/>';
    const edm = await readMetadata(edmx2(entityType('Order', property)));
    expect(edm.entityTypes.get('KUMQUAT_SRV.Order')?.properties[1]?.sap).toEqual(
      new Map([
        ['creatable', 'false'],
        ['label', 'A'],
      ]),
    );
    expect(edm.seen.sap).toEqual(new Set(['schema-version', 'creatable', 'label']));
  });

  test('facets are the exact text', async () => {
    const members = `<Property Name="A" Type="Edm.String" MaxLength="MAX"/>
      <Property Name="B" Type="Edm.Decimal" Precision="34" Scale="Variable"/><Property Name="C" Type="Edm.Guid" Scale="2"/>`;
    const { properties } =
      (await readMetadata(edmx4(entityType('Order', members)))).entityTypes.get('Kumquat.Order') ?? {};
    expect(properties?.slice(1)).toMatchObject([
      { maxLength: 'MAX' },
      { precision: '34', scale: 'Variable' },
      { scale: '2' },
    ]);
  });

  test('names of the language are names', async () => {
    const document =
      edmx4(`<constructor/>${entityType('__proto__', '<Property Name="__proto__" Type="Edm.Date"/>')}
      <EnumType Name="toString"><Member Name="constructor"/></EnumType>`);
    const edm = await readMetadata(document);
    expect(edm.entityTypes.get('Kumquat.__proto__')?.properties[1]?.name).toBe('__proto__');
    expect(edm.enumTypes.get('Kumquat.toString')?.members[0]?.name).toBe('constructor');
  });

  test('operations are named with what they are bound to; overloads with their parameters', async () => {
    const bound = (parameters: string) => `<Function Name="Find" IsBound="true">
      <Parameter Name="in" Type="Collection(Kumquat.Order)"/>${parameters}<ReturnType Type="Edm.Int32"/></Function>`;
    const parameter = (name: string) => `<Parameter Name="${name}" Type="Edm.String"/>`;
    const document = edmx4(`${order}${bound(parameter('b') + parameter('a'))}${bound(parameter('c'))}
        <Action Name="Close" IsBound="true"><Parameter Name="it" Type="Kumquat.Order"/></Action>
        <Action Name="Run"/>`);
    const edm = await readMetadata(document);
    expect([...(await readMetadata(document, { wanted: namesOnly })).operations.keys()]).toEqual([
      ...edm.operations.keys(),
    ]);
    expect([...edm.operations.keys()]).toEqual([
      'Kumquat.Find(Collection(Kumquat.Order))',
      'Kumquat.Find(Collection(Kumquat.Order))(a,b)',
      'Kumquat.Close(Kumquat.Order)',
      'Kumquat.Run()',
    ]);
  });
});

describe('what was not asked for', () => {
  test('is not kept, and its name is', async () => {
    const document =
      edmx4(`${entityType('Order', '<NavigationProperty Name="Lines" Type="Collection(Kumquat.Line)"/>')}
      ${entityType('Line', '<Property Name="Far" Type="Edm.String" MaxLength="9"><Annotation Term="Core.Computed"/></Property>')}
      <Action Name="Run"><Parameter Name="a" Type="Edm.String"/></Action>
      <Annotations Target="Kumquat.Line/Far"><Annotation Term="Core.Immutable"/></Annotations>`);
    const edm = await readMetadata(document, { wanted: namesOnly });
    expect([...edm.entityNames.keys()]).toEqual(['Kumquat.Order', 'Kumquat.Line']);
    expect(edm.entityTypes.size + edm.annotations.size).toBe(0);
    expect([...edm.operations]).toEqual([['Kumquat.Run()', undefined]]);
  });

  test('still says what the document records at all, and which types are reached', async () => {
    const document =
      edmx4(`${entityType('Order', '<NavigationProperty Name="Lines" Type="Collection(Kumquat.Line)"/>')}
      ${entityType('Line', '<Property Name="Far" Type="Edm.String" MaxLength="9"><Annotation Term="Core.Computed"/></Property>')}`);
    const all = await readMetadata(document);
    const none = await readMetadata(document, { wanted: namesOnly });
    expect(none.seen).toEqual(all.seen);
    expect(none.reached).toEqual(all.reached);
    expect([...none.reached]).toEqual(['Kumquat.Line']);
  });
});

describe('hostile and broken documents', () => {
  const whole = edmx4(order);

  test.each([
    ['a page', '<html><body>Log on</body></html>', /^source-html: /],
    ['another root', '<app:service xmlns:app="urn:x"/>', /^source-unusable: .*its root element is <service>/],
    ['a root of another namespace', '<Edmx/>', /^source-unusable: .*<Edmx>/],
    [
      'no schema',
      '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"/>',
      /^source-unusable: .*no Schema/,
    ],
    ['nothing', '', /^source-empty: /],
    ['white space', ' \n', /^source-truncated: /],
    ['text', 'Service unavailable', /^source-unusable: .*text data outside of root node/],
    [
      'an undeclared prefix',
      edmx4('<EntityType Name="A" sap:label="x"/>'),
      /^source-unusable: .*unbound namespace prefix: "sap"/,
    ],
    [
      'an undeclared prefix in what is skipped',
      edmx4('<Smell a:b="x"/>'),
      /^source-unusable: .*unbound namespace prefix: "a"/,
    ],
    [
      'a DTD',
      `<!DOCTYPE a [<!ENTITY b "c">]>${whole.slice(whole.indexOf('<edmx:'))}`,
      /^source-unusable: .*DTD/,
    ],
    ['an entity', edmx4('<EntityType Name="&file;"/>'), /^source-unusable: .*undefined entity/],
    [
      'two attributes of one name',
      edmx4('<EntityType Name="A" Name="B"/>'),
      /^source-unusable: .*duplicate attribute/,
    ],
    ['bytes that are no UTF-8', bytes(Buffer.from([0x3c, 0xff, 0xfe, 0x41])), /^source-unusable: .*UTF-8/],
    ['JSON that is no CSDL', '{"error":{"code":"005056A509B11ED1B9B"}}', /^source-unusable: .*no CSDL/],
    ['JSON that is cut', '{"$Version":"4.0","Kumquat":{"A"', /^source-(truncated|unusable): /],
  ] as const)('%s', async (_what, document, says) => {
    expect(await failure(document)).toMatch(says);
  });

  test('a document that is cut anywhere is an error, never one with fewer types', async () => {
    const text = edmx4(
      entityType('Order', '<Property Name="Größe" Type="Edm.String"/>') + entityType('Line'),
    );
    const encoded = Buffer.from(text);
    for (let at = 1; at < encoded.length - 1; at += 3) {
      expect(await failure(bytes(encoded.subarray(0, at))), `cut at ${at}`).toMatch(
        /^source-(truncated|unusable): /,
      );
    }
  });

  test.each([
    ['its size', edmx4(order), { xml: 200 }, /^source-too-large/],
    ['the size of JSON', `{"$Version":"4.0"${' '.repeat(200)}}`, { json: 100 }, /^source-too-large/],
    ['depth', edmx4('<a><a><a><a/></a></a></a>'), { depth: 5 }, /^source-unusable: .*more than 5 deep/],
    [
      'depth of JSON',
      '{"$Version":"4.0","K":{"A":{"B":{"C":{}}}}}',
      { depth: 3 },
      /^source-unusable: .*too deep/,
    ],
    [
      'what stands before the root',
      `<!--${'x'.repeat(300)}-->${edmx4(order)}`,
      { prolog: 100 },
      /^source-unusable: .*no root/,
    ],
  ])('%s is limited', async (_what, document, limits, says) => {
    // In pieces, since what comes at once has been received already.
    const pieces = bytes(
      ...(
        Buffer.from(document)
          .toString()
          .match(/.{1,50}/gs) ?? []
      ).map((each) => Buffer.from(each)),
    );
    expect(await failure(pieces, limits)).toMatch(says);
  });

  test.each(['utf16le', 'utf8'] as const)(
    'a byte order mark of %s is no part of the text',
    async (encoding) => {
      const document = bytes(Buffer.from(`\uFEFF${whole}`, encoding));
      expect((await readMetadata(document)).entityTypes.size).toBe(1);
      expect((await readMetadata(`\uFEFF${whole}`)).entityTypes.size).toBe(1);
    },
  );
});

async function* bytes(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

describe('CSDL JSON', () => {
  const csdl = (schema: object) => JSON.stringify({ $Version: '4.01', Kumquat: schema });

  test('its defaults differ from those of XML: not null, and any scale', async () => {
    const document = csdl({
      Order: {
        $Kind: 'EntityType',
        $Key: ['Id', { odd: 'Customer/Name' }],
        Id: {},
        Total: { $Type: 'Edm.Decimal', $Precision: 16, $Nullable: true, $DefaultValue: 0 },
        Lines: {
          $Kind: 'NavigationProperty',
          $Type: 'Kumquat.Line',
          $Collection: true,
          $ContainsTarget: true,
        },
        __proto__: { $Type: 'Edm.Date' },
      },
    });
    const order = (
      await readMetadata(document.replace('"Total"', '"__proto__":{"$Type":"Edm.Date"},"Total"'))
    ).entityTypes.get('Kumquat.Order');
    expect(order).toMatchObject({
      key: ['Id', 'Customer/Name'],
      properties: [
        { name: 'Id', type: { name: 'Edm.String' }, nullable: false },
        { name: '__proto__', type: { name: 'Edm.Date' }, nullable: false },
        { name: 'Total', nullable: true, precision: '16', scale: 'variable', defaultValue: '0' },
      ],
      navigations: [{ name: 'Lines', type: { name: 'Kumquat.Line', collection: true }, contains: true }],
    });
  });

  test('annotations stand beside what they are of, or under $Annotations', async () => {
    const document = csdl({
      Order: {
        $Kind: 'EntityType',
        Id: {
          '@Core.Computed': true,
          '@Validation.Maximum': 9,
          '@Validation.Maximum@Validation.Exclusive': true,
        },
      },
      $Annotations: {
        'Kumquat.Order/Id': { '@Common.FieldControl': { $Path: 'Control' }, '@UI.Hidden': true },
      },
    });
    const edm = await readMetadata(document);
    expect(edm.entityTypes.get('Kumquat.Order')?.properties[0]?.annotations).toEqual([
      { term: 'Org.OData.Core.V1.Computed', value: { kind: 'constant', text: 'true' }, annotations: [] },
      {
        term: 'Org.OData.Validation.V1.Maximum',
        value: { kind: 'constant', text: '9' },
        annotations: [
          {
            term: 'Org.OData.Validation.V1.Exclusive',
            value: { kind: 'constant', text: 'true' },
            annotations: [],
          },
        ],
      },
    ]);
    expect(edm.annotations.get('Kumquat.Order/Id')).toMatchObject([
      { term: 'com.sap.vocabularies.Common.v1.FieldControl', value: { kind: 'path', path: 'Control' } },
    ]);
  });
});
