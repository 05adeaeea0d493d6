import type { JsonObject } from '../../model/json.js';

// JSON Schemas of the keys that sources have which are documents.

/** `query`. */
export const queryOption: JsonObject = {
  type: 'object',
  description: 'Query parameters of the url, for example { format: openapi }.',
  additionalProperties: { type: 'string' },
};

/** `followRefs`. */
export const followRefsOption: JsonObject = {
  type: 'boolean',
  default: false,
  description: 'Read other documents at the same address, where a document refers to them.',
};

/** Enough for a document, its lines and what they hold; deeper objects have contracts of their own. */
export const usualDepth = 2;

/** `depth`. @param what is below an entity */
export function depthOption(what = 'objects'): JsonObject {
  return {
    type: 'integer',
    minimum: 0,
    maximum: 10,
    default: usualDepth,
    description: `Levels of ${what} below an entity that its contract describes.`,
  };
}
