import type { Json } from './json.js';

/** One call to a receiver. */
export type Post = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
};

/** What a receiver has answered. */
export type Receipt = { readonly status: number; readonly text: string };

/** A mail in plain text, ready to be sent. */
export type Mail = {
  /** `smtp://host:587` or `smtps://host:465`, perhaps with user and password. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Addresses that it is sent to, where the other recipients have it already. */
  readonly only?: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  /** Message that it goes on. */
  readonly references: string;
};
