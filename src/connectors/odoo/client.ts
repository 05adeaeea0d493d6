import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { Context } from '../connector.js';
import { type Fault, faultOf } from './faults.js';
import { type OdooVersion, parseVersion } from './wire.js';

type Http = Context['http'];

/** The keys of an Odoo source in `seam.yaml`. */
export type OdooOptions = {
  readonly database?: string;
  readonly auth:
    | { readonly user: string; readonly apiKey: string }
    | { readonly user: string; readonly password: string };
  readonly language?: string;
  readonly company?: number;
};

/** What Odoo answers to a call: a value, or an error of its own. Failures of the transport are thrown. */
export type Answer = { readonly value: Json } | { readonly fault: Fault };

/** The calls that Odoo understands, whatever the protocol. */
export type Client = {
  readonly version: OdooVersion;
  /** Calls a method with named arguments, in the pinned language. */
  call(model: string, method: string, named: JsonObject): Promise<Answer>;
  /** `default_get`, whose argument has another name or place in each version. */
  defaults(model: string, names: readonly string[]): Promise<Answer>;
};

/** The first version with JSON-2. https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
const firstWithJson2 = 19;

/**
 * A client that has logged in: JSON-2 where the server is 19 or later and there is an API key, else JSON-RPC.
 * @throws SeamError where the server, the database or the account cannot be used
 */
export async function openClient(options: OdooOptions, http: Http): Promise<Client> {
  try {
    const version = await readVersion(http);
    const context = {
      lang: options.language ?? 'en_US',
      ...(options.company === undefined ? {} : { allowed_company_ids: [options.company] }),
    };
    if (version.major >= firstWithJson2 && 'apiKey' in options.auth) {
      return await openJson2({ ...options, auth: options.auth }, context, version, http);
    }
    return await openJsonRpc(options, context, version, http);
  } catch (error) {
    throw explained(error, options.database);
  }
}

/** `common.version` needs no login; it is announced to go in Odoo 22, where `/web/version` says the same. */
async function readVersion(http: Http): Promise<OdooVersion> {
  try {
    return parseVersion(valueIn(await jsonRpc(http, 'common', 'version', [])));
  } catch (error) {
    if (!(error instanceof SeamError) || error.code !== 'source-not-found') throw error;
    const { body } = await http.json({ path: '/web/version', expect: 'json' });
    return parseVersion(body);
  }
}

/** JSON-RPC, Odoo 14 to 21. https://www.odoo.com/documentation/17.0/developer/reference/external_api.html */
async function openJsonRpc(
  { database, auth }: OdooOptions,
  context: JsonObject,
  version: OdooVersion,
  http: Http,
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
  if (typeof uid !== 'number') throw notAccepted(auth.user, database);
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

/** JSON-2, from Odoo 19. https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
async function openJson2(
  { database, auth }: OdooOptions & { readonly auth: { readonly user: string; readonly apiKey: string } },
  context: JsonObject,
  version: OdooVersion,
  http: Http,
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
  // Any account may ask for its own context: this shows whether the key is accepted.
  valueIn(await call('res.users', 'context_get', {}));
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

/** The answer of the first way that the server's signature takes; of the first way at all where none does. */
async function firstThatFits(ways: readonly (() => Promise<Answer>)[]): Promise<Answer> {
  let first: Answer | undefined;
  for (const way of ways) {
    const answer = await way();
    if ('value' in answer || answer.fault.kind === 'forbidden') return answer;
    first ??= answer;
  }
  return first ?? { fault: faultOf(undefined) };
}

/** One JSON-RPC call. Odoo answers its own errors with status 200 and `error` in the body. */
async function jsonRpc(http: Http, service: string, method: string, args: readonly Json[]): Promise<Answer> {
  const json = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } };
  const { body } = await http.json({ method: 'POST', path: '/jsonrpc', json, expect: 'json' });
  if (isJsonObject(body) && isJsonObject(body['error'])) return { fault: faultOf(body['error']) };
  if (isJsonObject(body) && Object.hasOwn(body, 'result')) return { value: body['result'] ?? null };
  throw new SeamError('source-unusable', { why: 'The answer is JSON, but no JSON-RPC answer of Odoo.' });
}

/** The value of an answer; its fault as the error that ends work with the source. */
export function valueIn(answer: Answer): Json {
  if ('value' in answer) return answer.value;
  const { kind, says } = answer.fault;
  if (kind === 'denied') {
    throw new SeamError('source-unauthorised', {
      why: 'Odoo does not accept the credentials.',
      fix: checkCredentials,
    });
  }
  throw new SeamError(kind === 'forbidden' ? 'source-forbidden' : 'source-server-error', { why: says });
}

const checkCredentials =
  'Check auth.user and its API key or password: keys expire, and with two-factor login only a key works.';

function notAccepted(user: string, database: string): SeamError {
  return new SeamError('source-unauthorised', {
    why: `Odoo does not accept user "${user}" on database "${database}".`,
    fix: checkCredentials,
  });
}

/** While logging in, PostgreSQL's refusal and a KeyError both mean that the database cannot be opened. */
function noDatabase(database: string): SeamError {
  return new SeamError('source-not-found', {
    why: `Odoo cannot open database "${database}".`,
    where: { database },
    fix: 'Correct `database` of the source; if it is right, look at the log of Odoo.',
  });
}

/** The same error with what is likely: an Odoo that serves several databases says 404 for one it does not know. */
function explained(error: unknown, database: string | undefined): unknown {
  if (!(error instanceof SeamError)) return error;
  if (error.code !== 'source-forbidden' && error.code !== 'source-not-found') return error;
  if (isOdooOnline(error.where['url'])) {
    return withFix(
      error,
      'Odoo Online offers its API on the Custom plan alone: check the plan, then url and database.',
    );
  }
  if (error.code === 'source-forbidden' || Object.hasOwn(error.where, 'database')) return error;
  const named = database === undefined ? 'Set `database`' : `Check database "${database}"`;
  return withFix(error, `${named} and url: Odoo says "not found" for a database that it does not know, too.`);
}

function withFix(error: SeamError, fix: string): SeamError {
  return new SeamError(error.code, { why: error.message, where: error.where, fix, cause: error });
}

function isOdooOnline(url: string | number | undefined): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).hostname.endsWith('.odoo.com');
}
