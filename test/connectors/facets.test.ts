import { describe, expect, test } from 'vitest';
import { capabilities as odata } from '../../src/connectors/odata/capabilities.ts';
import { product as odataProduct } from '../../src/connectors/odata/fields.ts';
import { capabilities as sap } from '../../src/connectors/sap/capabilities.ts';
import { product as sapProduct } from '../../src/connectors/sap/fields.ts';
import { capabilities as sapB1 } from '../../src/connectors/sap-b1/capabilities.ts';
import { productOf } from '../../src/connectors/sap-b1/fields.ts';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { EntitySchema, FieldSchema, ObservedFacet } from '../../src/model/schema.ts';
import { describeEntities, namesIn } from '../../src/protocols/odata/describe.ts';
import type { Product } from '../../src/protocols/odata/map/work.ts';
import { readMetadata } from '../../src/protocols/odata/read/metadata.ts';
import { edmx2, edmx4, entityType } from '../protocols/odata/documents.ts';

const annotated = (target: string, ...annotations: readonly string[]) =>
  `<Annotations Target="${target}">${annotations.join('')}</Annotations>`;
const paths = (term: string, member: string, path: string) =>
  `<Annotation Term="Capabilities.${term}"><Record><PropertyValue Property="${member}"><Collection><PropertyPath>${path}</PropertyPath></Collection></PropertyValue></Record></Annotation>`;

/** A document of version 4 that says everything which that version can say. */
const document4 = edmx4(`
  ${entityType(
    'Order',
    `<Property Name="Name" Type="Edm.String" MaxLength="9" Nullable="false"/>
     <Property Name="Total" Type="Edm.Decimal" Precision="9" Scale="2"/><Property Name="Currency" Type="Edm.String"/>
     <Property Name="Grade" Type="Kumquat.Grade" DefaultValue="a"/><Property Name="Fixed" Type="Edm.String"/>
     <Property Name="Late" Type="Edm.String"/><Property Name="Made" Type="Edm.DateTimeOffset"/>
     <Property Name="Secret" Type="Edm.String"/><Property Name="Sort" Type="Edm.String"/><Property Name="Number" Type="Edm.String"/>
     <NavigationProperty Name="Lines" Type="Collection(Kumquat.Line)" ContainsTarget="true"/>`,
    'HasStream="true"',
  )}
  <EntityType Name="Line" BaseType="Kumquat.Order"/>
  <EnumType Name="Grade" IsFlags="true"><Member Name="a" Value="1"/></EnumType>
  <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="Kumquat.Order"/></EntityContainer>
  ${annotated(
    'Kumquat.C/Orders',
    paths('InsertRestrictions', 'NonInsertableProperties', 'Late'),
    '<Annotation Term="Capabilities.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="false"/></Record></Annotation>',
    '<Annotation Term="Core.OptimisticConcurrency"><Collection/></Annotation>',
  )}
  ${annotated('Kumquat.Order', '<Annotation Term="Core.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection><Record><PropertyValue Property="Name" PropertyPath="Name"/></Record></Collection></PropertyValue></Record></Collection></Annotation>')}
  ${annotated('Kumquat.Order/Name', '<Annotation Term="Common.Label" String="Name"/>', '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Mandatory"/>', '<Annotation Term="Validation.Pattern" String="^a"/>')}
  ${annotated('Kumquat.Order/Total', '<Annotation Term="Measures.ISOCurrency" Path="Currency"/>', '<Annotation Term="Validation.Maximum" Int="9"/>')}
  ${annotated('Kumquat.Order/Fixed', '<Annotation Term="Core.Immutable"/>')}
  ${annotated('Kumquat.Order/Made', '<Annotation Term="Core.Computed"/>')}
  ${annotated('Kumquat.Order/Secret', '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Write"/>')}
  ${annotated('Kumquat.Order/Sort', '<Annotation Term="Common.IsUpperCase"/>', '<Annotation Term="Validation.AllowedValues"><Collection><Record><Annotation Term="Core.SymbolicName" String="A"/><PropertyValue Property="Value" String="a"/></Record></Collection></Annotation>')}
  ${annotated('Kumquat.Order/Number', '<Annotation Term="Common.IsDigitSequence"/>', '<Annotation Term="Common.FieldControl" Path="Control"/>', '<Annotation Term="Core.ComputedDefaultValue"/>')}`);

/** What version 2 alone can say. */
const document2 = edmx2(
  entityType(
    'Order',
    `<Property Name="Day" Type="Edm.DateTime" sap:display-format="Date"/><Property Name="Amount" Type="Edm.Decimal"/>
     <Property Name="YY1_Odd" Type="Edm.String"/>`,
  ),
);

