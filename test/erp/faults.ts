import type { ServerResponse } from 'node:http';
import { type FaultName, faults } from '../../src/conformance/faults.ts';

export { type FaultName, faultNames } from '../../src/conformance/faults.ts';

/**
 * A hook for an embedded ERP that answers wrongly to the requests that fit, or to all.
 * @param fits looks at what the ERP takes the request for
 */
export function fault<Call>(
  name: FaultName,
  fits: (call: Call | undefined) => boolean = () => true,
): (request: unknown, response: ServerResponse, call?: Call) => boolean {
  return (_request, response, call) => {
    if (!fits(call)) return false;
    faults[name](response);
    return true;
  };
}
