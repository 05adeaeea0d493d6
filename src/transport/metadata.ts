import type { HttpRequest } from './http.js';

/** A large metadata document to be read as a whole. */
export type DocumentRequest = Pick<HttpRequest, 'path' | 'query' | 'headers' | 'maxBytes'> & {
  /** Media types to ask for, one after the other while the server says that it has no such form (406, 415). */
  readonly forms: readonly string[];
  /** What the answer depends on beside the address: login, client, language. Never a secret. */
  readonly of: readonly string[];
};

/** A document that has been received as a whole. */
export type MetadataDocument = {
  /** Its text from the start, as often as it is called. */
  chunks(): AsyncIterable<string>;
  /** The server confirmed that the copy of an earlier run is unchanged, so nothing was transferred. */
  readonly cached: boolean;
};

/**
 * Reads metadata documents, and keeps them for the next run where that is wanted: the server is always asked, and says
 * whether the copy is still right.
 */
export type MetadataCache = {
  /**
   * The document at an address.
   * @throws SeamError a `source-*` code
   */
  document(request: DocumentRequest): Promise<MetadataDocument>;
};
