import { fileURLToPath } from 'node:url';
import type { Connector } from '../../src/connectors/connector.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { noHttp } from '../../src/transport/no-http.ts';
import { openPrograms } from '../../src/transport/program.ts';

/** Path of a program in `fixtures/exec`. */
export const programIn = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/exec/${name}`, import.meta.url));

export type Around = {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal;
};

/** An exec connector, as a run connects it. */
export async function connectExec(options: JsonObject, around: Around = {}): Promise<Connector> {
  const { folder = '.', env = process.env, timeout = 30_000, secrets = [] } = around;
  const { signal = new AbortController().signal } = around;
  const plugin = await loadConnector('exec', '.');
  const programs = openPrograms({ folder, env, timeout, signal, secrets });
  return plugin.connect(options as never, { http: noHttp.http, programs, log: () => {}, signal });
}

/** Options for a program that Node runs from its text. */
export function script(text: string, more: JsonObject = {}): JsonObject {
  return { command: [process.execPath, '--input-type=module', '-e', text], ...more };
}

/** The result of describing one entity. */
export async function describedBy(connector: Connector, entity: string): Promise<EntityResult> {
  for await (const result of connector.describe([entity])) return result;
  throw new Error(`nothing became of ${entity}`);
}
