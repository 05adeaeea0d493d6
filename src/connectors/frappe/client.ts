import { SeamError } from '../../errors/seam-error.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { Context } from '../connector.js';
import { type Fault, faultOf } from './faults.js';
import { type FrappeOptions, notAccepted, openSession } from './session.js';
import { parseRows, parseUser, parseVersions } from './wire.js';

type Http = Context['http'];

/** What Frappe answers to a call: a value, or an error of its own. Failures of the transport are thrown. */
export type Answer = { readonly value: Json } | { readonly fault: Fault };

/** The calls that Frappe understands, whatever the version. */
export type Client = {
  /** Login of the account that asks. */
  readonly account: string;
  /** Installed apps and their versions, by name. */
  readonly apps: ReadonlyMap<string, string>;
  /** Major version of the app frappe. */
  readonly major: number;
  /** The merged metadata of a DocType. `no-doctype` only where Frappe certainly has none of this name. */
  metadata(doctype: string): Promise<Answer>;
  /** Every row of a DocType with these columns. */
  rows(doctype: string, fields: readonly string[]): Promise<Rows>;
  close(): Promise<void>;
};

export type Rows = { readonly rows: readonly JsonObject[] } | { readonly fault: Fault };

/** The first version with API v2. https://docs.frappe.io/framework/user/en/api/rest */
const firstWithV2 = 15;

const pageSize = 500;

/** Statuses with which Frappe reports errors of its own (recorded, 02-errors). */
const refusals = [401, 403, 404, 417];

/**
 * A client that has shown its credentials and knows the version.
 * @throws SeamError where the server or the account cannot be used
 */
export async function openClient(options: FrappeOptions, http: Http): Promise<Client> {
  const { headers, close } = await atSite(() => openSession(options, http));
  const get: Get = async (path, query = {}, accept = refusals) => {
    const { status, body } = await http.json({ path, query, headers, expect: 'json', accept });
    const answer: Answer = status < 400 ? { value: body } : { fault: faultOf(status, body) };
    if ('fault' in answer && answer.fault.kind === 'denied') throw notAccepted(options.auth);
    return answer;
  };
  try {
    const account = await readUser(options, get);
    const apps = parseVersions(valueIn(await get('/api/method/frappe.utils.change_log.get_versions')));
    const major = Number.parseInt(apps.get('frappe') ?? '', 10);
    return {
      account,
      apps,
      major,
      metadata: (doctype) => readMetadata(get, major, doctype),
      rows: (doctype, fields) => readRows(get, doctype, fields),
      close: async () => close?.(),
    };
  } catch (error) {
    await close?.().catch(() => undefined);
    throw error;
  }
}

type Get = (
  path: string,
  query?: Readonly<Record<string, string>>,
  accept?: readonly number[],
) => Promise<Answer>;

/** Any account may ask who it is, so a refusal means that Frappe takes us for Guest; "not found" is said of the site. */
async function readUser({ auth }: FrappeOptions, get: Get): Promise<string> {
  const answer = await atSite(() => get('/api/method/frappe.auth.get_logged_user', {}, [401, 403]));
  if ('fault' in answer && answer.fault.kind === 'forbidden') throw notAccepted(auth);
  const user = parseUser(valueIn(answer));
  if (user === 'Guest') throw notAccepted(auth);
  return user;
}

/**
 * v2's `meta` tells the same of a DocType as `getdoctype` (recorded, 01-baseline: 19 DocTypes), in half the bytes, and
 * does not fail where a Link points nowhere. `getdoctype` is all that 13 and 14 have.
 */
async function readMetadata(get: Get, major: number, doctype: string): Promise<Answer> {
  const v2 = (): Promise<Answer> => get(`/api/v2/doctype/${encodeURIComponent(doctype)}/meta`);
  const v1 = (): Promise<Answer> => get('/api/method/frappe.desk.form.load.getdoctype', { doctype });
  const answer = await (major >= firstWithV2 ? v2() : v1());
  if ('value' in answer || !['not-found', 'no-route'].includes(answer.fault.kind)) return answer;
  const has = await hasDocType(get, doctype);
  if (has === false) return { fault: { ...answer.fault, kind: 'no-doctype' } };
  // There it is: `getdoctype` missed one of its tables, or v2 is not let through.
  return major >= firstWithV2 ? v1() : answer;
}

/** True or false where the server can tell: a list looks at the DocType alone, and this one has no rows. */
async function hasDocType(get: Get, doctype: string): Promise<boolean | undefined> {
  const none = { filters: '[["name","=",""]]', limit_page_length: '1' };
  const answer = await get(`/api/resource/${encodeURIComponent(doctype)}`, none);
  if ('value' in answer || answer.fault.kind === 'forbidden') return true;
  return answer.fault.kind === 'not-found' ? false : undefined;
}

/**
 * Pages by ascending name until one is empty, so that a row made or deleted meanwhile shifts nothing, and a server that
 * gives smaller pages than asked for cuts nothing off (the default is 20, without a word; recorded, 01-baseline).
 */
async function readRows(get: Get, doctype: string, fields: readonly string[]): Promise<Rows> {
  const found = new Map<string, JsonObject>();
  for (let last = ''; ; ) {
    const answer = await get(`/api/resource/${encodeURIComponent(doctype)}`, {
      fields: JSON.stringify(['name', ...fields]),
      filters: JSON.stringify([['name', '>', last]]),
      order_by: 'name asc',
      limit_page_length: String(pageSize),
    });
    if ('fault' in answer) return answer;
    const page = parseRows(answer.value, doctype);
    if (page.length === 0) return { rows: [...found.values()] };
    for (const row of page) {
      const { name } = row;
      if (typeof name !== 'string' || found.has(name)) throw notInOrder(doctype);
      found.set(name, row);
      last = name;
    }
  }
}

function notInOrder(doctype: string): SeamError {
  return new SeamError('source-unusable', { why: `Frappe's pages of ${doctype} do not go on by name.` });
}

/** The value of an answer; its fault as the error that ends work with the source. */
export function valueIn(answer: Answer): Json {
  if ('value' in answer) return answer.value;
  const { kind, says } = answer.fault;
  throw new SeamError(kind === 'forbidden' ? 'source-forbidden' : 'source-server-error', { why: says });
}

/** The first request, with what is likely where it finds nothing: many sites share a server. */
async function atSite<T>(first: () => Promise<T>): Promise<T> {
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
    if (error.code !== 'source-not-found' && error.code !== 'source-html') throw error;
    const fix =
      'Check url: Frappe chooses the site by its host name, and has nothing for one it does not know.';
    throw new SeamError(error.code, { why: error.message, where: error.where, fix, cause: error });
  }
}
