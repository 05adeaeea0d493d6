import type { ErrorCode } from '../../errors/codes.js';

/** Why a database gives no answer. */
export type Refusal = {
  readonly code: ErrorCode;
  /** What happened, in a sentence. */
  readonly why: string;
  /** What to do, in a sentence; the remedy of the code where it is absent. */
  readonly fix?: string;
  readonly cause?: unknown;
};

/** Whom a database was asked as, for its refusals. */
export type Asked = {
  readonly user: string;
  readonly database: string;
  readonly host: string;
  readonly encrypted: boolean;
};
