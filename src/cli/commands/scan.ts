import { resolve } from 'node:path';
import { exitFor, reasonFor } from '../../errors/exit-codes.js';
import { SeamError } from '../../errors/seam-error.js';
import type { Verdict } from '../../model/drift.js';
import type { Shard } from '../../model/scan.js';
import { visible } from '../../report/escape.js';
import { renderFailure } from '../../report/failure.js';
import { plain } from '../../report/format.js';
import { metricsText } from '../../report/metrics.js';
import { renderScan } from '../../report/scan.js';
import { scanShard } from '../../run/merge.js';
import { type Composed, scan as runScan, type Scanned } from '../../run/scan.js';
import type { CommandContext, CommandDefinition } from '../command.js';
import { deliver, undeliveredReason } from '../deliver.js';
import { sendMetrics } from '../metrics.js';
import {
  durationOption,
  type FormatChoice,
  failOnFlag,
  formatFlag,
  listOption,
  shardOption,
} from '../options.js';

type Options = {
  readonly config?: readonly string[];
  readonly failOn?: Verdict;
  readonly failOnNew?: true;
  readonly format?: readonly FormatChoice[];
  readonly state?: string;
  readonly timeBudget?: number;
  readonly sourceTimeout?: number;
  readonly dryRun?: true;
  readonly metrics?: string;
  readonly shard?: Shard;
  readonly output?: string;
  readonly all?: true;
};

/** `seam scan`: every night, and who is told. */
export const scan: CommandDefinition = {
  name: 'scan',
  summary: 'Check every source, remember what was seen, and tell the owners what has changed since.',
  examples: [
    ['seam scan', 'every source of seam.yaml; whoever must know is told once'],
    ["seam scan --config 'erps/*/seam.yaml' --fail-on-new", 'a fleet; only new drift exits 1'],
    ['seam scan --dry-run', 'what would be sent to whom'],
  ],
  configure: (command) =>
    command
      .option('--config <file>', 'seam.yaml in another place, or a glob; may be repeated', listOption)
      .addOption(failOnFlag())
      .option('--fail-on-new', 'fail only on drift that no earlier scan has seen')
      .addOption(formatFlag())
      .option('--state <place>', 'folder that remembers, or git:refs/heads/NAME; .seam without it')
      .option(
        '--time-budget <span>',
        'for all sources together (30m); what is not done then failed',
        durationOption,
      )
      .option('--source-timeout <span>', 'for one source; 15m without it', durationOption)
      .option(
        '--shard <index/of>',
        'look at a part of the sources (2/5); needs --output, and seam merge',
        shardOption,
      )
      .option('--output <file>', 'with --shard: what was seen, for seam merge')
      .option('--metrics <file>', 'write OpenMetrics text, for the textfile collector of node_exporter')
      .option('--dry-run', 'print the alerts instead of sending them, and remember nothing')
      .option('--all', 'show also what breaks nobody'),
  async run([given], { terminal, run }) {
    const { format, all, metrics, shard, output, ...options } = given as Options;
    if (shard !== undefined || output !== undefined) {
      const report = await scanShard({ ...options, ...shardOf(shard, output) }, run);
      return deliver(report, format ?? [], { all: all ?? false, cwd: run.cwd }, terminal);
    }
    const scanned = await runScan(options, run);
    return deliverScan(scanned, { format, all, metrics }, { terminal, run });
  },
};

function shardOf(shard: Shard | undefined, output: string | undefined) {
  if (shard !== undefined && output !== undefined) return { shard, output };
  throw new SeamError('usage-invalid', {
    why: '--shard and --output go together: seam merge needs what each shard has seen.',
    fix: 'Write --shard 1/3 --output shard-1.json.',
  });
}

/** How a scan is told. */
type Telling = {
  readonly format?: readonly FormatChoice[] | undefined;
  readonly all?: boolean | undefined;
  /** File for OpenMetrics text. */
  readonly metrics?: string | undefined;
};

/** Prints what a scan found and did, and gives the exit code. */
export async function deliverScan(
  { report: scanned, composed }: Scanned,
  { format, all = false, metrics }: Telling,
  { terminal, run }: CommandContext,
): Promise<number> {
  const code = await deliver(scanned.report, format ?? [], { all, cwd: run.cwd }, terminal);
  // A report for a program stays one; the rest is for people.
  const toStdout = format === undefined || !format.some(({ file }) => file === undefined);
  const say = toStdout ? terminal.out : terminal.err;
  const paint = toStdout ? terminal.outPaint : plain;
  say(renderScan(scanned, { paint, width: terminal.width, all }));
  for (const message of composed) say(messageText(message));
  const reasons = [...scanned.exit.all, code].map(reasonFor);
  const done = { ...scanned, exit: exitFor(reasons) };
  await sendMetrics(run.env, done, terminal.err);
  if (metrics === undefined) return done.exit.code;
  const undelivered = await undeliveredReason(resolve(run.cwd, metrics), metricsText(done));
  if (undelivered === undefined) return done.exit.code;
  terminal.err(
    renderFailure(undelivered.toFailure(), { paint: terminal.errPaint, width: terminal.width, all }),
  );
  return exitFor([...reasons, 'undelivered']).code;
}

function messageText({ channel, type, audience, payload }: Composed): string {
  const json = JSON.stringify(payload, null, 2).split('\n').map(visible).join('\n');
  return `\n${visible(`${channel} (${type}) would tell ${audience}:`)}\n${json}\n`;
}
