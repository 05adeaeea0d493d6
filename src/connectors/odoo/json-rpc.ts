import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { Context } from '../connector.js';
import { type Answer, type Client, firstThatFits, type OdooOptions, valueIn } from './client.js';
import { faultOf } from './faults.js';
import { noDatabase, notAccepted } from './refusals.js';
import type { OdooVersion } from './wire.js';

/** JSON-RPC, Odoo 14 to 21. https://www.odoo.com/documentation/17.0/developer/reference/external_api.html */
export async function openJsonRpc(
  { database, auth }: OdooOptions,
  context: JsonObject,
  version: OdooVersion,
  http: Context['http'],
): Promise<Client> {
  if (database === undefined) {
    throw new SeamError('config-invalid', {
      why: `Odoo ${version.text} needs to be told its database.`,
      fix: 'Set `database` of the source.',
    });
  }
  const secret = 'apiKey' in auth ? auth.apiKey : auth.password;
  const login = await jsonRpc(http, 'common', 'authenticate', [database, auth.user, secret, {}]);
  if ('fault' in login && login.fault.kind === 'no-database') throw noDatabase(database);
  const uid = valueIn(login);
  if (typeof uid !== 'number')
    throw notAccepted(`Odoo does not accept user "${auth.user}" on database "${database}".`);
  const execute = (model: string, method: string, positional: Json, named: JsonObject): Promise<Answer> =>
    jsonRpc(http, 'object', 'execute_kw', [
      database,
      uid,
      secret,
      model,
      method,
      positional,
      { context, ...named },
    ]);
  return {
    version,
    call: (model, method, named) => execute(model, method, [], named),
    // Overrides without @api.model take the first argument for ids: account.move.line, and product.template on 18.
    defaults: (model, names) =>
      firstThatFits([
        () => execute(model, 'default_get', [names], {}),
        () => execute(model, 'default_get', [[], names], {}),
      ]),
  };
}

/** One JSON-RPC call. Odoo answers its own errors with status 200 and `error` in the body. */
export async function jsonRpc(
  http: Context['http'],
  service: string,
  method: string,
  args: readonly Json[],
): Promise<Answer> {
  const json = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } };
  const { body } = await http.json({ method: 'POST', path: '/jsonrpc', json, expect: 'json' });
  if (isJsonObject(body) && isJsonObject(body['error'])) return { fault: faultOf(body['error']) };
  if (isJsonObject(body) && Object.hasOwn(body, 'result')) return { value: body['result'] ?? null };
  throw new SeamError('source-unusable', { why: 'The answer is JSON, but no JSON-RPC answer of Odoo.' });
}
