import { createHash } from 'node:crypto';
import type { AlertSeam } from '../model/alert.js';
import type { ChannelConfig, Config, Seam } from '../model/config.js';
import { directions, type Verdict, verdicts } from '../model/drift.js';
import { isJsonObject, type Json } from '../model/json.js';
import type { Judgement } from '../model/report.js';
import { byCodePoint } from '../model/text.js';

/** Whom a channel tells: the owner of everything that broke, or those who look at one seam. */
export type AudienceKind = 'owner' | 'seam';

/** One channel and one audience of it. */
export type Topic = {
  /** The same for the same channel and audience, whatever the channel is called. */
  readonly key: string;
  readonly project: string;
  readonly channel: string;
  readonly audience: { readonly kind: AudienceKind; readonly name: string };
};

/** What stands for the audience of what no seam names. */
const nobody = 'contracts that no seam names';

/** Where the alerts of a project go. */
export type Routes = {
  /** Topics that are told of something, each with the seams that it concerns. */
  of(concerned: readonly Concerned[]): readonly (readonly [Topic, readonly AlertSeam[], Verdict])[];
  /** Keys of the channels that the project has. */
  readonly channels: ReadonlySet<string>;
};

/** A seam, or nobody, and how bad something is for it; without a verdict it is told to everybody. */
export type Concerned = {
  readonly seam: AlertSeam | undefined;
  readonly verdict: Verdict | undefined;
};

/**
 * The routes of a project.
 * @param kindOf whom a type of channel tells
 */
export function routesOf(
  project: string,
  { notify, seams }: Pick<Config, 'notify' | 'seams'>,
  kindOf: (type: string) => AudienceKind,
): Routes {
  const channels = new Map(notify.channels.map((channel) => [channel.name, channel]));
  const own = new Map(seams.map((seam) => [seam.name, seam]));
  return {
    channels: new Set(notify.channels.map(channelKey)),
    of(concerned) {
      const topics = new Map<string, { topic: Topic; seams: AlertSeam[]; verdict: Verdict }>();
      for (const { seam, verdict } of concerned) {
        const names = (seam === undefined ? undefined : own.get(seam.name)?.notify) ?? notify.default;
        for (const channel of names.flatMap((name) => channels.get(name) ?? [])) {
          if (verdict !== undefined && isMilder(verdict, channel.atLeast)) continue;
          const topic = topicOf(project, channel, kindOf(channel.type), seam);
          const known = topics.get(topic.key);
          const worst = verdict ?? 'warning';
          if (known === undefined) {
            topics.set(topic.key, { topic, seams: seam === undefined ? [] : [seam], verdict: worst });
            continue;
          }
          if (seam !== undefined) known.seams.push(seam);
          if (isMilder(known.verdict, worst)) known.verdict = worst;
        }
      }
      return [...topics.values()].map((each) => [each.topic, each.seams, each.verdict] as const);
    },
  };
}

/** True where a verdict is milder than another. */
function isMilder(verdict: Verdict, than: Verdict): boolean {
  return verdicts.indexOf(verdict) > verdicts.indexOf(than);
}

/** Key of the channel within that of a topic. */
export function channelOfTopic(key: string): string {
  return key.split('/', 1)[0] ?? '';
}

function topicOf(
  project: string,
  channel: ChannelConfig,
  kind: AudienceKind,
  seam: AlertSeam | undefined,
): Topic {
  const name = seam === undefined ? nobody : kind === 'seam' ? seam.name : (seam.owner ?? seam.name);
  // Owners are the same people in every project; seams of one name are not the same seam.
  const who = kind === 'owner' && seam !== undefined ? name : `${project}#${name}`;
  return { key: `${channelKey(channel)}/${who}`, project, channel: channel.name, audience: { kind, name } };
}

/** What the channel is: two projects that write to the same place have the same channel. Placeholders stand as they are. */
function channelKey({ type, options }: ChannelConfig): string {
  return createHash('sha256')
    .update(JSON.stringify([type, ordered(options)]))
    .digest('hex')
    .slice(0, 12);
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return value;
  return Object.keys(value)
    .sort(byCodePoint)
    .map((name) => [name, ordered(value[name] ?? null)]);
}

/** Whom a finding concerns, seam by seam with the worst of its verdicts; what is safe for a seam does not concern it. */
export function concernedBy(judgements: readonly Judgement[]): readonly Concerned[] {
  const loud = judgements.filter(({ verdict }) => verdict !== 'info');
  const names = [...new Set(loud.map(({ seam }) => seam))];
  return names.map((name) => {
    const own = loud.filter(({ seam }) => seam === name);
    const verdict = own.some((judgement) => judgement.verdict === 'breaking') ? 'breaking' : 'warning';
    const [first] = own;
    const does = directions.filter((direction) => own.some((judgement) => judgement.direction === direction));
    const seam = name === undefined ? undefined : seamOf(name, first, does);
    return { seam, verdict };
  });
}

function seamOf(
  name: string,
  { owner, runbook }: Pick<AlertSeam, 'owner' | 'runbook'> = {},
  does: readonly string[],
): AlertSeam {
  return {
    name,
    does: does.map((direction) => `${direction}s`).join(', '),
    ...(owner === undefined ? {} : { owner }),
    ...(runbook === undefined ? {} : { runbook }),
  };
}

/** The seams that use a source, or one entity of it; nobody where none does. */
export function usersOf(
  seams: readonly Seam[],
  source: string,
  entity: string | undefined,
): readonly Concerned[] {
  const users = seams.flatMap((seam) => {
    const uses = seam.uses.filter(
      (use) => use.source === source && (entity === undefined || use.entity === entity),
    );
    if (uses.length === 0) return [];
    const does = directions.filter((direction) => uses.some((use) => use.directions.includes(direction)));
    return [{ seam: seamOf(seam.name, seam, does), verdict: undefined }];
  });
  return users.length > 0 ? users : [{ seam: undefined, verdict: undefined }];
}
