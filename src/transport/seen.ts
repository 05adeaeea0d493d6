import type { HttpRequest } from './http.js';
import type { Refusal } from './refusal.js';

/** What a server answered: names of headers in lower case, and the first bytes of the body, decompressed. */
export type Seen = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly head: Uint8Array;
};

/** What was asked, as far as the answer is judged by it. */
export type Asked = Required<Pick<HttpRequest, 'method' | 'expect' | 'accept'>> & { readonly url: URL };

/** What an answer is worth. */
export type Class = 'usable' | { readonly follow: URL } | { readonly refusal: Refusal };
