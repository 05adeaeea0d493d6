import { resolveChannel } from '../config/interpolate.js';
import { isFailure, SeamError } from '../errors/seam-error.js';
import type { OutgoingAlert } from '../model/alert.js';
import type { ChannelConfig, Config } from '../model/config.js';
import type { Json, JsonObject } from '../model/json.js';
import type { Delivered, ScanRun } from '../model/scan.js';
import type { Sender } from '../notify/channel.js';
import { loadChannel } from '../notify/channels.js';
import type { StateStore } from '../scan/store.js';
import { openDelivery } from '../transport/delivery.js';
import { sendMail } from '../transport/mail.js';
import { redactor } from '../transport/redact.js';
import type { RunContext } from './context.js';
import { seamVersion } from './version.js';

/** A message as its channel would send it. */
export type Composed = {
  readonly channel: string;
  readonly type: string;
  readonly audience: string;
  readonly payload: Json;
};

/** Failures of one channel after which it is left alone until the next run. */
const patience = 2;

/** Milliseconds within which a message of another run may be under way still, where several can write the state. */
const inFlight = 15 * 60_000;

type Configs = ReadonlyMap<string, Config>;

/** What became of the alerts, and why no more were sent where the state could not be written any longer. */
export type Deliveries = { readonly alerts: readonly Delivered[]; readonly failure?: SeamError };

/**
 * Sends what is in the outbox, oldest first, and takes each message out when it has arrived: what is interrupted is sent
 * again by the next run, with the same id. A topic is told in order, so that what is over never comes before what began.
 */
export async function deliverAll(
  store: StateStore,
  configs: Configs,
  run: ScanRun,
  context: RunContext,
): Promise<Deliveries> {
  const senders = sendersOf(configs, run, context);
  const failures = new Map<string, number>();
  const stopped = new Set<string>();
  const done: Delivered[] = [];
  try {
    let { outbox } = await store.update((state) => state);
    for (const alert of outbox) {
      context.signal.throwIfAborted();
      const config = configs.get(alert.project);
      // The file of another scan with the same state, or one that cannot be read tonight.
      if (config === undefined || (!store.exclusive && isInFlight(alert, run))) continue;
      const channel = config.notify.channels.find(({ name }) => name === alert.channel);
      const key = JSON.stringify([alert.project, alert.channel]);
      const fact = factOf(alert, run);
      if (channel === undefined) {
        done.push({ ...fact, outcome: 'dropped' });
      } else if ((failures.get(key) ?? 0) >= patience || stopped.has(alert.topic)) {
        done.push({ ...fact, outcome: 'waiting' });
        continue;
      } else {
        const { failure, left } = await attempt(alert, channel, senders);
        if (left !== undefined) {
          const marked = (each: OutgoingAlert) => (each.id === alert.id ? { ...each, left } : each);
          await store.update((state) => ({ ...state, outbox: state.outbox.map(marked) }));
        }
        if (failure !== undefined) {
          failures.set(key, (failures.get(key) ?? 0) + 1);
          stopped.add(alert.topic);
          done.push({ ...fact, outcome: 'failed', failure: failure.toFailure() });
          continue;
        }
        done.push({ ...fact, outcome: 'delivered' });
      }
      const without = (list: readonly OutgoingAlert[]) => list.filter(({ id }) => id !== alert.id);
      ({ outbox } = await store.update((state) => ({ ...state, outbox: without(state.outbox) })));
    }
    return { alerts: done };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isFailure(error)) throw error;
    // Whatever is sent now is sent again: one message may come twice, and not every one.
    return { alerts: done, failure: error };
  } finally {
    await senders.close();
  }
}

/** The messages as their channels would send them; placeholders stand as they are. */
export async function composed(
  alerts: readonly OutgoingAlert[],
  configs: Configs,
): Promise<readonly Composed[]> {
  const all = alerts.map(async (alert): Promise<readonly Composed[]> => {
    const found = configs.get(alert.project)?.notify.channels.find(({ name }) => name === alert.channel);
    if (found === undefined) return [];
    const channel = await loadChannel(found.type);
    const payload = channel.compose(alert, found.options);
    return [{ channel: alert.channel, type: found.type, audience: alert.audience.name, payload }];
  });
  return (await Promise.all(all)).flat();
}

function isInFlight({ run: { id, at } }: OutgoingAlert, run: ScanRun): boolean {
  return id !== run.id && Date.parse(run.at) - Date.parse(at) < inFlight;
}

function factOf(alert: OutgoingAlert, run: ScanRun): Omit<Delivered, 'outcome'> {
  const { id, project, channel, audience, what } = alert;
  const again = alert.run.id === run.id ? {} : { again: true as const };
  return { id, project, channel, audience: audience.name, what, ...again };
}

async function attempt(
  alert: OutgoingAlert,
  channel: ChannelConfig,
  senders: Senders,
): Promise<{ readonly failure?: SeamError; readonly left?: readonly string[] }> {
  try {
    const { options, sender } = await senders.of(alert.project, channel);
    const left = await (await loadChannel(channel.type)).deliver(alert, options, sender);
    if (left === undefined || left.length === 0) return {};
    return { left, failure: refusedFor(left, channel.name) };
  } catch (error) {
    if (isFailure(error)) return { failure: error };
    throw error;
  }
}

function refusedFor(left: readonly string[], channel: string): SeamError {
  return new SeamError('not-delivered', {
    why: `The message was taken for others, and not for ${left.join(', ')}.`,
    where: { channel },
    fix: 'Check the addresses of the channel; the next scan sends it to these alone.',
  });
}

type Senders = {
  readonly of: (
    project: string,
    channel: ChannelConfig,
  ) => Promise<{ readonly options: JsonObject; readonly sender: Sender }>;
  readonly close: () => Promise<void>;
};

/** The senders of the channels, each opened when it is first used. */
function sendersOf(configs: Configs, { trace }: ScanRun, context: RunContext): Senders {
  const opened = new Map<string, Promise<{ readonly options: JsonObject; readonly sender: Sender }>>();
  const closers: (() => Promise<void>)[] = [];
  const open = async (project: string, config: ChannelConfig) => {
    const folder = configs.get(project)?.folder ?? context.cwd;
    const { env, signal } = context;
    const { channel, secrets } = await resolveChannel(config, { env, folder, signal });
    const { name, transport, options } = channel;
    const redact = redactor(secrets);
    const { send: post, close } = openDelivery({
      channel: name,
      transport,
      folder,
      signal,
      redact,
      userAgent: `seam/${seamVersion}`,
      ...(trace === undefined ? {} : { trace }),
    });
    closers.push(close);
    const { allowHttp = false, timeout = 30 } = transport;
    const sender: Sender = {
      post,
      mail: (mail) => sendMail(mail, { channel: name, allowHttp, timeout, redact }),
      now: context.now(),
    };
    return { options, sender };
  };
  return {
    of(project, channel) {
      const key = JSON.stringify([project, channel.name]);
      const known = opened.get(key) ?? open(project, channel);
      opened.set(key, known);
      return known;
    },
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}
