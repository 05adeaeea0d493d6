import { canonicalText } from '../contract/canonical.js';
import { parseContract } from '../contract/parse.js';
import { resultProblem } from '../contract/pull-guard.js';
import { SeamError } from '../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import type { ObservedFacet } from '../model/schema.js';
import type { EntityResult } from '../model/source.js';
import { faultNames, faults } from './faults.js';
import { type FaultyServer, startProxy } from './proxy.js';
import { connectTo, described, type Patience, type Started, type Subject } from './subject.js';

/** A promise that every connector makes. */
export type Check = {
  readonly id: string;
  readonly promise: string;
  /** Resolves where the promise is kept. @throws `BrokenPromise`, or `NotApplicable` where it says nothing here */
  run(subject: Subject): Promise<void>;
};

/** A connector does not keep a promise. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** A promise that says nothing of this connector. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

function demand(holds: boolean, why: string): void {
  if (!holds) throw new BrokenPromise(why);
}

/** Runs with a server that has been started, and closes it. */
async function withStarted<T>({ start }: Subject, work: (started: Started) => Promise<T>): Promise<T> {
  const started = await start();
  try {
    return await work(started);
  } finally {
    await started.close();
  }
}

async function describedBy(
  { plugin }: Subject,
  started: Pick<Started, 'url' | 'options' | 'secrets'>,
  entities: readonly string[],
): Promise<ReadonlyMap<string, EntityResult>> {
  const { connector, close } = await connectTo(plugin, started);
  try {
    return await described(connector, entities);
  } finally {
    await close();
  }
}

/** The text of each entity's contract. */
function textsOf(results: ReadonlyMap<string, EntityResult>): Readonly<Record<string, string>> {
  const texts = [...results].map(([entity, result]) => [
    entity,
    result.status === 'described' ? canonicalText(result.schema) : `${result.status}: ${result.why}`,
  ]);
  return Object.fromEntries(texts.sort());
}

/** Names of the facets that some entity observed, or said it could not observe this time. */
function observedIn(results: ReadonlyMap<string, EntityResult>) {
  const described = [...results.values()].filter((result) => result.status === 'described');
  const observed = new Set(described.flatMap(({ schema }) => schema['x-seam'].observed));
  const excused = new Set(described.flatMap(({ notObserved = [] }) => notObserved.map(({ facet }) => facet)));
  return { observed, excused };
}

const facts: readonly Check[] = [
  {
    id: 'options',
    promise: 'its options are a JSON Schema, and every secret is one of them',
    async run({ plugin }) {
      demand(isJsonObject(plugin.options), 'options must be a JSON Schema');
      const stranger = plugin.secrets.find((secret) => !isOption(plugin.options, secret.split('.')));
      demand(stranger === undefined, `the secret "${stranger}" is no option`);
    },
  },
  {
    id: 'system',
    promise: 'it says what the source is: product and version',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const { connector, close } = await connectTo(subject.plugin, started);
        const system = await connector.system();
        await close();
        demand(system.product !== '' && system.version !== '', 'product or version is empty');
      }),
  },
  {
    id: 'contracts',
    promise: 'what it describes are contracts, and name the connector and its mapping',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const results = await describedBy(subject, started, started.entities);
        for (const entity of started.entities) {
          const result = results.get(entity);
          demand(result?.status === 'described', `${entity} is ${result?.status ?? 'left out'}`);
          const problem = resultProblem(result);
          demand(problem === undefined, problem ?? '');
          if (result?.status !== 'described') continue;
          const { connector, mapping, entity: named } = result.schema['x-seam'];
          demand(connector === subject.plugin.name, `${entity} names the connector ${connector}`);
          demand(mapping === subject.plugin.mapping, `${entity} names the mapping ${mapping}`);
          demand(named === entity, `${entity} names the entity ${named}`);
          const text = canonicalText(result.schema);
          demand(
            canonicalText(parseContract(text, entity)) === text,
            `${entity} reads back as another contract`,
          );
        }
      }),
  },
  {
    id: 'repeatable',
    promise: 'two descriptions of the same are the same, byte for byte, in whatever order they are asked for',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const { entities } = started;
        const first = textsOf(await describedBy(subject, started, entities));
        const again = textsOf(await describedBy(subject, started, [...entities].reverse()));
        demand(JSON.stringify(first) === JSON.stringify(again), 'the second description differs');
        const [one] = entities;
        if (one === undefined) return;
        const alone = textsOf(await describedBy(subject, started, [one]));
        demand(alone[one] === first[one], `${one} alone is described otherwise than among others`);
      }),
  },
  {
    id: 'unknown-entity',
    promise: 'an entity that is not there is a result, and spoils no other',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const { entities, unknown } = started;
        const results = await describedBy(subject, started, [unknown, ...entities]);
        const result = results.get(unknown);
        demand(result !== undefined, `${unknown} is left out`);
        demand(result?.status !== 'described', `${unknown} is described`);
        demand(
          entities.every((entity) => results.get(entity)?.status === 'described'),
          'another entity suffers',
        );
      }),
  },
  {
    id: 'catalogue',
    promise: 'its catalogue lists what it can describe, or says why it cannot',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const { connector, close } = await connectTo(subject.plugin, started);
        const names = new Set<string>();
        try {
          for await (const { name } of connector.list()) names.add(name);
        } catch (error) {
          demand(error instanceof SeamError, `list threw ${String(error)}`);
          throw new NotApplicable('the account may not list');
        } finally {
          await close();
        }
        const missing = started.entities.filter((entity) => !names.has(entity));
        demand(missing.length === 0, `${missing.join(', ')} is not listed`);
      }),
  },
  {
    id: 'capabilities',
    promise: 'its table of capabilities is true: what it says it tells, it tells; what it tells stands there',
    run: (subject) =>
      withStarted(subject, async (started) => {
        const { facets } = subject.plugin.capabilities;
        const { observed, excused } = observedIn(await describedBy(subject, started, started.entities));
        const unsaid = [...observed].filter((facet) => (facets[facet]?.observable ?? 'no') === 'no');
        demand(unsaid.length === 0, `told and not in the table: ${unsaid.join(', ')}`);
        const promised = (Object.keys(facets) as ObservedFacet[]).filter(
          (facet) => facets[facet]?.observable === 'yes',
        );
        const untold = promised.filter((facet) => !observed.has(facet) && !excused.has(facet));
        demand(untold.length === 0, `in the table and never told: ${untold.join(', ')}`);
      }),
  },
  {
    id: 'cancelling',
    promise: 'it ends when the run is ended, also while the server is silent',
    run: (subject) =>
      behindProxy(subject, async (started, proxy) => {
        proxy.misbehave(faults['no answer at all']);
        const controller = new AbortController();
        const reason = new Error('the run is over');
        const work = attempt(subject, started, { signal: controller.signal });
        controller.abort(reason);
        const error = await work.then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        demand(error !== undefined, 'it went on as if nothing were');
      }),
  },
  {
    id: 'only-reading',
    promise: 'it makes reading calls alone',
    run: (subject) =>
      behindProxy(subject, async (started, proxy) => {
        await attempt(subject, started);
        const writing = [...proxy.methods].filter((method) => !['GET', 'HEAD', 'POST'].includes(method));
        demand(writing.length === 0, `it sent ${writing.join(', ')}`);
      }),
  },
];

