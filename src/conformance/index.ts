// What a connector's author imports into tests: `erp-seam/conformance`.

export { BrokenPromise, type Check, checks, NotApplicable } from './checks.js';
export { type Outcome, runConformance } from './run.js';
export type { Started, Subject } from './subject.js';
