import type { Json, JsonObject } from '../../../src/model/json.ts';
import { errors, type FrappeError, type FrappeReply, v1Error, v2Error } from './errors.ts';
import { type FrappeSite, fieldsOf, mergedIn, storedIn, tablesOf } from './metadata.ts';

/** An account of the embedded site. */
export type FrappeAccount = {
  readonly user: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly password: string;
  /** Has roles of its job, and is no System Manager. */
  readonly limited?: true;
};

export type FrappeRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  /** `null` where the body is no JSON. */
  readonly body: Json;
};

/** What a running site knows. */
export type FrappeState = {
  readonly site: FrappeSite;
  readonly accounts: readonly FrappeAccount[];
  /** Sessions by `sid`. */
  readonly sessions: Map<string, FrappeAccount>;
  /** Order of the fields in an answer. */
  readonly order: <T>(items: readonly T[]) => readonly T[];
  /** What `getdoctype` of a DocType fails with. */
  readonly failing: Readonly<Partial<Record<string, FrappeError>>>;
};

const notFound: FrappeReply = { status: 404, body: '<!doctype html>\n<title>404 Not Found</title>\n' };

/** What the site replies. */
export function reply(state: FrappeState, request: FrappeRequest): FrappeReply {
  const major = majorOf(state.site);
  const { path } = request;
  if (path === '/api/method/ping') return message('pong');
  if (path === '/api/method/login') return login(state, request);
  if (path === '/api/method/logout') return logout(state, request);
  if (path.startsWith('/api/v2/') && major < 15) return { status: 404, body: {} };
  const fail = path.startsWith('/api/v2/') ? v2Error : (error: FrappeError) => v1Error(error, major);
  const account = accountOf(state, request);
  if (account === undefined) {
    // 13 goes on as Guest where a key fits nobody.
    const said = 'authorization' in request.headers && major > 13 ? errors.unknownKey : errors.guest(path);
    return fail(said);
  }
  const answer = answerTo(state, account, request);
  if (answer === undefined) return notFound;
  return 'status' in answer && 'type' in answer ? fail(answer) : answer;
}

function majorOf({ versions }: FrappeSite): number {
  return Number.parseInt(String((versions['frappe'] as JsonObject)['version']), 10);
}

function message(value: Json): FrappeReply {
  return { status: 200, body: { message: value } };
}

function accountOf(
  { accounts, sessions }: FrappeState,
  { headers }: FrappeRequest,
): FrappeAccount | undefined {
  const sid = /sid=([^;]+)/.exec(headers['cookie'] ?? '')?.[1];
  if (sid !== undefined) return sessions.get(sid);
  return accounts.find(
    ({ apiKey, apiSecret }) => headers['authorization'] === `token ${apiKey}:${apiSecret}`,
  );
}

function login({ accounts, sessions, site }: FrappeState, { body }: FrappeRequest): FrappeReply {
  const { usr, pwd } = body as JsonObject;
  const account = accounts.find(({ user, password }) => user === usr && password === pwd);
  if (account === undefined) return v1Error(errors.wrongPassword, majorOf(site));
  const sid = `canary-session-${sessions.size}`;
  sessions.set(sid, account);
  const cookies = [
    'system_user=yes; Path=/',
    `sid=${sid}; Expires=Thu, 26 Nov 2026 15:27:16 GMT; HttpOnly; Path=/`,
    'user_id=x; Path=/',
  ];
  return { ...message('Logged In'), headers: { 'set-cookie': cookies } };
}

function logout({ sessions }: FrappeState, { headers }: FrappeRequest): FrappeReply {
  sessions.delete(/sid=([^;]+)/.exec(headers['cookie'] ?? '')?.[1] ?? '');
  return { status: 200, body: {} };
}

type Reply = FrappeReply | FrappeError | undefined;

function answerTo(state: FrappeState, account: FrappeAccount, request: FrappeRequest): Reply {
  const { path, query } = request;
  if (path === '/api/method/frappe.auth.get_logged_user') return message(account.user);
  if (path === '/api/method/frappe.utils.change_log.get_versions') return message(state.site.versions);
  if (path === '/api/method/frappe.desk.form.load.getdoctype') {
    return getdoctype(state, query.get('doctype') ?? '');
  }
  const meta = /^\/api\/v2\/doctype\/([^/]+)\/meta$/.exec(path)?.[1];
  if (meta !== undefined) return v2Meta(state, decodeURIComponent(meta));
  const [, list, name] = /^\/api\/resource\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (list === undefined) return undefined;
  return resource(state, account, decodeURIComponent(list), name && decodeURIComponent(name), query);
}