/** The Service Layer has no annotations. */
const documentB1 = document4
  .replaceAll(/<Annotations [\s\S]*?<\/Annotations>/g, '')
  .replaceAll('Kumquat.', 'SAPB1.')
  .replace('"Kumquat"', '"SAPB1"')
  .replace('<NavigationProperty', '<Property Name="U_Odd" Type="Edm.String"/><NavigationProperty');
const documentB1V1 = edmx2(
  `${entityType('Order', '<Property Name="Day" Type="Edm.DateTime" ConcurrencyMode="Fixed"/>')}<EntityContainer Name="C">
   <FunctionImport Name="Run" m:HttpMethod="POST"><Parameter Name="at" Type="Edm.DateTime"/></FunctionImport></EntityContainer>`,
  { namespace: 'http://schemas.microsoft.com/ado/2009/11/edm' },
).replaceAll('KUMQUAT_SRV', 'SAPB1');
const definitions = [
  { table: 'ORDR', name: 'Odd', size: 4, mandatory: true, values: [{ value: 'a', label: 'A' }] },
  { table: '@ODD', name: 'Other', size: 4, mandatory: false, values: [] },
];

type Told = {
  readonly capabilities: Capabilities;
  readonly product: Product;
  readonly documents: readonly string[];
};

const connectors: Readonly<Record<string, Told>> = {
  odata: { capabilities: odata, product: odataProduct, documents: [document4, document2] },
  sap: { capabilities: sap, product: sapProduct, documents: [document4, document2] },
  'sap-b1': {
    capabilities: sapB1,
    product: productOf({ fields: definitions }),
    documents: [documentB1, documentB1V1],
  },
};

async function schemasOf({ documents, product }: Told): Promise<readonly EntitySchema[]> {
  const schemas: EntitySchema[] = [];
  for (const document of documents) {
    const edm = await readMetadata(document);
    const names = namesIn(edm, product).map(({ name }) => name);
    for (const result of describeEntities(edm, names, product, () => {})) {
      if (result.status === 'described') schemas.push(result.schema);
    }
  }
  return schemas;
}

/** Keywords and places that say a facet which is no member of `x-seam` of a field. */
const keywords: Readonly<
  Partial<Record<ObservedFacet, (schema: EntitySchema, field: FieldSchema) => boolean>>
> = {
  type: (_, { type }) => type !== undefined,
  label: (_, { title }) => title !== undefined,
  nullability: (_, { type }) => type?.includes('null') === true,
  requiredness: ({ required }, field) => required.length > 0 || field['x-seam']?.required === 'unknown',
  readOnly: (_, { readOnly }) => readOnly === true,
  writeOnly: (_, { writeOnly }) => writeOnly === true,
  maxLength: (_, { maxLength }) => maxLength !== undefined,
  bounds: (_, { maximum }) => maximum !== undefined,
  format: (_, { format }) => format !== undefined,
  enum: (_, field) => field.enum !== undefined,
  default: (_, field) => field.default !== undefined,
  operations: ({ 'x-seam': { cannot } }) => cannot !== undefined,
};

function tells(schema: EntitySchema, facet: ObservedFacet): boolean {
  if (!schema['x-seam'].observed.includes(facet)) return false;
  if (Object.hasOwn(schema['x-seam'], facet)) return true;
  return Object.values(schema.properties).some(
    (field) => keywords[facet]?.(schema, field) === true || Object.hasOwn(field['x-seam'] ?? {}, facet),
  );
}

describe.each(Object.entries(connectors))('%s: a facet that is observable is told', (_name, told) => {
  const facets = Object.entries(told.capabilities.facets) as [
    ObservedFacet,
    { readonly observable: string },
  ][];

  test.each(facets.filter(([, { observable }]) => observable !== 'no'))('%s', async (facet) => {
    expect((await schemasOf(told)).some((schema) => tells(schema, facet))).toBe(true);
  });

  test.each(facets.filter(([, { observable }]) => observable === 'no'))(
    '%s is not, and never claimed',
    async (facet) => {
      expect(
        (await schemasOf(told)).filter(({ 'x-seam': { observed } }) => observed.includes(facet)),
      ).toEqual([]);
    },
  );

  test('what is observed is in the table', async () => {
    const known = new Set(facets.map(([facet]) => facet));
    const claimed = (await schemasOf(told)).flatMap(({ 'x-seam': { observed } }) => observed);
    expect(claimed.filter((facet) => !known.has(facet))).toEqual([]);
  });
});
