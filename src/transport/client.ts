import { setMaxListeners } from 'node:events';
import type { TransportOptions } from '../model/config.js';
import type { Json } from '../model/json.js';
import type { Span } from '../model/span.js';
import { decoded, proxyAddress, sourceAddress, usualTimeout } from './address.js';
import type { Heard } from './exchange.js';
import type { Http } from './http.js';
import { openPace } from './pace.js';
import { redactor } from './redact.js';
import { tellerOf } from './refusal.js';
import { requestsOf } from './requests.js';
import type { Sender } from './send.js';
import { beginCall } from './trace.js';

export type HttpSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly url: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  /** What must not be in any error or log. */
  readonly secrets: readonly string[];
  /** Ends all that is under way; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly log: (message: string, facts?: Readonly<Record<string, Json>>) => void;
  readonly userAgent?: string;
  /** 32 hexadecimal digits: the W3C trace that all calls of this run belong to. */
  readonly trace?: string;
  /** What the calls are parts of, where somebody looks at that. */
  readonly span?: Span;
  readonly limits?: Partial<HttpLimits>;
  /** Told the status and headers of every answer, whatever it is worth. */
  readonly heard?: Heard | undefined;
};

export type HttpLimits = {
  /** Bytes of a body where its request names no limit: metadata of 60 MB is real. */
  readonly bytes: number;
  /** Milliseconds that a source may let us wait in one run, all its pauses together. */
  readonly pause: number;
  /** Milliseconds before the first retry. */
  readonly backoff: number;
  /** Milliseconds for an attempt to connect: a host that is there answers at once, however slow its ERP is. */
  readonly connect: number;
};

const usual = {
  userAgent: 'seam',
  limits: { bytes: 256 * 1024 * 1024, pause: 300_000, backoff: 500, connect: 10_000 },
  concurrency: 4,
} as const;

/** An open client. */
export type OpenHttp = {
  readonly http: Http;
  /** Ends its connections; never throws. */
  close(): Promise<void>;
};

/**
 * The HTTP client of one source. Nothing is sent yet.
 * @throws SeamError `config-invalid` for an address, a proxy or certificates that cannot be used
 */
export async function openHttp(settings: HttpSettings): Promise<OpenHttp> {
  const { source, transport, folder, signal, log, trace, span, userAgent = usual.userAgent } = settings;
  const { concurrency = usual.concurrency, timeout: seconds = usualTimeout } = transport;
  const limits = { ...usual.limits, ...settings.limits };
  // Every request listens while it is under way; beyond ten, Node 20 would warn of a leak.
  setMaxListeners(0, signal);
  const base = sourceAddress(settings.url, source, transport);
  const proxy = proxyAddress(transport.proxy, source);
  // Loaded here: undici and TLS cost a start that reads no source nothing.
  const [{ openDispatcher, request }, { readTls }] = await Promise.all([
    import('./dispatcher.js'),
    import('./tls.js'),
  ]);
  const timeout = seconds * 1000;
  const dispatcher = openDispatcher({
    address: base,
    proxy,
    tls: await readTls(transport, folder, source),
    connectTimeout: Math.min(limits.connect, timeout),
    connections: concurrency,
  });
  const proxySecrets = proxy === undefined ? [] : [proxy.password, decoded(proxy.password)];
  const { refuse, shown, shownUrl } = tellerOf(source, redactor([...settings.secrets, ...proxySecrets]));
  const sender: Sender = {
    wire: {
      send: request,
      dispatcher,
      way: { host: base.host, proxy: proxy?.host },
      timeout,
      signal,
      refuse,
      heard: settings.heard,
    },
    pace: openPace(concurrency, limits.pause, signal),
    backoff: limits.backoff,
    begin: beginCall(trace, span, shownUrl),
    note: (call, became, milliseconds) =>
      log(`${shown(call)} ${became}`, { milliseconds: Math.round(milliseconds) }),
  };
  return {
    http: requestsOf(sender, { base, userAgent, maxBytes: limits.bytes }),
    close: () => dispatcher.destroy().catch(() => undefined),
  };
}
