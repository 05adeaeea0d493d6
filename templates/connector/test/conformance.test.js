// @ts-check
import test from 'node:test';
import { checks, NotApplicable } from 'erp-seam/conformance';
import subject from '../conformance.js';

for (const { id, promise, run } of checks) {
  test(`${id}: ${promise}`, async (context) => {
    try {
      await run(subject);
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      context.skip(error.message);
    }
  });
}
