// What is known beside the two sides of a comparison: nothing has happened but drift.
// @ts-check
import { noProofs } from '../../dist/drift/proofs.js';
import { loadValidator } from '../../dist/validate/validator.js';

/** Circumstances of all entities of a source. */
export async function calm() {
  return {
    ...{ source: 'erp', sameAccount: true, sameDatabase: true, updateRevalidates: false },
    ...{ hidden: [], renames: {}, judge: await loadValidator(), proofs: noProofs() },
  };
}
