import { setTimeout as timer } from 'node:timers/promises';
import { SeamError } from '../errors/seam-error.js';
import type { JsonObject } from '../model/json.js';
import type { Connector, ConnectorPlugin } from './connector.js';

/** Retries and pauses of HTTP fit into it. */
const defaultPatience = 5 * 60_000;

/**
 * A plugin behind a wall: what it throws and what it never answers becomes `connector-broken`, so that it cannot end the
 * run of the other sources. That its answers have the right form is seen to by whoever asks.
 */
export function guarded(plugin: ConnectorPlugin<never>, name: string): ConnectorPlugin<never> {
  const { wire } = plugin;
  return {
    ...plugin,
    ...(wire === undefined ? {} : { wire: guardedWire(wire, name) }),
    async connect(options, context) {
      const { patience = defaultPatience } = context;
      const call: Call = (what, work) => withinTime(`${name}: ${what}`, work, patience);
      const connector = await call('connect', async () => plugin.connect(options, context));
      return guardedConnector(connector, call);
    },
  };
}

type Call = <T>(what: string, work: () => Promise<T>) => Promise<T>;

function guardedConnector(connector: Connector, call: Call): Connector {
  const { sample, close } = connector;
  return {
    system: () => call('system', async () => connector.system()),
    list: () => steps(() => connector.list(), 'list', call),
    describe: (entities) => steps(() => connector.describe(entities), 'describe', call),
    ...(sample === undefined
      ? {}
      : {
          sample: (entity: string, limit: number) =>
            steps(() => sample.call(connector, entity, limit), 'sample', call),
        }),
    ...(close === undefined ? {} : { close: () => call('close', async () => close.call(connector)) }),
  };
}

/** The items of an iterable that somebody else wrote, each within its time. */
async function* steps<T>(start: () => AsyncIterable<T>, what: string, call: Call): AsyncGenerator<T> {
  const iterator = await call(what, async () => start()[Symbol.asyncIterator]());
  for (;;) {
    const { done, value } = await call(what, async () => iterator.next());
    if (done === true) return;
    yield value;
  }
}

function guardedWire(wire: NonNullable<ConnectorPlugin<never>['wire']>, name: string): typeof wire {
  return (schema, direction): JsonObject => {
    try {
      return wire(schema, direction);
    } catch (cause) {
      throw broken(`${name}: wire`, `threw ${messageOf(cause)}`, cause);
    }
  };
}

async function withinTime<T>(what: string, work: () => Promise<T>, wait: number): Promise<T> {
  const clock = new AbortController();
  const late = timer(wait, undefined, { signal: clock.signal }).then(() => {
    throw broken(what, `gave no answer within ${wait / 1000} s`);
  });
  // When the work is done first, the clock is stopped, and nobody wants to hear of it.
  late.catch(() => undefined);
  try {
    return await Promise.race([work(), late]);
  } catch (cause) {
    if (cause instanceof SeamError || isAbort(cause)) throw cause;
    throw broken(what, `threw ${messageOf(cause)}`, cause);
  } finally {
    clock.abort();
  }
}

/** What a run that was ended throws everywhere. */
function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

function messageOf(cause: unknown): string {
  return `"${(cause instanceof Error ? cause.message : String(cause)).slice(0, 300)}"`;
}

function broken(what: string, fault: string, cause?: unknown): SeamError {
  return new SeamError('connector-broken', { why: `The connector ${what} ${fault}.`, cause });
}
