import { createHash } from 'node:crypto';
import type { AlertItem, AlertMark, OutgoingAlert } from '../model/alert.js';
import type { Config } from '../model/config.js';
import { type Verdict, verdicts } from '../model/drift.js';
import { groupsBy } from '../model/groups.js';
import type { ScanRun } from '../model/scan.js';
import { type Dark, darkKey, type KnownDrift, type Told, type ToldItem } from '../model/scan-state.js';
import { byCodePoint } from '../model/text.js';
import { darkItem, driftItem, markOf, overItem, seeAll } from './item.js';
import type { NightDrift } from './night.js';
import {
  type AudienceKind,
  channelOfTopic,
  concernedBy,
  type Routes,
  routesOf,
  type Topic,
  usersOf,
} from './route.js';

/** What a run knows, for whom it may concern. */
export type Night = {
  readonly run: ScanRun;
  /** Configs of the projects that could be read, by project. */
  readonly configs: ReadonlyMap<string, Pick<Config, 'seams' | 'notify' | 'sources'>>;
  /** Drift that was seen. */
  readonly drift: readonly NightDrift[];
  /** All drift that is remembered, as the run left it, by key. */
  readonly known: ReadonlyMap<string, KnownDrift>;
  /** What is dark still, by key. */
  readonly dark: ReadonlyMap<string, Dark>;
  /** Whom a type of channel tells. */
  readonly kindOf: (type: string) => AudienceKind;
};

/** Items that a message shows of each kind. */
const mostShown = 10;
const day = 24 * 60 * 60 * 1000;
/** Drift that has come back so often within so many days comes and goes. */
const flaps = { times: 2, days: 14, misses: 3 } as const;

/** Something that a message may tell; it is put into words only if it is shown, for there may be thousands. */
type Candidate = {
  readonly told: ToldItem;
  readonly mark: AlertMark;
  /** It is no drift: it could not be looked at. */
  readonly dark: boolean;
  readonly item: () => AlertItem;
};

/** What is open for a topic now. */
type Open = { readonly topic: Topic; readonly items: Map<string, Candidate> };

/**
 * What has to be told, and what is told once it has been: the difference between what is so and what everybody knows.
 * Pure: the same night gives the same alerts with the same ids.
 */
export function alertsOf(
  told: readonly Told[],
  night: Night,
): { readonly alerts: readonly OutgoingAlert[]; readonly told: readonly Told[] } {
  const routes = new Map(
    [...night.configs].map(([project, config]) => [project, routesOf(project, config, night.kindOf)]),
  );
  const open = openNow(night, routes);
  const before = new Map(told.filter((each) => lives(each, routes)).map((each) => [each.topic, each]));
  const keys = [...new Set([...before.keys(), ...open.keys()])].sort(byCodePoint);
  const alerts: OutgoingAlert[] = [];
  const after: Told[] = [];
  for (const key of keys) {
    const now = open.get(key);
    const was = before.get(key);
    const topic = now?.topic ?? (was === undefined ? undefined : topicOf(was));
    if (topic === undefined) continue;
    const { alert, known } = tell(topic, now, was, night);
    if (alert !== undefined) alerts.push(alert);
    if (Object.keys(known.open).length > 0) after.push(known);
  }
  return { alerts, told: after };
}

/** A channel that no project has any more has nobody to tell. */
function lives({ topic, open }: Told, routes: ReadonlyMap<string, Routes>): boolean {
  const projects = new Set(Object.values(open).map(({ project }) => project));
  const known = [...projects].map((project) => routes.get(project));
  return known.some((route) => route === undefined || route.channels.has(channelOfTopic(topic)));
}

function topicOf({ topic: key, channel, audience, open }: Told): Topic {
  const [first] = Object.values(open);
  const [kind, ...name] = audience.split(':');
  return {
    key,
    project: first?.project ?? '',
    channel,
    audience: { kind: kind === 'seam' ? 'seam' : 'owner', name: name.join(':') },
  };
}

