import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { Context } from '../connector.js';
import { type Answer, type Client, firstThatFits, type OdooOptions, valueIn } from './client.js';
import { faultOf } from './faults.js';
import type { OdooVersion } from './wire.js';

/** JSON-2, from Odoo 19. https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
export async function openJson2(
  { database, auth }: OdooOptions & { readonly auth: { readonly user: string; readonly apiKey: string } },
  context: JsonObject,
  version: OdooVersion,
  http: Context['http'],
): Promise<Client> {
  const headers = {
    authorization: `bearer ${auth.apiKey}`,
    ...(database === undefined ? {} : { 'x-odoo-database': database }),
  };
  const call = async (model: string, method: string, named: JsonObject): Promise<Answer> => {
    const { status, body } = await http.json({
      method: 'POST',
      path: `/json/2/${encodeURIComponent(model)}/${method}`,
      headers,
      json: { context, ...named },
      expect: 'json',
      accept: [400, 401, 403, 404, 422, 500],
    });
    if (status < 400) return { value: body };
    const fault = faultOf(body);
    return { fault: status === 401 ? { ...fault, kind: 'denied' } : fault };
  };
  // Any account may ask for its own context: this shows whether the key is accepted, and whose it is.
  const own = valueIn(await call('res.users', 'context_get', {}));
  await checkOwner(call, own, auth.user);
  return {
    version,
    call,
    defaults: (model, names) =>
      firstThatFits([
        () => call(model, 'default_get', { fields: names }),
        () => call(model, 'default_get', { fields_list: names }),
      ]),
  };
}

/** A key alone logs in, so a key of another account would go unnoticed, and drift be laid to the wrong account. */
async function checkOwner(call: Client['call'], own: Json, user: string): Promise<void> {
  const uid = isJsonObject(own) ? own['uid'] : undefined;
  if (typeof uid !== 'number') return;
  const named = { domain: [['id', '=', uid]], fields: ['login'], limit: 1 };
  const answer = await call('res.users', 'search_read', named);
  const [owner] = 'value' in answer && Array.isArray(answer.value) ? answer.value : [];
  const login = isJsonObject(owner) ? owner['login'] : undefined;
  if (typeof login !== 'string' || login.toLowerCase() === user.toLowerCase()) return;
  throw new SeamError('source-unauthorised', {
    why: `The API key belongs to user "${login}", and not to "${user}".`,
    fix: 'Correct auth.user, or make a key while logged in as that user.',
  });
}
