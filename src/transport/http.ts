import type { Json } from '../model/json.js';

/**
 * One reading call. Every call must be one that may be sent again: also a POST, as all that seam sends by POST are
 * calls that read (JSON-RPC, OData functions) or log in.
 */
export type HttpRequest = {
  readonly method?: 'GET' | 'POST';
  /** Below the source's url, or a full URL of the same origin. Names in it are encoded with `encodeURIComponent`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Also those of a conditional request; 304 is then to be accepted. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`. */
  readonly json?: Json;
  /** What a usable answer holds; the classifier judges by it. `text`: anything but markup or nothing. */
  readonly expect: 'json' | 'xml' | 'text';
  /**
   * Statuses beside 2xx that the connector reads itself, or 204; any other becomes a SeamError. A web page or an empty
   * body under such a status is still an error: it was not the ERP's API that answered.
   */
  readonly accept?: readonly number[];
  /** Largest body in bytes that is read, after decompression. */
  readonly maxBytes?: number;
};

type Answered = {
  readonly status: number;
  /** Names in lower case; `set-cookie` is in `cookies`. */
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value` of each cookie that the answer sets; joined with `; ` they are a `cookie` header. */
  readonly cookies: readonly string[];
};

export type HttpAnswer = Answered & { readonly text: string };

/** `body` is `null` under a status without a body (204, 304). */
export type HttpJsonAnswer = Answered & { readonly body: Json };

export type HttpStream = Answered & {
  /**
   * The body as text, whatever its encoding. It holds one of the source's connections: read it to the end, or leave the
   * loop over it. What goes wrong on the way is thrown as a SeamError.
   */
  readonly chunks: AsyncIterable<string>;
};

/**
 * The HTTP client of one source: keep-alive, bounded concurrency, timeouts, retries, size limits, no cross-origin
 * requests or redirects. Every failure is a `SeamError`, nearly always with a `source-*` code; an abort throws the
 * reason of its signal.
 */
export type Http = {
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** As `request`, with the body parsed; a body that is no JSON is `source-unusable` or `source-truncated`. */
  json(request: HttpRequest): Promise<HttpJsonAnswer>;
  /** As `request`, for a body that is too large to hold: it is judged by its first 4 KiB and then given in pieces. */
  stream(request: HttpRequest): Promise<HttpStream>;
};
