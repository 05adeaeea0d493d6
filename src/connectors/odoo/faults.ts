import { isJsonObject, type Json } from '../../model/json.js';

/** What an error of Odoo means to us. `no-database` is sure of that only while logging in. */
export type FaultKind = 'denied' | 'forbidden' | 'no-model' | 'arguments' | 'no-database' | 'server';

/** An error that Odoo itself reported. Tracebacks, hosts and values of the server's message never get in here. */
export type Fault = {
  readonly kind: FaultKind;
  /** One sentence in our words; quotes Odoo only where its text is written for users. */
  readonly says: string;
  /** Groups of which one would do, as Odoo lists them in an AccessError. */
  readonly groups: readonly string[];
};

/**
 * Names of `error.data.name` and of JSON-2's `name`; recorded in Odoo 16 and 17, JSON-2 as in its source
 * (odoo/odoo, addons/rpc/controllers/json2.py). Any other name is `server`.
 */
const kinds: ReadonlyMap<string, FaultKind> = new Map([
  ['odoo.exceptions.AccessDenied', 'denied'],
  ['odoo.http.SessionExpiredException', 'denied'],
  ['werkzeug.exceptions.Unauthorized', 'denied'],
  ['odoo.exceptions.AccessError', 'forbidden'],
  ['werkzeug.exceptions.Forbidden', 'forbidden'],
  ['builtins.TypeError', 'arguments'],
  ['builtins.KeyError', 'no-database'],
  ['psycopg2.OperationalError', 'no-database'],
  ['werkzeug.exceptions.UnprocessableEntity', 'arguments'],
]);

/** Odoo 14–18 `Object x doesn't exist`, JSON-2 `the model 'x' does not exist`. */
const unknownModel = /^(Object .* doesn't exist|the model .* does not exist)/i;

/** The fault in `error` of a JSON-RPC answer, or in the body of a JSON-2 answer with an error status. */
export function faultOf(error: Json | undefined): Fault {
  const data = isJsonObject(error) && isJsonObject(error['data']) ? error['data'] : error;
  const name = textOf(data, 'name');
  const message = textOf(data, 'message');
  return {
    kind: unknownModel.test(message) ? 'no-model' : (kinds.get(name) ?? 'server'),
    says: says(name, message),
    groups: name === 'odoo.exceptions.AccessError' ? groupsIn(message) : [],
  };
}

/** Odoo writes `odoo.exceptions.*` for people. Other messages hold hosts, SQL and values, so only their name is told. */
function says(name: string, message: string): string {
  const firstLine = printable(message.split('\n', 1)[0] ?? '');
  if (name.startsWith('odoo.exceptions.') && firstLine !== '') return `Odoo says: ${ended(firstLine)}`;
  return /^[\w.]{1,100}$/.test(name)
    ? `Odoo failed with ${name}.`
    : 'Odoo failed with an error without a name.';
}

/** With the full stop that many of Odoo's messages lack. */
function ended(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function groupsIn(message: string): readonly string[] {
  return [...message.matchAll(/^\t- (.+)$/gm)].map(([, group]) => printable(group ?? ''));
}

/** Without control and bidirectional characters, and not longer than a line. */
function printable(text: string): string {
  const clean = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

function textOf(data: Json | undefined, member: string): string {
  const value = isJsonObject(data) && Object.hasOwn(data, member) ? data[member] : undefined;
  return typeof value === 'string' ? value : '';
}
