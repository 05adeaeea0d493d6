import { SeamError } from '../../errors/seam-error.js';
import type { JsonObject } from '../../model/json.js';
import type { Context } from '../connector.js';
import { type Client, type OdooOptions, valueIn } from './client.js';
import { jsonRpc, openJsonRpc } from './json-rpc.js';
import { openJson2 } from './json2.js';
import { explained, keyNeeded, unknownLanguage } from './refusals.js';
import { type OdooVersion, parseVersion } from './wire.js';

/** The first version with JSON-2. https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
const firstWithJson2 = 19;

/** The language of the source, which every Odoo answers in. */
const english = 'en_US';

type Server = { readonly version: OdooVersion; readonly hasJsonRpc: boolean };

/**
 * A client that has logged in: JSON-2 where the server is 19 or later and there is an API key, else JSON-RPC.
 * @throws SeamError where the server, the database or the account cannot be used
 */
export async function openClient(options: OdooOptions, http: Context['http']): Promise<Client> {
  try {
    const { version, hasJsonRpc } = await readVersion(http);
    const context = {
      lang: options.language ?? english,
      ...(options.company === undefined ? {} : { allowed_company_ids: [options.company] }),
    };
    const client = await logIn(options, context, { version, hasJsonRpc }, http);
    await checkLanguage(client, options.language);
    return client;
  } catch (error) {
    throw explained(error, options.database);
  }
}

function logIn(
  options: OdooOptions,
  context: JsonObject,
  { version, hasJsonRpc }: Server,
  http: Context['http'],
): Promise<Client> {
  const { auth } = options;
  if (version.major >= firstWithJson2 && 'apiKey' in auth) {
    return openJson2({ ...options, auth }, context, version, http);
  }
  if (!hasJsonRpc) throw keyNeeded(version);
  return openJsonRpc(options, context, version, http);
}

/** To a language that it does not have Odoo answers in English up to 17, and with an error to every call from 18 on. */
async function checkLanguage(client: Client, language: string | undefined): Promise<void> {
  if (language === undefined || language === english) return;
  const answer = await client.call('res.lang', 'get_installed', { context: { lang: english } });
  const installed = 'value' in answer && Array.isArray(answer.value) ? answer.value : [];
  const codes = installed.flatMap((pair) => (Array.isArray(pair) ? [String(pair[0])] : []));
  if (codes.length === 0 || codes.includes(language)) return;
  throw unknownLanguage(language, codes);
}

/** `common.version` needs no login; it is announced to go in Odoo 22, where `/web/version` says the same. */
async function readVersion(http: Context['http']): Promise<Server> {
  try {
    return { version: parseVersion(valueIn(await jsonRpc(http, 'common', 'version', []))), hasJsonRpc: true };
  } catch (error) {
    if (!(error instanceof SeamError) || error.code !== 'source-not-found') throw error;
    const { body } = await http.json({ path: '/web/version', expect: 'json' });
    return { version: parseVersion(body), hasJsonRpc: false };
  }
}
