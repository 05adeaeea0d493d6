import { describe, expect, test } from 'vitest';
import { described } from '../described.js';
import { edmx2, edmx4, entityType } from '../documents.js';

/** What may be written of the property A, and whether create demands it. */
async function access(document: string, owner: string) {
  const { properties, required } = await described(document, owner);
  const { readOnly, writeOnly, 'x-seam': facets = {} } = properties['A'] ?? {};
  const { immutable, updateOnly, hasDefault, required: doubt, requiredBy, requiredWhen, onDemand } = facets;
  const said = {
    readOnly,
    writeOnly,
    immutable,
    updateOnly,
    hasDefault,
    onDemand,
    requiredBy,
    requiredWhen,
    demanded: required.includes('A') ? 'yes' : doubt,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

const doubtful = { demanded: 'unknown', requiredBy: ['api'] };

describe('version 4: annotations say what may be written', () => {
  test.each<[string, string, object]>([
    ['', '', {}],
    ['Nullable="false"', '', doubtful],
    ['Nullable="false" DefaultValue="x"', '', {}],
    ['Nullable="false"', '<Annotation Term="Core.ComputedDefaultValue"/>', { hasDefault: true }],
    ['Nullable="false"', '<Annotation Term="Core.Computed" Bool="true"/>', { readOnly: true }],
    ['Nullable="false"', '<Annotation Term="Core.Computed" Bool="false"/>', doubtful],
    ['', '<Annotation Term="Core.Computed" Path="IsFixed"/>', { requiredWhen: 'IsFixed' }],
    ['', '<Annotation Term="Core.Immutable"/>', { immutable: true }],
    ['', '<Annotation Term="Core.Immutable" Bool="false"/>', {}],
    [
      '',
      '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Mandatory"/>',
      { demanded: 'yes', requiredBy: ['api'] },
    ],
    [
      '',
      '<Annotation Term="Common.FieldControl"><EnumMember>Common.FieldControlType/Mandatory</EnumMember></Annotation>',
      { demanded: 'yes', requiredBy: ['api'] },
    ],
    ['', '<Annotation Term="Common.FieldControl" Int="7"/>', { demanded: 'yes', requiredBy: ['api'] }],
    [
      '',
      '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/ReadOnly"/>',
      { readOnly: true },
    ],
    [
      '',
      '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Hidden"/>',
      { readOnly: true },
    ],
    ['', '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Optional"/>', {}],
    ['', '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Smelly"/>', {}],
    ['', '<Annotation Term="Common.FieldControl" Path="Control"/>', { requiredWhen: 'Control' }],
    [
      '',
      '<Annotation Term="Common.FieldControl"><If><Path>x</Path><Int>7</Int></If></Annotation>',
      { requiredWhen: 'If' },
    ],
    ['', '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read"/>', { readOnly: true }],
    [
      '',
      '<Annotation Term="Core.Permissions" EnumMember="Core.PermissionType/Read Core.PermissionType/Write"/>',
      {},
    ],
    ['', '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Write"/>', { writeOnly: true }],
    [
      '',
      '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/None"/>',
      { readOnly: true, onDemand: true },
    ],
    [
      'Nullable="false"',
      '<Annotation Term="Common.FieldControl" EnumMember="Common.FieldControlType/Mandatory"/><Annotation Term="Core.Computed"/>',
      { readOnly: true },
    ],
  ])('%s %s', async (attributes, annotations, expected) => {
    const property = `<Property Name="A" Type="Edm.String" ${attributes}`;
    const inline = edmx4(entityType('Order', `${property}>${annotations}</Property>`));
    const targeted = edmx4(
      `${entityType('Order', `${property}/>`)}<Annotations Target="Kumquat.Order/A">${annotations}</Annotations>`,
    );
    expect(await access(inline, 'Kumquat.Order')).toEqual(expected);
    expect(await access(targeted, 'Kumquat.Order')).toEqual(expected);
  });

  test('a key is never null, and whether create needs it nobody knows', async () => {
    const document = edmx4(
      '<EntityType Name="Order"><Key><PropertyRef Name="A"/></Key><Property Name="A" Type="Edm.Int32"/></EntityType>',
    );
    const { properties } = await described(document, 'Kumquat.Order');
    expect(properties['A']?.type).toBe('integer');
    expect(await access(document, 'Kumquat.Order')).toEqual({ demanded: 'unknown', requiredBy: ['key'] });
  });

  test('annotations of a base type hold for a derived one, and its own come first', async () => {
    const document =
      edmx4(`${entityType('Base', '<Property Name="A" Type="Edm.String"/>')}<EntityType Name="Order" BaseType="Kumquat.Base"/>
      <Annotations Target="Kumquat.Base/A"><Annotation Term="Core.Computed"/><Annotation Term="Common.Label" String="a"/></Annotations>
      <Annotations Target="Kumquat.Order/A"><Annotation Term="Core.Computed" Bool="false"/></Annotations>`);
    expect(await access(document, 'Kumquat.Base')).toEqual({ readOnly: true });
    expect(await access(document, 'Kumquat.Order')).toEqual({});
  });

  const restricted = (annotations: string, target = 'Kumquat.Container/Orders') =>
    edmx4(`${entityType('Order', '<Property Name="A" Type="Edm.String"/>')}
      <EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="Kumquat.Order"/></EntityContainer>
      <Annotations Target="${target}">${annotations}</Annotations>`);
  const listing = (term: string, member: string) =>
    `<Annotation Term="Capabilities.${term}"><Record><PropertyValue Property="${member}"><Collection><PropertyPath>A</PropertyPath></Collection></PropertyValue></Record></Annotation>`;

  test.each([
    ['InsertRestrictions', 'NonInsertableProperties', { updateOnly: true }],
    ['UpdateRestrictions', 'NonUpdatableProperties', { immutable: true }],
    ['InsertRestrictions', 'RequiredProperties', { demanded: 'yes', requiredBy: ['api'] }],
  ])('%s %s of a set', async (term, member, expected) => {
    expect(await access(restricted(listing(term, member)), 'Kumquat.Order')).toEqual(expected);
  });

  test('restrictions may stand on the type (Exchange Online)', async () => {
    const document = restricted(listing('UpdateRestrictions', 'NonUpdatableProperties'), 'Kumquat.Order');
    expect(await access(document, 'Kumquat.Order')).toEqual({ immutable: true });
  });

  test('a member may be annotated as a part of a set', async () => {
    const document = restricted('<Annotation Term="Core.Immutable"/>', 'Kumquat.Container/Orders/A');
    expect(await access(document, 'Kumquat.Order')).toEqual({ immutable: true });
  });
});

describe('version 2: SAP’s attributes say what may be written, and are true where absent', () => {
  test.each<[string, object]>([
    ['', {}],
    ['sap:creatable="false"', { updateOnly: true }],
    ['sap:updatable="false"', { immutable: true }],
    ['sap:creatable="false" sap:updatable="false"', { readOnly: true }],
    ['sap:creatable="true" sap:updatable="true"', {}],
    ['Nullable="false"', doubtful],
    ['Nullable="false" sap:creatable="false" sap:updatable="false"', { readOnly: true }],
    ['sap:field-control="A_fc"', { requiredWhen: 'A_fc' }],
    ['sap:required-in-filter="true"', {}],
  ])('%s', async (attributes, expected) => {
    const document = edmx2(entityType('Order', `<Property Name="A" Type="Edm.String" ${attributes}/>`));
    expect(await access(document, 'KUMQUAT_SRV.Order')).toEqual(expected);
  });
});
