import type { Json } from '../../../src/model/json.ts';

/** An error by the name and in the words of Frappe. */
export type FrappeError = {
  readonly status: number;
  readonly type: string;
  /** What people are shown; absent: nothing is. */
  readonly message?: string;
};

/** What goes back; a text is a page of HTML. */
export type FrappeReply = {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string | string[]>>;
};

const trace =
  'Traceback (most recent call last):\n  File "/home/frappe/canary-bench/apps/frappe/frappe/app.py", line 114';

/** The error in the form of API v1: JSON texts within a JSON text (recorded, 02-errors); 14 leaves `exc_type` out at times. */
export function v1Error({ status, type, message }: FrappeError, major: number): FrappeReply {
  const shown = JSON.stringify([JSON.stringify({ message: message ?? '', title: 'Message' })]);
  return {
    status,
    body: {
      ...(major >= 15 || status > 403 ? { exc_type: type } : {}),
      exception:
        message === undefined ? `frappe.exceptions.${type}` : `frappe.exceptions.${type}: ${message}`,
      exc: JSON.stringify([trace]),
      ...(message === undefined ? {} : { _server_messages: shown }),
    },
  };
}

/** The error in the form of API v2. */
export function v2Error({ status, type, message }: FrappeError): FrappeReply {
  return {
    status,
    body: { errors: [{ type, exception: trace, ...(message === undefined ? {} : { message }) }] },
  };
}

export const errors = {
  unknownKey: { status: 401, type: 'AuthenticationError' },
  wrongPassword: { status: 401, type: 'AuthenticationError', message: 'Invalid login credentials' },
  guest: (method: string): FrappeError => ({
    status: 403,
    type: 'PermissionError',
    message: `<details><summary>User <strong>Guest</strong> may not.</summary>Function <strong>${method}</strong> is not whitelisted.</details>`,
  }),
  noPermission: { status: 403, type: 'PermissionError' },
  noDocType: (name: string): FrappeError => ({
    status: 404,
    type: 'DoesNotExistError',
    message: `DocType ${name} not found`,
  }),
  danglingLink: (field: string, target: string): FrappeError => ({
    status: 417,
    type: 'ValidationError',
    message: `Field <strong>${field}</strong> is referring to non-existing doctype <strong>${target}</strong>.`,
  }),
} as const;
