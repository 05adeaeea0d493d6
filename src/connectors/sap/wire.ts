import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/** A service as a catalogue lists it. */
export type CatalogueService = {
  /** Technical name; of version 4 the id of the service. */
  readonly name: string;
  /** Path of the service; the host of a listed URL is often an internal one. */
  readonly path: string;
};

/** One page of a catalogue, and where the next one is. */
export type CataloguePage = { readonly services: readonly CatalogueService[]; readonly rows: number };

/**
 * `ServiceCollection` of the version 2 catalogue (`/IWFND/CATALOGSERVICE`, version 2).
 * @throws SeamError `source-unusable`
 */
export function parseCatalogue2(body: Json): CataloguePage {
  const d = isJsonObject(body) ? body['d'] : undefined;
  const results = isJsonObject(d) ? d['results'] : undefined;
  const rows = rowsOf(results, 'd.results');
  return {
    rows: rows.length,
    services: rows.flatMap((row) => {
      const [name, url] = [text(row['TechnicalServiceName']), text(row['ServiceUrl'])];
      const path = url === undefined ? undefined : pathOf(url);
      return name === undefined || path === undefined ? [] : [{ name: shortName(name), path }];
    }),
  };
}

/**
 * `ServiceGroups?$expand=DefaultSystem($expand=Services)` of the version 4 catalogue.
 * @throws SeamError `source-unusable`
 */
export function parseCatalogue4(body: Json): CataloguePage {
  const groups = rowsOf(isJsonObject(body) ? body['value'] : undefined, 'value');
  const services = groups.flatMap((group) => {
    const system = group['DefaultSystem'];
    const listed = isJsonObject(system) ? system['Services'] : undefined;
    return Array.isArray(listed) ? listed.filter(isJsonObject) : [];
  });
  return {
    rows: groups.length,
    services: services.flatMap((row: JsonObject) => {
      const [name, url] = [text(row['ServiceId']), text(row['ServiceUrl'])];
      const path = url === undefined ? undefined : pathOf(url);
      return name === undefined || path === undefined ? [] : [{ name: shortName(name), path }];
    }),
  };
}

/** `/NAMESPACE/API_X_SRV` is called `API_X_SRV`. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Path of a URL or path, without query; nothing for what is neither. */
function pathOf(url: string): string | undefined {
  if (url.startsWith('/')) return url.split('?', 1)[0];
  return URL.canParse(url) ? new URL(url).pathname : undefined;
}

function rowsOf(value: Json | undefined, member: string): readonly JsonObject[] {
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw new SeamError('source-unusable', { why: `The answer of the service catalogue lacks ${member}.` });
  }
  return value;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
