import type { Field } from '../../model/schema.js';

/**
 * A column. A cell is text (RFC 4180 knows nothing else), an empty one is an empty text, and every row has it. What the
 * text stands for is not guessed: a contract that follows today's rows would drift with tomorrow's.
 */
export function fieldOf(name: string): Field {
  return { name, schema: { type: 'string' }, required: false };
}
