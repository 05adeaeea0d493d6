import type { Progress } from '../run/context.js';
import type { Terminal } from './terminal.js';

/** Milliseconds: who is done sooner shows nothing. */
const showAfter = 500;
const redrawEvery = 100;
const everyInLogs = 10_000;

/** Sources that a terminal shows at once; of the others it says how many there are. */
const mostLines = 8;

/**
 * Shows how far the pulls are: after half a second a line for each source on a terminal, written over and gone when done;
 * elsewhere every ten seconds.
 */
export function progressOn({ err, live, errPaint }: Terminal): {
  readonly report: (progress: Progress) => void;
  readonly done: () => void;
} {
  /** Of the sources that are being read. */
  const states = new Map<string, Progress>();
  const lines = () => [...states.values()].map(line);
  let ended = false;
  let clear = (): void => {};
  const draw = async (stream: NodeJS.WriteStream) => {
    const { createLogUpdate } = await import('log-update');
    if (ended) return;
    const update = createLogUpdate(stream, { showCursor: true });
    clear = update.clear;
    const redraw = () => {
      const text = shown(lines());
      if (text !== '') update(errPaint.dim(text));
    };
    timer = setInterval(redraw, redrawEvery).unref();
  };
  const log = () => {
    const text = lines().join('\n');
    if (text !== '') err(`${text}\n`);
  };
  let timer: NodeJS.Timeout =
    live === undefined ? setInterval(log, everyInLogs) : setTimeout(() => void draw(live), showAfter);
  timer.unref();
  return {
    report(progress) {
      if (progress.done < progress.total) states.set(progress.source, progress);
      else states.delete(progress.source);
      // At once: what is written next, a report or a question, begins where the lines were.
      if (states.size === 0) clear();
    },
    done() {
      ended = true;
      clearInterval(timer);
      clear();
    },
  };
}

/** Shows nothing: where each event is a line of the log. */
export const noProgress: ReturnType<typeof progressOn> = { report: () => {}, done: () => {} };

/** As many lines as are easily looked over. */
function shown(lines: readonly string[]): string {
  const rest = lines.length - mostLines;
  if (rest <= 1) return lines.join('\n');
  return [...lines.slice(0, mostLines), `and ${rest} more sources`].join('\n');
}

function line({ source, done, total, current }: Progress): string {
  // The name comes from the ERP's answer or from seam.yaml: only what prints as it is goes to the terminal.
  const name = current.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, 40);
  return `${source}: ${done} of ${total}${name === '' ? '' : `, ${name}`}`;
}
