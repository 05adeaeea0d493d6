import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { answer, type OdooAnswer, type OdooCall, type OdooState } from './answer.js';
import type { OdooError } from './metadata.js';

/** A request, as far as the protocols look at it. */
export type OdooRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Partial<Record<string, string | readonly string[]>>>;
  /** `null` where the body is no JSON. */
  readonly body: Json;
};

/** What goes back; a text with an error status is a page of HTML. */
export type OdooReply = { readonly status: number; readonly body: Json };

/** The first version with JSON-2 and `/web/version`. */
const firstWithJson2 = 19;

/** The method call that a request makes, in either protocol. */
export function callIn({ path, body }: OdooRequest, version: number): OdooCall | undefined {
  const named = isJsonObject(body) ? body : {};
  const [, model, method] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (model !== undefined && method !== undefined) {
    return version < firstWithJson2
      ? undefined
      : { model: decodeURIComponent(model), method, args: [], named };
  }
  const { service, args } = paramsOf(named);
  if (service !== 'object') return undefined;
  const [, , , rpcModel, rpcMethod, positional, keywords] = args;
  return {
    model: String(rpcModel),
    method: String(rpcMethod),
    args: Array.isArray(positional) ? positional : [],
    named: isJsonObject(keywords) ? keywords : {},
  };
}

/** What an Odoo of this version and state replies. `call` is what `callIn` found. */
export function reply(
  state: OdooState,
  version: number,
  request: OdooRequest,
  call: OdooCall | undefined,
): OdooReply {
  const { path, method, body } = request;
  if (path.startsWith('/json/2/') && call !== undefined) return json2Reply(state, request, call);
  if (path === '/web/version' && version >= firstWithJson2) {
    return { status: 200, body: { version_info: state.version.info, version: state.version.text } };
  }
  if (path.replace(/\/$/, '') !== '/jsonrpc') return page(404, 'Not Found');
  if (method !== 'POST' || !isJsonObject(body)) return page(400, 'Bad Request');
  const given = rpcAnswer(state, body, call);
  const payload = 'error' in given ? { error: rpcError(given.error, version) } : given;
  return { status: 200, body: { jsonrpc: '2.0', id: body['id'] ?? null, ...payload } };
}

function paramsOf(body: JsonObject): {
  readonly service: Json;
  readonly method: Json;
  readonly args: readonly Json[];
} {
  const params = isJsonObject(body['params']) ? body['params'] : {};
  const { service = null, method = null, args = [] } = params;
  return { service, method, args: Array.isArray(args) ? args : [] };
}

function rpcAnswer(state: OdooState, body: JsonObject, call: OdooCall | undefined): OdooAnswer {
  const { service, method, args } = paramsOf(body);
  if (service === 'common' && method === 'version') {
    const { text, info } = state.version;
    return {
      result: { server_version: text, server_version_info: info, server_serie: text, protocol_version: 1 },
    };
  }
  const [database, who, secret] = args;
  if (database !== state.database) return { error: noDatabase(String(database)) };
  const account = state.accounts.find(
    ({ login, uid, secret: known }) => known === secret && (method === 'authenticate' ? login : uid) === who,
  );
  if (service === 'common' && method === 'authenticate') return { result: account?.uid ?? false };
  if (account === undefined)
    return { error: { name: 'odoo.exceptions.AccessDenied', message: 'Access Denied' } };
  if (call === undefined) return { error: { name: 'builtins.KeyError', message: String(service) } };
  return answer(state, account, call);
}

function noDatabase(name: string): OdooError {
  return {
    name: 'psycopg2.OperationalError',
    message: `connection to server at "10.0.0.7", port 5432 failed: FATAL:  database "${name}" does not exist\n`,
  };
}

/** Errors of JSON-RPC come with a traceback, which names paths of the server. */
function rpcError({ name, message }: OdooError, version: number): JsonObject {
  const debug =
    'Traceback (most recent call last):\n  File "/opt/odoo/odoo/http.py", line 1764, in _serve_db';
  return {
    code: version >= firstWithJson2 ? 0 : 200,
    message: 'Odoo Server Error',
    data: { name, debug, message, arguments: [message], context: {} },
  };
}

/** JSON-2: bearer key, named arguments, errors with a status of their own (odoo/odoo 19.0, addons/rpc). */
function json2Reply(state: OdooState, { headers }: OdooRequest, call: OdooCall): OdooReply {
  const key = String(headers['authorization'] ?? '').replace(/^bearer /i, '');
  const account = state.accounts.find(({ secret }) => secret === key);
  const database = headers['x-odoo-database'];
  if (database !== undefined && database !== state.database) return page(404, 'Not Found');
  if (account === undefined) {
    return json2Error(401, { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' });
  }
  const given = answer(state, account, call);
  return 'result' in given ? { status: 200, body: given.result } : json2Fault(given.error);
}

function json2Fault(error: OdooError): OdooReply {
  const { name, message } = error;
  if (name === 'odoo.exceptions.AccessError') return json2Error(403, error);
  if (name === 'builtins.TypeError') {
    return json2Error(422, { name: 'werkzeug.exceptions.UnprocessableEntity', message });
  }
  const [, model] = /^Object (.+) doesn't exist$/.exec(message) ?? [];
  if (model === undefined) return json2Error(500, error);
  return json2Error(404, {
    name: 'werkzeug.exceptions.NotFound',
    message: `the model '${model}' does not exist`,
  });
}

function json2Error(status: number, { name, message }: OdooError): OdooReply {
  const debug =
    'Traceback (most recent call last):\n  File "/opt/odoo/odoo/http.py", line 1764, in _serve_db';
  return { status, body: { name, message, arguments: [message], context: {}, debug } };
}

function page(status: number, title: string): OdooReply {
  return {
    status,
    body: `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`,
  };
}
