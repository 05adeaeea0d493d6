import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { type Extent, listed } from '../words.js';
import { fieldWords, isField } from './field.js';
import { itemWords, jsonWords, listWords, scalarWords } from './json.js';

/** A value in words: a text without quotes, a list, a field as its summary, labels by value, and else JSON. */
export function valueWords(value: Json, extent: Extent): string {
  if (Array.isArray(value)) return listWords(value, extent);
  if (!isJsonObject(value)) return scalarWords(value, extent);
  if (isField(value)) return fieldWords(value, extent);
  return areLabels(value) ? labelWords(value, extent) : jsonWords(value, extent);
}

/** True where every member is a text or number, as in the labels of an enum. */
function areLabels(value: JsonObject): boolean {
  const members = Object.values(value);
  return members.length > 0 && members.every((member) => typeof member !== 'object');
}

/** `draft: Quotation, done: Locked`. */
function labelWords(labels: JsonObject, extent: Extent): string {
  const words = Object.entries(labels).map(
    ([value, label]) => `${itemWords(value, extent)}: ${itemWords(label, extent)}`,
  );
  return listed(words, extent);
}
