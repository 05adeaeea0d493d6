import type { Progress } from '../run/context.js';
import type { Terminal } from './terminal.js';

const showAfter = 500;
const everyInLogs = 10_000;

/**
 * Shows how far the pulls are: after half a second one line on a terminal, written over and gone when done; elsewhere
 * a line every ten seconds.
 */
export function progressOn({ err, interactive, errPaint }: Terminal): {
  readonly report: (progress: Progress) => void;
  readonly done: () => void;
} {
  const states = new Map<string, Progress>();
  let shown = false;
  const show = () => {
    const parts = [...states.values()].filter(({ done, total }) => done < total).map(line);
    if (parts.length === 0) return;
    shown = true;
    err(interactive ? `\r\u001b[2K${errPaint.dim(parts.join(' · '))}` : `${parts.join('\n')}\n`);
  };
  let timer: NodeJS.Timeout | undefined = interactive
    ? setTimeout(() => {
        timer = setInterval(show, 100).unref();
      }, showAfter)
    : setInterval(show, everyInLogs);
  timer.unref();
  return {
    report: (progress) => void states.set(progress.source, progress),
    done() {
      if (timer !== undefined) clearInterval(timer);
      timer = undefined;
      if (interactive && shown) err('\r\u001b[2K');
    },
  };
}

/** Shows nothing: where each event is a line of the log. */
export const noProgress: ReturnType<typeof progressOn> = { report: () => {}, done: () => {} };

function line({ source, done, total, current }: Progress): string {
  // The name comes from the ERP's answer or from seam.yaml: only what prints as it is goes to the terminal.
  const name = current.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, 40);
  return `${source}: ${done} of ${total}${name === '' ? '' : `, ${name}`}`;
}