/** For each wrong answer of a server: an error or an unreadable entity, never an empty one, and no secret told. */
const failures: readonly Check[] = faultNames.map((name) => ({
  id: `fault: ${name}`,
  promise: `a server with ${name} was not looked at: nothing is described, nothing is missing, no secret is told`,
  run: (subject) =>
    behindProxy(subject, async (started, proxy) => {
      proxy.misbehave(faults[name]);
      const outcome = await attempt(subject, started, { timeout: 0.5 }).then(
        (results) => ({ results, error: undefined }),
        (error: unknown) => ({ results: undefined, error }),
      );
      const { results, error } = outcome;
      const told = error === undefined ? JSON.stringify([...(results ?? [])]) : toldBy(error);
      demand(!started.secrets.some((secret) => told.includes(secret)), 'a secret is told');
      if (error !== undefined) {
        demand(error instanceof SeamError, `it threw ${String(error)}, which is no SeamError`);
        demand(error instanceof SeamError && error.fix !== '', 'the error does not say what to do');
        return;
      }
      const wrong = [...(results ?? [])].filter(
        ([, { status }]) => status === 'described' || status === 'missing',
      );
      demand(
        wrong.length === 0,
        `it says ${wrong.map(([entity, { status }]) => `${entity} ${status}`).join(', ')}`,
      );
    }),
}));

/** Every promise, in the order in which they are told. */
export const checks: readonly Check[] = [...facts, ...failures];

async function behindProxy(
  subject: Subject,
  work: (started: Started, proxy: FaultyServer) => Promise<void>,
): Promise<void> {
  await withStarted(subject, async (started) => {
    const { url } = started;
    if (url === undefined || !/^http:/.test(url))
      throw new NotApplicable('it does not speak plain HTTP to its server');
    const proxy = await startProxy(url);
    try {
      await work({ ...started, url: proxy.url }, proxy);
    } finally {
      await proxy.close();
    }
  });
}

/** All that a run asks of a source. */
async function attempt(
  { plugin }: Subject,
  started: Started,
  patience?: Patience,
): Promise<ReadonlyMap<string, EntityResult>> {
  const { connector, close } = await connectTo(plugin, started, patience);
  try {
    await connector.system();
    return await described(connector, started.entities);
  } finally {
    await close().catch(() => undefined);
  }
}

/** All that an error says, with its causes. */
function toldBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const failure = error instanceof SeamError ? JSON.stringify(error.toFailure()) : '';
  return [error.message, failure, ...(error.cause === undefined ? [] : [toldBy(error.cause)])].join('\n');
}

function isOption(schema: Json, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) && Object.hasOwn(properties, name) && isOption(at(properties, name), rest);
}

function at(object: JsonObject, name: string): Json {
  return object[name] ?? null;
}
