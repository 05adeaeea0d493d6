import { SeamError } from '../../errors/seam-error.js';
import { isGlob, matchesGlob } from '../../model/glob.js';
import type { Json } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import type { Client } from './client.js';
import type { SapOptions } from './options.js';
import { type CataloguePage, type CatalogueService, parseCatalogue2, parseCatalogue4 } from './wire.js';

/** Version 2: https://help.sap.com/docs/SAP_NETWEAVER_750/68bf513362174d54b58cddec28794093, "Service Catalog" */
const catalogue2 = '/sap/opu/odata/IWFND/CATALOGSERVICE;v=2/ServiceCollection';
/** Version 4: all services; `ServiceGroups` of the alias `default`. */
const catalogue4 = '/sap/opu/odata4/iwfnd/config/default/iwfnd/catalog/0002/ServiceGroups';

/** Rows asked for at once, and how many pages there can be: a system has some thousand services. */
const pageSize = 500;
const mostPages = 100;

/** Where a service of version 2 in SAP's own namespace is, if no catalogue says otherwise. */
const usualPath = '/sap/opu/odata/sap/';

/**
 * The services that the config names. Paths are taken as they are. Globs are looked up in the catalogues, which are read
 * for nothing else: they have thousands of rows, and communication users of S/4HANA Cloud see none. A name that no
 * catalogue was asked for is at the usual path.
 * @throws SeamError `source-forbidden` where a glob needs a catalogue, `source-not-found` where a glob finds none
 */
export async function findServices(
  client: Client,
  { services }: Pick<SapOptions, 'services'>,
): Promise<readonly CatalogueService[]> {
  const listed = services.some(isGlob) ? await readCatalogues(client) : undefined;
  const found = services.flatMap((service): readonly CatalogueService[] => {
    if (service.startsWith('/')) return [{ name: nameIn(service), path: service }];
    const matching = (listed ?? []).filter(({ name }) => matchesGlob(service, name));
    if (matching.length > 0) return matching;
    if (isGlob(service)) throw noMatch(service, listed !== undefined);
    return [{ name: service, path: usualPath + encodeURIComponent(service) }];
  });
  const byPath = new Map(found.map((service) => [service.path, service]));
  return [...byPath.values()].sort((a, b) => byCodePoint(a.path, b.path));
}

/** Both catalogues; nothing where this account sees neither. */
async function readCatalogues(client: Client): Promise<readonly CatalogueService[] | undefined> {
  const second = await readPages(client, catalogue2, { $format: 'json' }, parseCatalogue2);
  const fourth = await readPages(
    client,
    catalogue4,
    { $expand: 'DefaultSystem($expand=Services)' },
    parseCatalogue4,
  );
  return second === undefined && fourth === undefined ? undefined : [...(second ?? []), ...(fourth ?? [])];
}

async function readPages(
  client: Client,
  path: string,
  query: Readonly<Record<string, string>>,
  parse: (body: Json) => CataloguePage,
): Promise<readonly CatalogueService[] | undefined> {
  const found: CatalogueService[] = [];
  for (let page = 0; page < mostPages; page++) {
    const place = { $top: String(pageSize), $skip: String(page * pageSize) };
    const body = await client.catalogue(path, { ...query, ...place });
    if (body === undefined) return page === 0 ? undefined : found;
    const { services, rows } = parse(body);
    found.push(...services);
    if (rows < pageSize) return found;
  }
  throw new SeamError('source-unusable', {
    why: `The service catalogue has more than ${mostPages} pages.`,
  });
}

/** The last part of a path that says more than a version: `API_SALES_ORDER_SRV`, `api_salesorder`. */
function nameIn(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  return parts.at(-1)?.replace(/;.*$/, '') ?? path;
}

function noMatch(glob: string, listed: boolean): SeamError {
  return listed
    ? new SeamError('source-not-found', {
        why: `The service catalogue has no service that matches ${glob}.`,
        fix: 'Correct `services` of the source, or activate the service in /IWFND/MAINT_SERVICE.',
      })
    : new SeamError('source-forbidden', {
        why: `This account sees no service catalogue, which ${glob} needs.`,
        fix: 'Name each service by its technical name or path, or let the account read the catalogue service.',
      });
}
