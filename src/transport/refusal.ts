import type { ErrorCode } from '../errors/codes.js';
import { SeamError } from '../errors/seam-error.js';

/** Why a call gave nothing usable, and whether it is worth sending again. */
export type Refusal = {
  readonly code: ErrorCode;
  /** One sentence: what happened. */
  readonly why: string;
  /** One sentence: what to do; the remedy of the code where it is absent. */
  readonly fix?: string;
  /**
   * `retry`: the same call may succeed in a moment. `negotiate`: with another Accept list. `wait`: after so many
   * milliseconds, or after a while where the server did not say. Absent: the same call gives the same.
   */
  readonly next?: 'retry' | 'negotiate' | { readonly wait: number | undefined };
  readonly cause?: unknown;
};

/** The two ends of a connection, as sentences name them. */
export type Way = {
  /** `erp.example.com:8069` */
  readonly host: string;
  /** `proxy.example.com:3128` */
  readonly proxy: string | undefined;
};

/** Where a call went; the url as `shownUrl` gives it. */
export type CallPlace = {
  readonly source: string;
  readonly method: string;
  readonly url: string;
  readonly status?: number;
};

/** The refusal as the error that ends the call. */
export function refused({ code, why, fix, cause }: Refusal, where: CallPlace): SeamError {
  return new SeamError(code, {
    why,
    where,
    ...(fix === undefined ? {} : { fix }),
    ...(cause === undefined ? {} : { cause }),
  });
}
