/** Namespace of SAP's attributes of version 2. https://github.com/SAP/odata-vocabularies/blob/main/docs/v2-annotations.md */
export const sapNamespace = 'http://www.sap.com/Protocols/SAPData';

/** Namespace of `m:DataServiceVersion`, `m:HasStream`, `m:HttpMethod` of versions 1 to 3. */
export const metadataNamespace = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata';

const edm4 = 'http://docs.oasis-open.org/odata/ns/edm';
const edmx4 = 'http://docs.oasis-open.org/odata/ns/edmx';

/** Versions 1 to 3 have one namespace per release: 2006/04, 2007/05, 2008/01, 2008/09, 2009/08, 2009/11. [MC-CSDL] 2.2 */
const olderEdm = /^http:\/\/schemas\.microsoft\.com\/ado\/\d{4}\/\d{2}\/edm$/;
const olderEdmx = /^http:\/\/schemas\.microsoft\.com\/ado\/\d{4}\/\d{2}\/edmx$/;
const version3 = 'http://schemas.microsoft.com/ado/2009/11/edm';

export function isEdm(namespace: string): boolean {
  return namespace === edm4 || olderEdm.test(namespace);
}

export function isEdmx(namespace: string): boolean {
  return namespace === edmx4 || olderEdmx.test(namespace);
}

/**
 * Version of a document by the namespaces of its schemas, never by the URL or `Edmx/@Version`: a real version 2 document
 * says `Version="4.0"`, and a real version 3 document `DataServiceVersion="1.0"`.
 */
export function versionOf(
  schemas: ReadonlySet<string>,
  edmxVersion: string | undefined,
  dataServiceVersion: string | undefined,
): { readonly version: string; readonly protocol: 2 | 3 | 4 } {
  if (schemas.has(edm4))
    return { version: edmxVersion?.startsWith('4') === true ? edmxVersion : '4.0', protocol: 4 };
  const isVersion3 = schemas.has(version3) || dataServiceVersion?.startsWith('3') === true;
  return { version: dataServiceVersion ?? (isVersion3 ? '3.0' : '2.0'), protocol: isVersion3 ? 3 : 2 };
}
