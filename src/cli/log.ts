import type { RunContext } from '../run/context.js';

/** How the events of a run may be written to stderr. */
export const logFormats = ['json'] as const;

/** True where the command line asks for a log. It is looked for before it is parsed: a wrong command line is an event too. */
export function wantsLog(argv: readonly string[]): boolean {
  return argv.some(
    (arg, index) => arg === '--log-format=json' || (arg === 'json' && argv[index - 1] === '--log-format'),
  );
}

/** Members of the line itself: a fact of the same name is written as `fact.NAME`. */
const own: ReadonlySet<string> = new Set(['level', 'time', 'message', 'trace_id']);

/**
 * Writes each event as one JSON object a line, with the W3C trace of the run.
 * @param write gets each line, with its end
 * @param trace 32 hexadecimal digits
 */
export async function jsonLog(write: (line: string) => void, trace: string): Promise<RunContext['log']> {
  const { pino } = await import('pino');
  const logger = pino(
    {
      base: { trace_id: trace },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      messageKey: 'message',
    },
    { write },
  );
  return (message, facts = {}) => {
    const named = Object.entries(facts).map(([name, fact]) => [own.has(name) ? `fact.${name}` : name, fact]);
    logger.info(Object.fromEntries(named), message);
  };
}
