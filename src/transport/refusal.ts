import type { ErrorCode } from '../errors/codes.js';
import { SeamError } from '../errors/seam-error.js';
import { redactedError } from './node-error.js';
import { shownUrl } from './shown-url.js';

/** Why a call gave nothing usable, and whether it is worth sending again. */
export type Refusal = {
  readonly code: ErrorCode;
  /** What happened, in a sentence. */
  readonly why: string;
  /** What to do, in a sentence; the remedy of the code where it is absent. */
  readonly fix?: string;
  /**
   * `retry`: the same call may succeed in a moment. `negotiate`: with another Accept list. `wait`: after so many
   * milliseconds, or after a while where the server did not say. Absent: the same call gives the same.
   */
  readonly again?: 'retry' | 'negotiate' | { readonly wait: number | undefined };
  readonly cause?: unknown;
};

/** The two ends of a connection, as sentences name them. */
export type Way = {
  /** `erp.example.com:8069` */
  readonly host: string;
  /** `proxy.example.com:3128` */
  readonly proxy: string | undefined;
};

/** Where a call goes. */
export type Target = { readonly method: string; readonly url: URL };

/** Says what became of the calls of a source, without its secrets. */
export type Teller = {
  /** `GET https://erp.example.com/api` */
  readonly shown: (target: Target) => string;
  /** `https://erp.example.com/api` */
  readonly shownUrl: (url: URL) => string;
  /** The refusal as the error that ends the call. */
  readonly refuse: (refusal: Refusal, target: Target, status: number | undefined) => SeamError;
};

/** The longest url that is shown. */
const mostUrl = 300;

/** @param redact takes the secrets out of a text */
export function tellerOf(source: string, redact: (text: string) => string): Teller {
  // Masked before it is cut: half a secret would not be found.
  const masked = (url: URL) => {
    const text = redact(shownUrl(url));
    return text.length > mostUrl ? `${text.slice(0, mostUrl - 1)}…` : text;
  };
  // RPC calls all go to one address.
  let last = { of: '', text: '' };
  const urlOf = (url: URL) => {
    if (last.of !== url.href) last = { of: url.href, text: masked(url) };
    return last.text;
  };
  return {
    shown: ({ method, url }) => `${method} ${urlOf(url)}`,
    shownUrl: urlOf,
    refuse: ({ code, why, fix, cause }, { method, url }, status) =>
      new SeamError(code, {
        why: redact(why),
        where: { source, method, url: urlOf(url), ...(status === undefined ? {} : { status }) },
        ...(fix === undefined ? {} : { fix }),
        ...(cause === undefined ? {} : { cause: redactedError(cause, redact) }),
      }),
  };
}
