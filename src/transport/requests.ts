import { setImmediate } from 'node:timers/promises';
import { type CallDefaults, callOf } from './call.js';
import { bodyless } from './classify.js';
import type { Answer, Call } from './exchange.js';
import type { Http, HttpRequest } from './http.js';
import { parseJson } from './json-text.js';
import type { Refusal } from './refusal.js';
import { type Sender, send } from './send.js';
import { statusRefusal } from './status.js';
import { textOf, wholeText } from './text.js';

type Refuse = (refusal: Refusal) => Error;

/**
 * The text of an answer, once the call that waited for its place is under way: what is made of a text can take long, and
 * undici sends on a connection that has answered a turn of the event loop later, on one that was idle two.
 */
async function readText(answer: Answer, refuse: Refuse): Promise<string> {
  const text = await wholeText(answer, refuse);
  await setImmediate();
  await setImmediate();
  return text;
}

/** The three kinds of request, over one sender. */
export function requestsOf(sender: Sender, defaults: CallDefaults): Http {
  const { refuse } = sender.wire;

  async function read<T>(
    request: HttpRequest,
    use: (answer: Answer, refuseCall: Refuse) => Promise<T>,
  ): Promise<Pick<Answer, 'status' | 'headers' | 'cookies'> & T> {
    const first = callOf(request, defaults);
    if ('refusal' in first) {
      throw refuse(first.refusal, { method: request.method ?? 'GET', url: defaults.base }, undefined);
    }
    const useAnswer = async (answer: Answer, call: Call) => {
      const { status, headers, cookies } = answer;
      const made = await use(answer, (refusal) => refuse(refusal, call, status));
      return { status, headers, cookies, ...made };
    };
    return send(first, useAnswer, sender);
  }

  return {
    request: (request) =>
      read(request, async (answer, refuseCall) => ({ text: await readText(answer, refuseCall) })),
    json: (request) =>
      read(request, async (answer, refuseCall) => {
        const text = await readText(answer, refuseCall);
        if (bodyless.has(answer.status)) return { body: null };
        const parsed = parseJson(text);
        if ('value' in parsed) return { body: parsed.value };
        // Under an error status that the connector reads: then it was not the API that answered.
        throw refuseCall(answer.status < 300 ? parsed.refusal : statusRefusal(answer.status, answer.headers));
      }),
    stream: (request) =>
      read(request, async (answer, refuseCall) => ({ chunks: textOf(answer, refuseCall) })),
  };
}
