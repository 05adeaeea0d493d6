import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Answer, type Asked, listen } from '../../erp/listening.ts';

/** A service that alerts are sent to, on loopback: it refuses what the vendor refuses, in the vendor's words. */
export type Vendor<Taken> = {
  /** What a channel of `seam.yaml` needs to write there. */
  readonly options: JsonObject;
  readonly url: string;
  /** What it took, in order. */
  readonly taken: readonly Taken[];
  /** What it refused and why, in order. */
  readonly refused: readonly string[];
  readonly asked: readonly Asked[];
  /** Answers so, once, to the next call that comes; each further time to the one after that. */
  next(...answers: readonly Answer[]): void;
  close(): Promise<void>;
};

/** What a vendor makes of a call: an answer, and what it took. */
export type Ruling<Taken> = { readonly answer: Answer; readonly took?: Taken };

/** Starts a service that rules so. */
export async function startVendor<Taken>(
  rule: (asked: Asked) => Ruling<Taken> | Promise<Ruling<Taken>>,
  optionsFor: (url: string) => JsonObject,
): Promise<Vendor<Taken>> {
  const taken: Taken[] = [];
  const refused: string[] = [];
  const instead: Answer[] = [];
  const server = await listen(async (asked) => {
    const other = instead.shift();
    if (other !== undefined) return other;
    const { answer, took } = await rule(asked);
    if (took !== undefined) taken.push(took);
    if ((answer.status ?? 200) >= 300) refused.push(`${answer.status} ${answer.body ?? ''}`);
    return answer;
  });
  return {
    options: optionsFor(server.url),
    url: server.url,
    taken,
    refused,
    asked: server.asked,
    next: (...answers) => void instead.push(...answers),
    close: server.close,
  };
}

/** An answer in JSON. */
export const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/** The body of a call, if it is a JSON object and says so. */
export function objectIn({ headers, body }: Asked): JsonObject | undefined {
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? '')) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a schema finds wrong, one sentence each. */
export function faultsBy(schema: AnySchema): (value: unknown) => readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, discriminator: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
  };
}
