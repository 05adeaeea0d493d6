import { SeamError } from '../errors/seam-error.js';
import type { OpenHttp } from './client.js';

/**
 * The client of a source that has no HTTP address: a file, or a database. A connector that calls it all the same is at
 * fault.
 */
export const noHttp: OpenHttp = {
  http: { request: refuse, json: refuse, stream: refuse },
  close: async () => {},
};

async function refuse(): Promise<never> {
  throw new SeamError('connector-broken', {
    why: 'The connector made a request, and its source has no HTTP address.',
  });
}
