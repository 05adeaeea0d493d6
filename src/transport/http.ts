import type { Json } from '../model/json.js';

/** One reading call. Paths are below the source's url; a full URL must have the same origin. */
export type HttpRequest = {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`. */
  readonly json?: Json;
  /** What a usable answer holds; the classifier judges by it. */
  readonly expect: 'json' | 'xml';
  /** Statuses beside 2xx that the connector reads itself; any other becomes a SeamError. */
  readonly accept?: readonly number[];
  /** Largest body in bytes that is read. */
  readonly maxBytes?: number;
};

export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

export type HttpJsonAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
};

/**
 * The HTTP client of one source: keep-alive, bounded concurrency, timeouts, retries, size limits, no cross-origin
 * requests or redirects. Every failure is a `SeamError` with a `source-*` code.
 */
export type Http = {
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** As `request`, with the body parsed; a body that is no JSON is `source-unusable` or `source-truncated`. */
  json(request: HttpRequest): Promise<HttpJsonAnswer>;
};
