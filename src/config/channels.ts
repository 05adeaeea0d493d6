import { isJsonObject, type JsonObject } from '../model/json.js';

/**
 * The keys of each type of channel that hold a secret, as the schema of `seam.yaml` marks them with `x-secret`. Whoever
 * has the address of a Slack or Teams webhook can write there, so that the address is one.
 */
export function channelSecrets(schema: JsonObject): ReadonlyMap<string, readonly string[]> {
  const definitions = member(schema, '$defs');
  const found = Object.entries(definitions).flatMap(([name, definition]) => {
    const [, type] = /^channel-(.+)$/.exec(name) ?? [];
    if (type === undefined || !isJsonObject(definition)) return [];
    const keys = Object.entries(member(definition, 'properties'))
      .filter(([, key]) => isJsonObject(key) && key['x-secret'] === true)
      .map(([key]) => key);
    return [[type, keys] as const];
  });
  return new Map(found);
}

function member(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}