function openNow(night: Night, routes: ReadonlyMap<string, Routes>): ReadonlyMap<string, Open> {
  const open = new Map<string, Open>();
  const add = (topic: Topic, key: string, candidate: Candidate) => {
    const known = open.get(topic.key) ?? { topic, items: new Map() };
    known.items.set(key, candidate);
    open.set(topic.key, known);
  };
  for (const sighting of night.drift) {
    const { project, key, finding, known } = sighting;
    if (finding.waived !== undefined) continue;
    for (const [topic, seams, verdict] of routes.get(project)?.of(concernedBy(finding.judgements)) ?? []) {
      const flapping = isFlapping(known, night.run.at) ? { flapping: true as const } : {};
      add(topic, key, {
        told: { ...toldDrift(sighting, verdict), ...flapping },
        mark: markOf(sighting),
        dark: false,
        item: () => ({ ...driftItem(sighting), seams, verdict }),
      });
    }
  }
  for (const [key, dark] of night.dark) {
    const config = night.configs.get(dark.project);
    if (config === undefined || dark.runs < config.notify.unreadableAfter) continue;
    const owner = config.sources.find(({ name }) => name === dark.source)?.contractsOf ?? dark.source;
    const users = usersOf(config.seams, owner, dark.entity);
    for (const [topic, seams] of routes.get(dark.project)?.of(users) ?? []) {
      add(topic, key, {
        told: toldDark(dark),
        mark: 'dark',
        dark: true,
        item: () => ({ ...darkItem(dark), seams }),
      });
    }
  }
  return open;
}

function toldDrift({ project, finding: { path, rule }, known }: NightDrift, verdict: Verdict): ToldItem {
  const { source, entity, field } = path;
  const place = { source, entity, ...(field === undefined ? {} : { field }) };
  return { project, ...place, rule, verdict, since: known.firstSeen };
}

function toldDark({ project, source, entity, code, since }: Dark): ToldItem {
  const place = { source, ...(entity === undefined ? {} : { entity }) };
  return { project, ...place, rule: code, verdict: 'warning', since };
}

/** True for drift that comes and goes: it was there again and again in the last two weeks. */
function isFlapping({ spans }: KnownDrift, at: string): boolean {
  const from = new Date(Date.parse(at) - flaps.days * day).toISOString();
  return spans.slice(1).filter((span) => span.from >= from).length >= flaps.times;
}

/** The message for a topic, where there is one, and what it knows then. */
function tell(
  topic: Topic,
  now: Open | undefined,
  was: Told | undefined,
  night: Night,
): { readonly alert: OutgoingAlert | undefined; readonly known: Told } {
  const before = was?.open ?? {};
  const items: ReadonlyMap<string, Candidate> = now?.items ?? new Map();
  const news: Candidate[] = [];
  const open: Candidate[] = [];
  const over: Candidate[] = [];
  const known: [string, ToldItem][] = [];
  for (const [key, candidate] of items) {
    const { told, item } = candidate;
    const mark = newsOf(told, before[key], candidate.mark);
    known.push([key, told]);
    (mark === 'open' ? open : news).push({ ...candidate, mark, item: () => ({ ...item(), mark }) });
  }
  const changed = new Set(news.filter(({ mark }) => mark === 'changed').map(({ told }) => placeOf(told)));
  for (const [key, told] of Object.entries(before)) {
    if (items.has(key)) continue;
    const end = endOf(key, told, night);
    if (end === undefined) known.push([key, told]);
    else if (!changed.has(placeOf(told))) {
      over.push({ told, mark: end, dark: false, item: () => overItem(told, end) });
    }
  }
  const remind = isDue(topic, was, night);
  const what =
    news.length > 0 ? 'news' : over.length > 0 ? (known.length === 0 ? 'over' : 'news') : 'reminder';
  const due = news.length + over.length > 0 || (remind && known.length > 0);
  const at = due || was === undefined ? night.run.at : was.at;
  const entries = known.sort(([a], [b]) => byCodePoint(a, b));
  const audience = `${topic.audience.kind}:${topic.audience.name}`;
  return {
    alert: due ? message(topic, what, { news, open, over }, night) : undefined,
    known: { topic: topic.key, channel: topic.channel, audience, at, open: Object.fromEntries(entries) },
  };
}

