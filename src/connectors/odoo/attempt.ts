import { SeamError } from '../../errors/seam-error.js';
import type { Client } from './client.js';

/** What came of a piece of work that concerns one model. */
export type Attempt<T> = { readonly value: T } | { readonly failure: SeamError };

/**
 * Does the work, and where it fails asks whether Odoo still answers: if it does, the failure is of this work alone (one
 * model that is too slow, that a gateway blocks, that kills a worker), and the next model need not meet it.
 * @throws SeamError what stops the source as a whole
 */
export async function attempt<T>(client: Client, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof SeamError) || !error.code.startsWith('source-')) throw error;
    if (!(await stillAnswers(client))) throw error;
    return { failure: error };
  }
}

/** Any account may ask for its own context. */
async function stillAnswers(client: Client): Promise<boolean> {
  try {
    return 'value' in (await client.call('res.users', 'context_get', {}));
  } catch {
    return false;
  }
}
