import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/**
 * What an error of Frappe means to us. `not-found` is said of a DocType and of one that it needs; `no-route` of an address
 * that this version, or what stands before it, does not have.
 */
export type FaultKind = 'denied' | 'forbidden' | 'not-found' | 'no-doctype' | 'no-route' | 'server';

/** An error that Frappe itself reported. Tracebacks, SQL and paths of its answer never get in here. */
export type Fault = {
  readonly kind: FaultKind;
  /** One sentence in our words; quotes Frappe only where its text is written for users. */
  readonly says: string;
};

/** Exceptions by name (frappe/frappe 15, frappe/exceptions.py; recorded, 02-errors). Any other name is `server`. */
const kinds: ReadonlyMap<string, FaultKind> = new Map([
  ['AuthenticationError', 'denied'],
  ['SessionExpired', 'denied'],
  ['SessionStopped', 'denied'],
  ['InvalidAuthorizationHeader', 'denied'],
  ['InvalidAuthorizationToken', 'denied'],
  ['CSRFTokenError', 'denied'],
  ['PermissionError', 'forbidden'],
  ['DoesNotExistError', 'not-found'],
]);

/** By status, where the body names no exception (14 answers 401 without `exc_type`, and 404 with `{}` for v2). */
const kindsByStatus: Readonly<Record<number, FaultKind>> = {
  401: 'denied',
  403: 'forbidden',
  404: 'no-route',
};

/** The fault in the body of an answer with an error status, of API v1 or v2. */
export function faultOf(status: number, body: Json): Fault {
  const said = isJsonObject(body) ? body : {};
  const first = Array.isArray(said['errors']) ? said['errors'][0] : undefined;
  const error = isJsonObject(first) ? first : said;
  const name = exceptionIn(error);
  const message = messageIn(error);
  const kind = kinds.get(name) ?? kindsByStatus[status] ?? 'server';
  // An old server takes a wrong key for no key, and goes on as Guest.
  const guest = kind === 'forbidden' && /\bGuest\b/.test(message);
  return { kind: guest ? 'denied' : kind, says: says(name, message, status) };
}

/** `exc_type` (v1), `type` (v2), or the class that `exception` begins with. */
function exceptionIn(error: JsonObject): string {
  const named = textOf(error, 'exc_type') || textOf(error, 'type');
  const full = named || (/^[\w.]+/.exec(textOf(error, 'exception'))?.[0] ?? '');
  return full.split('.').at(-1) ?? '';
}

/** What Frappe shows to people: `message` (v2), or the first of `_server_messages`, a JSON text of JSON texts (v1). */
function messageIn(error: JsonObject): string {
  const [first] = listIn(textOf(error, '_server_messages'));
  const shown = typeof first === 'string' ? parsed(first) : null;
  return printable(isJsonObject(shown) ? textOf(shown, 'message') : textOf(error, 'message'));
}

function says(name: string, message: string, status: number): string {
  if (message !== '') return `Frappe says: ${message}`;
  return /^\w{1,100}$/.test(name) ? `Frappe failed with ${name}.` : `Frappe answered with status ${status}.`;
}

/** Without tags, control and bidirectional characters, and not longer than a line. */
function printable(message: string): string {
  const clean = message
    .replace(/<[^<>]*>/g, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

function listIn(json: string): readonly Json[] {
  const value = parsed(json);
  return Array.isArray(value) ? value : [];
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function textOf(error: JsonObject, member: string): string {
  const value = Object.hasOwn(error, member) ? error[member] : undefined;
  return typeof value === 'string' ? value : '';
}