function isDue({ project }: Topic, was: Told | undefined, { run, configs }: Night): boolean {
  const days = configs.get(project)?.notify.remindAfterDays;
  if (was === undefined || days === undefined) return false;
  // A nightly run never begins at the same second.
  return Date.parse(run.at) - Date.parse(was.at) >= days * day - day / 4;
}

/** What is to be told of something that is open: `open` where nothing. */
function newsOf(now: ToldItem, before: ToldItem | undefined, mark: AlertMark): AlertMark {
  if (before === undefined) return now.flapping ? 'flapping' : mark === 'open' ? 'new' : mark;
  if (now.flapping && !before.flapping) return 'flapping';
  return verdicts.indexOf(now.verdict) < verdicts.indexOf(before.verdict) ? 'worse' : 'open';
}

/** How something has ended that was told as open; `undefined` where it has not, or nobody could look. */
function endOf(key: string, told: ToldItem, { known, dark, drift, configs }: Night): AlertMark | undefined {
  if (dark.has(key)) return undefined;
  const entry = known.get(key);
  if (entry === undefined)
    return key === darkKey(told) && configs.has(told.project) ? 'readable' : 'resolved';
  const last = entry.spans.at(-1);
  if (last?.to !== undefined) {
    if (told.flapping && entry.missed < flaps.misses) return undefined;
    return last.end === 'unwatched' ? 'unwatched' : 'resolved';
  }
  const seen = drift.find((each) => each.key === key);
  if (seen === undefined) return undefined;
  return seen.finding.waived === undefined ? 'milder' : 'waived';
}

const placeOf = ({ project, source, entity, field, rule }: ToldItem) =>
  JSON.stringify([project, source, entity ?? null, field ?? null, rule]);

function message(
  topic: Topic,
  what: OutgoingAlert['what'],
  all: {
    readonly news: readonly Candidate[];
    readonly over: readonly Candidate[];
    readonly open: readonly Candidate[];
  },
  { run }: Night,
): OutgoingAlert {
  const now = [...all.news, ...all.open];
  const lit = now.filter(({ dark }) => !dark);
  const count = (verdict: Verdict) => lit.filter(({ told }) => told.verdict === verdict).length;
  return {
    id: createHash('sha256').update(`${run.id} ${topic.key}`).digest('hex').slice(0, 32),
    topic: createHash('sha256').update(topic.key).digest('hex').slice(0, 32),
    channel: topic.channel,
    project: topic.project,
    audience: topic.audience,
    run,
    what,
    news: shown(all.news),
    over: shown(all.over),
    open: shown(all.open),
    counts: {
      news: all.news.length,
      over: all.over.length,
      open: all.open.length,
      breaking: count('breaking'),
      warning: count('warning'),
      dark: now.length - lit.length,
    },
    all: seeAll(
      groupsBy([...now, ...all.over], ({ told }) => [told.project, told.source]).map(([{ told }]) => told),
    ),
  };
}

function shown(candidates: readonly Candidate[]): readonly AlertItem[] {
  return candidates
    .toSorted((a, b) => worstFirst(a.told, b.told))
    .slice(0, mostShown)
    .map(({ item }) => item());
}

function worstFirst(a: ToldItem, b: ToldItem): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    byCodePoint(a.source, b.source) ||
    byCodePoint(a.entity ?? '', b.entity ?? '') ||
    byCodePoint(a.field ?? '', b.field ?? '') ||
    byCodePoint(a.rule, b.rule)
  );
}
