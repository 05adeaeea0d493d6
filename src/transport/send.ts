import { SeamError } from '../errors/seam-error.js';
import { anyFormat, formats } from './call.js';
import { type Answer, type Call, exchange, type Outcome, type Wire } from './exchange.js';
import { brokenOff } from './faults.js';
import { type Pace, sleep } from './pace.js';
import type { Refusal } from './refusal.js';
import type { BeginCall } from './trace.js';

/** The client of one source, as far as sending needs it. */
export type Sender = {
  readonly wire: Wire;
  readonly pace: Pace;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly backoff: number;
  /** The call as a part of the run. */
  readonly begin: BeginCall;
  /** Told what became of each exchange, and of each wait that the source asks for. */
  readonly note: (call: Call, became: string, milliseconds: number) => void;
};

/** How often one call is sent again, for each reason. */
const most = { retries: 2, waits: 6, redirects: 5, negotiations: 1 } as const;

type Tries = { -readonly [Reason in keyof typeof most]: number };

/**
 * Sends a call until `use` has made something of a usable answer, or there is no more use in trying. All calls are
 * reading ones, so each may be sent again, whether GET or POST.
 * @throws SeamError with the last refusal; the reason of an abort
 */
export async function send<T>(
  first: Call,
  use: (answer: Answer, call: Call) => Promise<T>,
  sender: Sender,
): Promise<T> {
  const tries: Tries = { retries: 0, waits: 0, redirects: 0, negotiations: 0 };
  for (let call = first; ; ) {
    const outcome = await attempt(call, use, sender);
    if ('value' in outcome) return outcome.value;
    const next =
      'follow' in outcome
        ? followed(call, outcome.follow, tries)
        : await nextCall(call, outcome.refusal, tries, sender);
    if ('code' in next) throw sender.wire.refuse(next, call, outcome.status);
    call = next;
  }
}

type Attempt<T> = { readonly value: T } | Exclude<Outcome, { readonly answer: Answer }>;

async function attempt<T>(
  call: Call,
  use: (answer: Answer, call: Call) => Promise<T>,
  { wire, pace, begin: beginCall, note }: Sender,
): Promise<Attempt<T>> {
  const leave = await pace.enter();
  const begin = performance.now();
  const { headers, end } = beginCall(call);
  const outcome = await exchange({ ...call, headers: { ...headers, ...call.headers } }, wire, leave);
  const became = 'refusal' in outcome ? outcome.refusal.code : String(outcome.status);
  end('refusal' in outcome ? outcome.refusal.code : undefined);
  note(call, became, performance.now() - begin);
  if (!('answer' in outcome)) return outcome;
  try {
    return { value: await use(outcome.answer, call) };
  } catch (error) {
    if (!(error instanceof SeamError) || error.code !== 'source-truncated') throw error;
    return {
      refusal: { ...brokenOff, why: error.message, cause: error.cause },
      status: outcome.answer.status,
    };
  }
}

/** The call at another address, or why it goes no further. */
function followed(call: Call, url: URL, tries: Tries): Call | Refusal {
  tries.redirects += 1;
  if (tries.redirects <= most.redirects) return { ...call, url };
  return { code: 'source-redirected', why: `The source redirects more than ${most.redirects} times.` };
}

/** The call to be sent now, after whatever wait there has to be; or the refusal that stands. */
async function nextCall(call: Call, refusal: Refusal, tries: Tries, sender: Sender): Promise<Call | Refusal> {
  const { again: how } = refusal;
  if (how === undefined) return refusal;
  if (how === 'negotiate') {
    tries.negotiations += 1;
    const hasChoice =
      tries.negotiations <= most.negotiations && call.headers['accept'] === formats[call.expect];
    return hasChoice ? { ...call, headers: { ...call.headers, accept: anyFormat } } : refusal;
  }
  if (how === 'retry') {
    tries.retries += 1;
    if (tries.retries > most.retries) return { ...refusal, why: `${refusal.why} (${tries.retries} tries)` };
    await sleep(jittered(sender.backoff, tries.retries), sender.wire.signal);
    return call;
  }
  tries.waits += 1;
  const wait = how.wait ?? jittered(sender.backoff, tries.waits);
  if (tries.waits > most.waits || !sender.pace.pause(wait)) {
    return throttled(refusal, how.wait, tries.waits);
  }
  sender.note(call, 'asks to wait', wait);
  return call;
}

/** Doubles with each try; half of it is chance, so that clients that failed together do not come back together. */
function jittered(milliseconds: number, tries: number): number {
  return milliseconds * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
}

function throttled(refusal: Refusal, wait: number | undefined, times: number): Refusal {
  const asks = wait === undefined ? '' : ` It asks to wait ${Math.ceil(wait / 1000)} s.`;
  const why = times > most.waits ? `${refusal.why} It has said so ${times} times.` : `${refusal.why}${asks}`;
  return { ...refusal, code: 'source-throttled', why };
}
