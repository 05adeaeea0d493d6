import { Chalk } from 'chalk';
import type { Paint } from '../report/format.js';

/** What commands know of the process: where text goes and how wide and colourful it may be. */
export type Terminal = {
  /** Writes the result. */
  readonly out: (text: string) => void;
  /** Writes everything else. */
  readonly err: (text: string) => void;
  readonly outPaint: Paint;
  readonly errPaint: Paint;
  /** Columns of the result. */
  readonly width: number;
  /** stderr, where lines on it can be written over; `undefined` where they stay. */
  readonly live: NodeJS.WriteStream | undefined;
};

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** The terminal for these streams. Colour follows NO_COLOR (https://no-color.org), FORCE_COLOR, then the stream. */
export function terminalOf(
  stdout: Stream,
  stderr: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const [out, err] = [stdout.write.bind(stdout), stderr.write.bind(stderr)];
  return {
    out: (text) => void out(text),
    err: (text) => void err(text),
    outPaint: paintFor(stdout, env),
    errPaint: paintFor(stderr, env),
    width: stdout.isTTY ? Math.max(40, Math.min(stdout.columns ?? 80, 120)) : 80,
    live: stderr.isTTY && !env['CI'] && env['TERM'] !== 'dumb' ? stderr : undefined,
  };
}

function paintFor(stream: Stream, env: Readonly<Record<string, string | undefined>>): Paint {
  const chalk = new Chalk({ level: colourLevel(stream, env) });
  // chalk joins all its arguments, and a `map` hands over more than the text.
  const style = (name: keyof Paint) => (text: string) => chalk[name](text);
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    yellow: style('yellow'),
    green: style('green'),
    cyan: style('cyan'),
  };
}

function colourLevel(stream: Stream, env: Readonly<Record<string, string | undefined>>): 0 | 1 {
  if (env['NO_COLOR']) return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 0 : 1;
  return stream.isTTY && env['TERM'] !== 'dumb' ? 1 : 0;
}
