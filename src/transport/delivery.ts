import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import type { Post, Receipt } from '../model/delivery.js';
import { isLoopback } from './address.js';
import { openLoneCalls } from './lone-calls.js';
import { sleep } from './pace.js';
import { retryAfter } from './retry-after.js';
import { shownUrl } from './shown-url.js';
import { newSpanId, traceParent } from './trace.js';

export type DeliverySettings = {
  /** Name of the channel, for errors. */
  readonly channel: string;
  readonly transport: Pick<TransportOptions, 'allowHttp' | 'proxy' | 'ca' | 'timeout'>;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  /** 32 hexadecimal digits: the W3C trace of the run. */
  readonly trace?: string;
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string;
};

/** The connections to one receiver. */
export type Delivery = {
  /**
   * Sends a call once: nobody knows what became of one without an answer, and a second one could tell twice. Only a
   * receiver that says it is too busy (429, or 403 and 503 with a time) is asked again, if it does not ask for too long a wait.
   * @throws SeamError `not-delivered` where the receiver has not said that it took it, `config-invalid` for an address
   * that is none
   */
  send(request: Post): Promise<Receipt>;
  /** Ends its connections; never throws. */
  close(): Promise<void>;
};

const usual = {
  /** Seconds. */
  timeout: 15,
  /** Milliseconds that a receiver may let us wait for one message. */
  wait: 30_000,
  /** Milliseconds where it does not say how long. */
  pause: 2_000,
  /** Times. */
  waits: 3,
  /** Characters of an answer that are read. */
  bytes: 16 * 1024 * 1024,
} as const;

/** The way to the receiver of a channel. Nothing is opened before something is sent. */
export function openDelivery(settings: DeliverySettings): Delivery {
  const { channel, transport, signal, redact } = settings;
  const timeout = 1000 * (transport.timeout ?? usual.timeout);
  const connectTimeout = Math.min(10_000, timeout);
  const { call, close } = openLoneCalls(
    {
      name: channel,
      transport,
      folder: settings.folder,
      timeout,
      connectTimeout,
      maxBytes: usual.bytes,
      signal,
    },
    ({ url, refusal, error }) =>
      refused(refusal?.why ?? `${url.host} gave no answer in ${timeout / 1000} s.`, refusal?.fix, url, error),
  );

  function once({ method, headers = {}, json }: Post, url: URL): Promise<Answer> {
    const init = {
      method,
      // An address that sends elsewhere is wrong: a secret must not follow it.
      redirect: 'manual',
      headers: {
        'user-agent': settings.userAgent,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(settings.trace === undefined ? {} : { traceparent: traceParent(settings.trace, newSpanId()) }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    } as const;
    return call(url, init, async (answer) => ({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
    }));
  }

  function refused(why: string, fix: string | undefined, url: URL, cause?: unknown): SeamError {
    return new SeamError('not-delivered', {
      why: redact(why),
      where: { channel, url: redact(shownUrl(url)) },
      fix: redact(fix?.replaceAll('of the source', 'of the channel') ?? 'The next scan tries it again.'),
      ...(cause === undefined ? {} : { cause: new Error(redact(String(cause))) }),
    });
  }

  return {
    async send(request) {
      const url = addressOf(request.url, channel, transport);
      for (let waits = 0, waited = 0; ; waits++) {
        const answer = await once(request, url);
        const wait = waitOf(answer);
        if (wait === undefined) return taken(answer, url, refused);
        waited += wait;
        if (waits >= usual.waits || waited > usual.wait) {
          throw refused(`The receiver answered ${answer.status}: not now.`, undefined, url);
        }
        await sleep(wait, signal);
      }
    },
    close,
  };
}

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** How long the receiver asks to wait; it took nothing then. */
function waitOf({ status, headers }: Answer): number | undefined {
  const asked = retryAfter(headers) ?? untilReset(headers);
  if (status === 429) return asked ?? usual.pause;
  return status === 503 || status === 403 ? asked : undefined;
}

/** GitHub's way to say that no calls are left, with 403 too. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function untilReset(headers: Answer['headers']): number | undefined {
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return undefined;
  return Math.max(0, reset * 1000 - Date.now());
}

/** The answer, if it says that the message was taken. Any page of a login or a proxy would swallow every alert. */
function taken(
  { status, headers, text }: Answer,
  url: URL,
  refused: (why: string, fix: string | undefined, url: URL) => SeamError,
): Receipt {
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (status < 200 || status > 299) {
    const fix = status >= 400 && status < 500 ? 'Check address and credentials of the channel.' : undefined;
    throw refused(`The receiver answered ${status}${said === '' ? '' : `: ${said}`}.`, fix, url);
  }
  // Slack's "ok" calls itself HTML. https://github.com/slackapi/node-slack-sdk/pull/480
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '') && said.startsWith('<')) {
    const why = `The receiver answered ${status} with a web page, so nobody knows whether it took the message.`;
    throw refused(why, 'Check the address: a login page or a proxy stands in between.', url);
  }
  return { status, text };
}

function addressOf(text: string, channel: string, { allowHttp, proxy }: DeliverySettings['transport']): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (why: string, fix: string) =>
    new SeamError('config-invalid', { why, where: { channel }, fix });
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refuse('The address of the channel is none.', 'Write it with https:// at the beginning.');
  }
  const near = proxy === undefined && isLoopback(url.hostname);
  if (url.protocol === 'http:' && !near && allowHttp !== true) {
    throw refuse(
      'The address of the channel is plain http: all in between could read what is sent.',
      'Use https; or write `allowHttp: true` for this channel, if its network is trusted.',
    );
  }
  return url;
}
