import type { Delivered, Ended, ScanReport } from '../model/scan.js';
import { failureLines } from './failure.js';
import type { RenderOptions } from './format.js';
import { hanging } from './layout.js';
import { counted, isWhole, mostListed, shortened } from './words.js';

/** What a scan adds to the report of what it found: what is over, who was told, what is remembered, and the trace. */
export function renderScan(scan: ScanReport, options: RenderOptions): string {
  const { failures, ended, alerts, state, run, report, exit } = scan;
  const counts = standingWords(report);
  const lines = [
    ...failures.flatMap((failure) => failureLines(failure, options)),
    ...(counts === undefined ? [] : hanging('', counts, options)),
    ...endedLines(ended, options),
    ...alerts.flatMap((alert) => alertLines(alert, options)),
    ...stateLines(state, alerts, options),
    ...hanging(
      '',
      [`run ${run.id}`, ...(run.trace === undefined ? [] : [`trace ${run.trace}`])].join(' · '),
      options,
    ),
    ...(exit.code === report.exit.code ? [] : hanging('', `→ exit ${exit.code}`, options)),
  ];
  return `${lines.join('\n')}\n`;
}

const standings = ['new', 'changed', 'returned', 'worse', 'still'] as const;

const standingWord = {
  new: 'new',
  changed: 'changed',
  returned: 'back again',
  worse: 'worse',
  still: 'still there',
} as const;

/** `2 new, 1 still there`: of what is told and not let pass. */
function standingWords({ findings }: ScanReport['report']): string | undefined {
  const told = findings.filter(({ verdict, waived }) => verdict !== 'info' && waived === undefined);
  const parts = standings.flatMap((standing) => {
    const count = told.filter(({ known }) => known?.standing === standing).length;
    return count === 0 ? [] : [`${count} ${standingWord[standing]}`];
  });
  return parts.length === 0 ? undefined : `Since the last scan: ${parts.join(', ')}.`;
}

const ends: Readonly<Record<Ended['end'], string>> = {
  resolved: 'resolved',
  changed: 'changed into something else',
  unwatched: 'not asked for any more',
  readable: 'can be read again',
};

function endedLines(ended: readonly Ended[], options: RenderOptions): readonly string[] {
  const most = isWhole(ended.length, options) ? ended.length : mostListed;
  const rest = ended.length - most;
  return [
    ...ended.slice(0, most).flatMap(({ path, rule, end, since }) => {
      const text = `${path} ${rule}: ${ends[end]}, was there since ${since.slice(0, 10)}`;
      return hanging('✓ ', shortened(text, options), options);
    }),
    ...(rest === 0 ? [] : hanging('✓ ', `and ${counted(rest, 'more')}`.replace('mores', 'more'), options)),
  ];
}

const what = { news: 'told', reminder: 'reminded', over: 'told that all is over' } as const;

function alertLines(alert: Delivered, options: RenderOptions): readonly string[] {
  const { channel, audience, outcome, again, failure } = alert;
  const whom = shortened(`${audience} through ${channel}`, options);
  const when = again === true ? ', from an earlier run' : '';
  if (outcome === 'delivered') return hanging('→ ', `${what[alert.what]}: ${whom}${when}`, options);
  if (outcome === 'dropped')
    return hanging('- ', `not told: ${whom}${when}; seam.yaml has no such channel`, options);
  if (outcome === 'waiting')
    return hanging('! ', `not told yet: ${whom}${when}; the next scan tells it`, options);
  const lines = failure === undefined ? [] : failureLines(failure, options);
  return [...hanging('! ', `not told yet: ${whom}${when}; the next scan tries again`, options), ...lines];
}

function stateLines(
  { place, setAside, failure }: ScanReport['state'],
  alerts: readonly Delivered[],
  options: RenderOptions,
): readonly string[] {
  const aside =
    setAside === undefined
      ? []
      : hanging(
          '! ',
          `What earlier scans remembered at ${place} could not be read and is now ${setAside}. All drift counts as new.`,
          options,
        );
  if (failure === undefined) return aside;
  const why =
    alerts.length === 0
      ? 'Nothing could be remembered, so nobody was told; the next scan that can tells it.'
      : 'Not all could be remembered; the next scan tells the rest, and the last message again.';
  return [...aside, ...hanging('! ', why, options), ...failureLines(failure, options)];
}
