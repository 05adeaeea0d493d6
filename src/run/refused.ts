import { SeamError } from '../errors/seam-error.js';

/** The error for a command that asks for what cannot be done: why, and what to do instead. */
export function refused(why: string, fix: string): SeamError {
  return new SeamError('usage-invalid', { why, fix });
}
