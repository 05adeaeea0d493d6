import type { ErrorCode } from '../errors/codes.js';
import type { Refusal } from './refusal.js';
import { retryAfter } from './retry-after.js';
import type { Seen } from './seen.js';

type Row = {
  readonly statuses: readonly number[];
  readonly code: ErrorCode;
  /** Behind "The source answered 401: ". */
  readonly says: string;
  readonly fix?: string;
  readonly again?: 'retry' | 'negotiate' | 'wait';
};

/** What a status says, whatever the body. RFC 9110, 15; 522 and 524 are a CDN's own timeouts. */
const rows: readonly Row[] = [
  { statuses: [401], code: 'source-unauthorised', says: 'it does not accept the credentials' },
  { statuses: [403], code: 'source-forbidden', says: 'the account may not read this' },
  { statuses: [404, 410], code: 'source-not-found', says: 'there is nothing at this address' },
  {
    statuses: [406, 415],
    code: 'source-unusable',
    says: 'it does not speak the format that was asked for',
    again: 'negotiate',
  },
  {
    statuses: [407],
    code: 'source-unreachable',
    says: 'the proxy asks for credentials',
    fix: 'Write user and password into `proxy`, as placeholders.',
  },
  {
    statuses: [408, 504, 522, 524],
    code: 'source-timeout',
    says: 'it was not ready in time',
    fix: 'Ask for fewer entities, or raise the time limit of the gateway in front of the ERP.',
  },
  { statuses: [429], code: 'source-throttled', says: 'too many requests', again: 'wait' },
  { statuses: [501, 505], code: 'source-server-error', says: 'the ERP cannot do this' },
];

const otherServerError = {
  code: 'source-server-error',
  says: 'the ERP failed while it answered',
  again: 'retry',
} as const;

const anyOther = { code: 'source-unusable', says: 'it does not understand the request' } as const;

/** The refusal that follows from a status alone. A 503 that names a time is a request to wait. RFC 9110, 15.6.4 */
export function statusRefusal(status: number, headers: Seen['headers']): Refusal {
  const wait = retryAfter(headers);
  if (status === 503 && wait !== undefined) {
    return { code: 'source-throttled', why: 'The source answered 503: not now.', again: { wait } };
  }
  const row: Omit<Row, 'statuses'> =
    rows.find(({ statuses }) => statuses.includes(status)) ?? (status >= 500 ? otherServerError : anyOther);
  return {
    code: row.code,
    why: `The source answered ${status}: ${row.says}.`,
    ...(row.fix === undefined ? {} : { fix: row.fix }),
    ...(row.again === undefined ? {} : { again: row.again === 'wait' ? { wait } : row.again }),
  };
}
