/** A document of version 4 with one schema `Kumquat` of this content. */
export function edmx4(schema: string, { version = '4.0', references = '', more = '' } = {}): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="${version}" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">${references}
  <edmx:DataServices>
    <Schema Namespace="Kumquat" xmlns="http://docs.oasis-open.org/odata/ns/edm">${schema}</Schema>${more}
  </edmx:DataServices>
</edmx:Edmx>`;
}

/** A document of version 2 with SAP's attributes and one schema `KUMQUAT_SRV` of this content. */
export function edmx2(
  schema: string,
  { namespace = 'http://schemas.microsoft.com/ado/2008/09/edm' } = {},
): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"
    xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
    xmlns:sap="http://www.sap.com/Protocols/SAPData">
  <edmx:DataServices m:DataServiceVersion="2.0">
    <Schema Namespace="KUMQUAT_SRV" sap:schema-version="1" xmlns="${namespace}">${schema}</Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
}

/** An entity type with a key and these further members. */
export function entityType(name: string, members = '', attributes = ''): string {
  return `<EntityType Name="${name}" ${attributes}><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>${members}</EntityType>`;
}
