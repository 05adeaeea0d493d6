import { readFileSync } from 'node:fs';
import { type Answer, type Asked, type Listening, listen } from './listening.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/sap/${name}`, import.meta.url), 'utf8');

export const kumquatPath = '/sap/opu/odata/sap/KUMQUAT_SRV';
export const quincePath = '/sap/opu/odata4/sap/api_quince/srvd_a2x/sap/api_quince/0001';
export const medlarPath = '/sap/opu/odata/ORCHARD/ZMEDLAR_SRV;v=2';
const catalogue2 = '/sap/opu/odata/IWFND/CATALOGSERVICE;v=2/ServiceCollection';
const catalogue4 = '/sap/opu/odata4/iwfnd/config/default/iwfnd/catalog/0002/ServiceGroups';

export type SapSettings = {
  /** Metadata by the path of the service. */
  readonly services?: Readonly<Record<string, string>>;
  /** `Basic …` or `Bearer …` that is let in. */
  readonly authorization?: string;
  /** Rows of the version 2 catalogue on one page, whatever is asked for. */
  readonly rows?: readonly object[];
  /** This account may see no catalogue. */
  readonly hidesCatalogue?: boolean;
  /** Answers in its own way where it gives something back. */
  readonly instead?: (asked: Asked) => Answer | undefined;
};

const basic = `Basic ${Buffer.from('seam-reader:canary-password').toString('base64')}`;

/** A Gateway on loopback: catalogues with pages, metadata with the headers of SAP, its logon page and its errors. */
export function startSap(settings: SapSettings = {}): Promise<Listening> {
  const {
    services = { [kumquatPath]: fixture('KUMQUAT_SRV.edmx'), [quincePath]: fixture('api_quince.edmx') },
    authorization = basic,
    rows = JSON.parse(fixture('catalogue-v2.json')).d.results as readonly object[],
    hidesCatalogue = false,
  } = settings;
  return listen((asked) => {
    const own = settings.instead?.(asked);
    if (own !== undefined) return own;
    if (asked.headers.authorization !== authorization) return logonPage;
    if (asked.path === catalogue2 || asked.path === catalogue4) {
      if (hidesCatalogue) return error(403, '/IWFND/CM_BEC/026', 'No authorization for the catalogue');
      const body = asked.path === catalogue2 ? { d: { results: page(rows, asked) } } : catalogueBody4(asked);
      return { headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(body) };
    }
    const service = Object.entries(services).find(([path]) => asked.path === `${path}/$metadata`);
    if (service === undefined) return error(403, '/IWFND/MED/170', 'No service found for namespace');
    const [, document] = service;
    const modified = 'Wed, 11 Nov 2026 10:00:00 GMT';
    if (asked.headers['if-modified-since'] === modified) return { status: 304 };
    return {
      headers: {
        'content-type': 'application/xml;charset=utf-8',
        'last-modified': modified,
        dataserviceversion: '2.0',
        'sap-server': 'true',
        'set-cookie': [
          'SAP_SESSIONID_ODD_100=canary-session; path=/; HttpOnly',
          'sap-usercontext=sap-client=100',
        ],
      },
      body: document,
    };
  });
}

const logonPage: Answer = {
  status: 401,
  headers: { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="SAP NetWeaver"' },
  body: '<html><head><title>Logon Error Message</title></head></html>',
};

function error(status: number, code: string, value: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { code, message: { lang: 'en', value } } }),
  };
}

function page(rows: readonly object[], { query }: Asked): readonly object[] {
  const skip = Number(query.get('$skip') ?? 0);
  return rows.slice(skip, skip + Number(query.get('$top') ?? rows.length));
}

function catalogueBody4(asked: Asked): object {
  const body = JSON.parse(fixture('catalogue-v4.json'));
  return { ...body, value: page(body.value, asked) };
}
