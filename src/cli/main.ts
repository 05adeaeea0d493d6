import { CommanderError } from 'commander';
import { errorCodes } from '../errors/codes.js';
import { exitCodes } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import { renderFailure } from '../report/failure.js';
import type { RunContext } from '../run/context.js';
import { jsonLog, wantsLog } from './log.js';
import { programOf } from './program.js';
import { noProgress, progressOn } from './progress.js';
import { openTelemetry } from './telemetry.js';
import { temporaryFolders } from './temporary.js';
import { type Terminal, terminalOf } from './terminal.js';
import { traceOf } from './trace.js';

/** Runs the command line and sets the exit code of the process. Never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = terminalOf(process.stdout, process.stderr, process.env);
  keepStdout();
  const end = endOnlyWhenDone();
  const trace = traceOf(process.env['TRACEPARENT']);
  const log = wantsLog(argv) ? await jsonLog(terminal.err, trace.id) : undefined;
  const completes = argv[0] === '__complete';
  const telemetry = completes
    ? undefined
    : await openTelemetry(process.env, `seam ${argv[0] ?? ''}`.trim(), trace, terminal.err);
  const progress = log === undefined ? progressOn(terminal) : noProgress;
  const temporary = temporaryFolders();
  const controller = new AbortController();
  const stop = (code: 'interrupted' | 'terminated') => () => {
    controller.abort(new SeamError(code, { why: errorCodes[code].says }));
  };
  process.once('SIGINT', stop('interrupted'));
  process.once('SIGTERM', stop('terminated'));
  // A reader that has seen enough (`seam check | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  let code: number = exitCodes.ok.code;
  try {
    const context = () => ({
      terminal,
      run: {
        cwd: process.cwd(),
        env: process.env,
        signal: controller.signal,
        now: () => new Date(),
        trace: trace.id,
        ...(telemetry === undefined ? {} : { span: telemetry.root }),
        log: log ?? (() => {}),
        progress: progress.report,
        processes: { own: process.pid, lives },
        temporary,
      },
    });
    if (completes) {
      await (await import('./completion/complete.js')).complete(argv.slice(1), context);
      return end(exitCodes.ok.code);
    }
    const program = await programOf(argv, context, (given) => {
      code = given;
    });
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    progress.done();
    code = exitCodeOf(controller.signal.aborted ? controller.signal.reason : error, terminal, log);
  } finally {
    progress.done();
  }
  await telemetry?.close(code === exitCodes.ok.code ? undefined : `exit ${code}`);
  end(code);
}

/** True for a process of this machine that runs. Signal 0 asks and sends nothing; one of another user may not be asked. */
function lives(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** stdout is the report's alone: what a plugin or a library prints goes to stderr. The terminal has taken its own writer. */
function keepStdout(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
}

/** A plugin that ends the process, or fails where nobody listens, must not look like "no drift" or like drift. */
function endOnlyWhenDone(): (code: number) => void {
  let ended: number | undefined;
  process.on('exit', () => {
    process.exitCode = ended ?? exitCodes.bug.code;
  });
  process.on('uncaughtException', (error) => {
    process.stderr.write(`Something failed where nobody listens: ${error.stack ?? error.message}\n`);
    process.exit();
  });
  return (code) => {
    ended = code;
  };
}

function exitCodeOf(
  error: unknown,
  { err: say, errPaint, width }: Terminal,
  log: RunContext['log'] | undefined,
): number {
  if (error instanceof CommanderError) {
    // Help and version end with 0; commander has said everything already.
    return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code;
  }
  if (error instanceof SeamError) {
    const { code } = exitCodes[error.exit];
    if (log !== undefined) {
      const { code: failed, why, where = {}, fix } = error.toFailure();
      log('failed', { ...where, code: failed, why, ...(fix === undefined ? {} : { fix }), exit: code });
      return code;
    }
    say(renderFailure(error.toFailure(), { paint: errPaint, width, all: true }));
    say(`→ exit ${code}\n`);
    return code;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`${errPaint.red('A bug in seam.')} Please report it with these lines:\n${stack}\n`);
  return exitCodes.bug.code;
}
