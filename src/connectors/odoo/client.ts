import { SeamError } from '../../errors/seam-error.js';
import type { Json, JsonObject } from '../../model/json.js';
import { type Fault, faultOf } from './faults.js';
import { notAccepted } from './refusals.js';
import type { OdooVersion } from './wire.js';

/** The keys of an Odoo source in `seam.yaml`. */
export type OdooOptions = {
  readonly database?: string;
  readonly auth:
    | { readonly user: string; readonly apiKey: string }
    | { readonly user: string; readonly password: string };
  readonly language?: string;
  readonly company?: number;
};

/** What Odoo answers to a call: a value, or an error of its own. Failures of the transport are thrown. */
export type Answer = { readonly value: Json } | { readonly fault: Fault };

/** The calls that Odoo understands, whatever the protocol. */
export type Client = {
  readonly version: OdooVersion;
  /** Calls a method with named arguments, in the pinned language. */
  call(model: string, method: string, named: JsonObject): Promise<Answer>;
  /** `default_get`, whose argument has another name or place in each version. */
  defaults(model: string, names: readonly string[]): Promise<Answer>;
};

/** The answer of the first way that the server's signature takes; of the first way at all where none does. */
export async function firstThatFits(ways: readonly (() => Promise<Answer>)[]): Promise<Answer> {
  let first: Answer | undefined;
  for (const way of ways) {
    const answer = await way();
    if ('value' in answer || answer.fault.kind === 'forbidden') return answer;
    first ??= answer;
  }
  return first ?? { fault: faultOf(undefined) };
}

/** The value of an answer; its fault as the error that ends work with the source. */
export function valueIn(answer: Answer): Json {
  if ('value' in answer) return answer.value;
  const { kind, says } = answer.fault;
  if (kind === 'denied') throw notAccepted('Odoo does not accept the credentials.');
  throw new SeamError(kind === 'forbidden' ? 'source-forbidden' : 'source-server-error', { why: says });
}
