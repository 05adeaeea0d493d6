import type { Failure } from '../model/report.js';
import { type ErrorCode, errorCodes } from './codes.js';
import type { ExitReason } from './exit-codes.js';

type Details = {
  /** One sentence: what is wrong. */
  readonly why: string;
  /** Source, entity, url, file, line, column: whatever is known of the place. */
  readonly where?: Readonly<Record<string, string | number>>;
  /** One sentence: what to do; the remedy of the code where it is absent. */
  readonly fix?: string;
  /** The line of the file that `where` names, with carets under the place. */
  readonly frame?: string;
  /** What else is wrong in the same file. */
  readonly also?: readonly Failure[];
  readonly cause?: unknown;
};

/** An error that is not a bug: it says what, where and what to do, and knows its exit code. */
export class SeamError extends Error {
  readonly code: ErrorCode;
  readonly where: Readonly<Record<string, string | number>>;
  readonly fix: string;
  readonly frame: string | undefined;
  readonly also: readonly Failure[];

  constructor(code: ErrorCode, { why, where = {}, fix, frame, also = [], cause }: Details) {
    super(why, cause === undefined ? {} : { cause });
    this.name = 'SeamError';
    this.code = code;
    this.where = where;
    this.fix = fix ?? errorCodes[code].remedy;
    this.frame = frame;
    this.also = also;
  }

  get exit(): ExitReason {
    return errorCodes[this.code].exit;
  }

  /** The error as data, for a report. */
  toFailure(): Failure {
    return {
      code: this.code,
      why: this.message,
      where: this.where,
      fix: this.fix,
      ...this.rest(),
    };
  }

  /** The same error with more said of its place; what it already says wins. */
  at(where: Readonly<Record<string, string | number>>): SeamError {
    return new SeamError(this.code, {
      why: this.message,
      where: { ...where, ...this.where },
      fix: this.fix,
      cause: this.cause,
      ...this.rest(),
    });
  }

  private rest(): { readonly frame?: string; readonly also?: readonly Failure[] } {
    return {
      ...(this.frame === undefined ? {} : { frame: this.frame }),
      ...(this.also.length === 0 ? {} : { also: this.also }),
    };
  }
}

/** True for what a report can tell as a failure: an error of ours that is not the end of the whole run. */
export function isFailure(error: unknown): error is SeamError {
  return error instanceof SeamError && error.exit !== 'interrupted' && error.exit !== 'terminated';
}