/** `docs`: the DocType, then those of its tables; flags are 0 or 1 and texts null where there is none. */
function getdoctype(state: FrappeState, name: string): Reply {
  const failing = state.failing[name];
  if (failing !== undefined) return failing;
  const stored = storedIn(state.site, name);
  if (stored === undefined) return errors.noDocType(name);
  const docs = [stored];
  for (const table of tablesOf(mergedIn(state.site, stored))) {
    const rows = storedIn(state.site, table);
    if (rows === undefined) return errors.noDocType(table);
    docs.push(rows);
  }
  const shown = docs.map((doc) => ({ ...described(state, doc), __js: '// form script', __css: null }));
  return { status: 200, body: { docs: shown, user_settings: '{}' } };
}

/** The DocType alone, without its nulls. */
function v2Meta(state: FrappeState, name: string): Reply {
  const stored = storedIn(state.site, name);
  return stored === undefined
    ? errors.noDocType(name)
    : { status: 200, body: { data: described(state, stored) } };
}

/** Every column of a field that says "not so", as answers have them. */
const quiet = {
  reqd: 0,
  unique: 0,
  hidden: 0,
  read_only: 0,
  permlevel: 0,
  length: 0,
  precision: '',
  is_virtual: 0,
};

function described(state: FrappeState, stored: JsonObject): JsonObject {
  const merged = mergedIn(state.site, stored);
  const fields = fieldsOf(merged).map((field, index) => ({
    doctype: 'DocField',
    name: `row${index}`,
    parent: stored['name'] ?? null,
    idx: index + 1,
    ...quiet,
    ...field,
  }));
  return {
    doctype: 'DocType',
    issingle: 0,
    istable: 0,
    is_virtual: 0,
    ...merged,
    fields: state.order(fields),
  };
}

/** Tables that a list can show: rows, and whether an ordinary account may read them. */
const tables: Readonly<
  Record<string, { readonly rows: (site: FrappeSite) => readonly JsonObject[]; readonly open?: true }>
> = {
  DocType: { rows: ({ doctypes }) => doctypes },
  'Custom Field': { rows: ({ customFields }) => customFields },
  'Property Setter': { rows: ({ propertySetters }) => propertySetters },
  'Module Def': { rows: ({ modules }) => modules, open: true },
};

function resource(
  { site }: FrappeState,
  account: FrappeAccount,
  doctype: string,
  name: string | undefined,
  query: ReadonlyMap<string, string>,
): Reply {
  const table = Object.hasOwn(tables, doctype) ? tables[doctype] : undefined;
  if (table === undefined && storedIn(site, doctype) === undefined) return errors.noDocType(doctype);
  if (account.limited === true && table?.open !== true) return errors.noPermission;
  const rows = table?.rows(site) ?? [];
  if (name === undefined) return { status: 200, body: { data: page(rows, query) } };
  const found = rows.find((row) => row['name'] === name);
  return found === undefined ? errors.noDocType(name) : { status: 200, body: { data: found } };
}

/** The default page is 20 rows, and nothing says that there are more. */
function page(rows: readonly JsonObject[], query: ReadonlyMap<string, string>): readonly JsonObject[] {
  const list = (key: string): readonly Json[] => JSON.parse(query.get(key) ?? '[]');
  const fits = (row: JsonObject) =>
    list('filters').every((filter) => {
      const [column, operator, value] = filter as [string, string, string];
      const given = String(row[column] ?? '');
      return operator === '>' ? given > value : given === value;
    });
  const columns = list('fields').length === 0 ? ['name'] : list('fields');
  const start = Number(query.get('limit_start') ?? 0);
  const length = Number(query.get('limit_page_length') ?? 20);
  const sorted = rows.filter(fits).sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
  return (length === 0 ? sorted : sorted.slice(start, start + length)).map((row) =>
    Object.fromEntries(columns.map((column) => [String(column), row[String(column)] ?? null])),
  );
}
