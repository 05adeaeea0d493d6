import { isJsonObject, type Json } from '../../model/json.js';

/** An own member of an object; `undefined` of anything else. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A member that is a text. */
export function textOf(value: Json | undefined, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** A member that is a list. */
export function listOf(value: Json | undefined, name: string): readonly Json[] | undefined {
  const found = member(value, name);
  return Array.isArray(found) ? found : undefined;
}

/** The texts in a member that is a list. */
export function textsOf(value: Json | undefined, name: string): readonly string[] {
  return (listOf(value, name) ?? []).filter((item) => typeof item === 'string');
}
