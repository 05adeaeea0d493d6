import { SeamError } from '../../errors/seam-error.js';

/** What one metadata document may take. */
export type Limits = {
  /** Characters of XML in all. */
  readonly xml: number;
  /** Characters of CSDL JSON in all: it is held in memory as a whole. */
  readonly json: number;
  /** Elements within elements. */
  readonly depth: number;
  /** Characters before the root element. */
  readonly prolog: number;
  /** Prefixes of namespaces at one place. */
  readonly prefixes: number;
};

/**
 * Limits that no real document comes near: the largest known ones have 30 MB (Finance & Operations), and a reader with
 * a limit of 1 MB was a real fault (simple-odata-client/Simple.OData.Client#45).
 */
export const limits: Limits = {
  xml: 256 * 1024 * 1024,
  json: 64 * 1024 * 1024,
  depth: 64,
  prolog: 64 * 1024,
  prefixes: 1000,
};

/** Base types of a type, one behind the other. */
export const mostBases = 100;

/** Characters of the target of an annotation. */
export const longestTarget = 2000;

/** The document is not what OData says. */
export function unusable(why: string, cause?: unknown): SeamError {
  return new SeamError('source-unusable', {
    why: `The metadata cannot be read: ${why}`,
    fix: 'Check that url names an OData service, and open its $metadata in a browser.',
    cause,
  });
}

/** The document ends before it is complete. */
export function truncated(why: string): SeamError {
  return new SeamError('source-truncated', { why: `The metadata broke off: ${why}` });
}

/** The document is larger than seam reads. */
export function tooLarge(why: string): SeamError {
  return new SeamError('source-too-large', { why: `The metadata is too large: ${why}` });
}
