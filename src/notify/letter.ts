import type { AlertItem, AlertMark, AlertSeam, OutgoingAlert } from '../model/alert.js';
import { counted, cutAfter, grouped } from '../report/words.js';

/** One fact of a message; a command is shown as it is, an address is a link. Nothing is escaped yet. */
export type LetterLine = {
  readonly label?: string;
  readonly text: string;
  readonly kind: 'text' | 'command' | 'address';
};

/** One thing that a message tells. */
export type LetterItem = {
  readonly symbol: string;
  readonly head: string;
  readonly lines: readonly LetterLine[];
};

/** An alert in words, without layout: every channel gives it its own, and escapes it. */
export type Letter = {
  /** One line: whom it is about, and how bad it is. */
  readonly subject: string;
  /** Worst of all. */
  readonly tone: 'breaking' | 'warning' | 'over';
  readonly sections: readonly { readonly title: string; readonly items: readonly LetterItem[] }[];
  /** Who it is for, the run, and where the rest is. */
  readonly end: readonly LetterLine[];
};

/** Seams that an item names. */
const mostSeams = 5;

/** Characters of a name in a message. */
const longestName = 120;

/**
 * An alert in words.
 * @param most items of each kind that are told in full
 */
export function letterOf(alert: OutgoingAlert, most: number): Letter {
  const { what, counts, audience, run } = alert;
  const rest = [
    {
      title: what === 'reminder' ? 'Still open' : 'What is new',
      items: what === 'reminder' ? alert.open : alert.news,
    },
    { title: 'What is over', items: alert.over },
    { title: 'Still open', items: what === 'reminder' ? [] : alert.open },
  ];
  const totals = [
    what === 'reminder' ? counts.open : counts.news,
    counts.over,
    what === 'reminder' ? 0 : counts.open,
  ];
  const shown = rest.map(({ items }, index) => items.slice(0, index === 2 ? Math.min(most, 3) : most));
  const sections = rest.flatMap(({ title }, index) => {
    const total = totals[index] ?? 0;
    const items = (shown[index] ?? []).map(itemOf);
    const missing = total - items.length;
    if (total === 0) return [];
    const heading =
      missing > 0 ? `${title}: ${grouped(total)}, the worst ${grouped(items.length)} here` : title;
    return [{ title: heading, items }];
  });
  return {
    subject: subjectOf(alert),
    tone: what === 'over' ? 'over' : counts.breaking > 0 ? 'breaking' : 'warning',
    sections,
    end: [
      line(audience.kind, name(audience.name)),
      line('all of it', alert.all, 'command'),
      line('run', [run.at, ...(run.trace === undefined ? [] : [`trace ${run.trace}`])].join(' · ')),
    ],
  };
}

/** `webshop-orders: 2 breaking, 1 warning`. */
function subjectOf(alert: OutgoingAlert): string {
  const { counts, what, news, over, open, audience } = alert;
  const seams = [
    ...new Set([...news, ...open, ...over].flatMap((item) => item.seams.map((seam) => seam.name))),
  ];
  const whom = seams.length === 0 || seams.length > 3 ? audience.name : seams.join(', ');
  const found = [
    ...(counts.breaking > 0 ? [`${grouped(counts.breaking)} breaking`] : []),
    ...(counts.warning > 0 ? [counted(counts.warning, 'warning')] : []),
    ...(counts.dark > 0 ? [`${grouped(counts.dark)} could not be checked`] : []),
  ].join(', ');
  if (what === 'over') return cutAfter(`${whom}: all is over`, 140);
  const how = what === 'reminder' ? ', still open' : '';
  return cutAfter(
    `${whom}: ${found === '' ? counted(counts.open + counts.news, 'change') : found}${how}`,
    140,
  );
}

const symbols: Readonly<Record<AlertItem['verdict'], string>> = { breaking: '✖', warning: '!', info: '·' };

const words: Readonly<Record<AlertMark, string>> = {
  new: 'new',
  changed: 'changed since it was told',
  returned: 'back again',
  worse: 'worse than it was told',
  flapping: 'comes and goes: told again when it has stayed away',
  dark: 'could not be checked',
  open: 'still there',
  resolved: 'resolved',
  waived: 'waived',
  milder: 'no longer concerns this channel',
  unwatched: 'not checked any more: seam.yaml does not ask for it',
  readable: 'can be checked again',
};

const isOver: ReadonlySet<AlertMark> = new Set(['resolved', 'waived', 'milder', 'unwatched', 'readable']);

function itemOf(item: AlertItem): LetterItem {
  const { mark, verdict, source, entity, field, rule, was, now, why, onWrite, since, version, seams } = item;
  const place = [source, ...(entity === undefined ? [] : [entity])].join('/');
  const over = isOver.has(mark);
  const lines = over
    ? [line('now', words[mark]), line('was since', sinceWords(since, undefined))]
    : [
        line('state', mark === 'dark' ? words.dark : `${verdict}, ${words[mark]}`),
        ...some('was', was),
        ...some('now', now),
        ...some('why', why),
        line('since', sinceWords(since, version)),
        ...seamLines(seams, verdict, mark),
        ...some('on write', onWrite),
        ...item.next.map((text, index) => line(index === 0 ? 'next' : undefined, text, 'command')),
      ];
  const title = [place, ...(field === undefined ? [] : [field])].join(' ');
  return { symbol: over ? '✓' : symbols[verdict], head: `${name(title)}: ${rule}`, lines };
}

function seamLines(
  seams: readonly AlertSeam[],
  verdict: AlertItem['verdict'],
  mark: AlertMark,
): readonly LetterLine[] {
  const label = mark === 'dark' ? 'watches over' : verdict === 'breaking' ? 'breaks' : 'concerns';
  if (seams.length === 0) return [line(label, 'whoever uses it; no seam names this contract')];
  const missing = seams.length - mostSeams;
  const shown = missing > 1 ? seams.slice(0, mostSeams) : seams;
  return [
    ...shown.flatMap(({ name: seam, does, owner, runbook }) => [
      line(label, `${name(seam)} (${does})${owner === undefined ? ', no owner' : `, owner ${name(owner)}`}`),
      ...(runbook === undefined ? [] : [line('runbook', cutAfter(runbook, 300), 'address')]),
    ]),
    ...(missing > 1 ? [line(undefined, `and ${grouped(missing)} more seams`)] : []),
  ];
}

/** `2026-11-30 02:00 UTC, Odoo 17.0`. */
function sinceWords(since: string, version: string | undefined): string {
  const time = `${since.slice(0, 16).replace('T', ' ')} UTC`;
  return version === undefined ? time : `${time}, ${version} then`;
}

function name(text: string): string {
  return cutAfter(text, longestName);
}

function some(label: string, text: string | undefined): readonly LetterLine[] {
  return text === undefined ? [] : [line(label, text)];
}

function line(label: string | undefined, text: string, kind: LetterLine['kind'] = 'text'): LetterLine {
  return { ...(label === undefined ? {} : { label }), text, kind };
}

/** A plain http or https address, which may be a link; anything else is only text. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/.test(text) && URL.canParse(text);
}
