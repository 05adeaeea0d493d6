import type { Verdict } from '../../model/drift.js';
import { mergeShards } from '../../run/merge.js';
import type { CommandDefinition } from '../command.js';
import { type FormatChoice, failOnFlag, formatFlag } from '../options.js';
import { deliverScan } from './scan.js';

type Options = {
  readonly failOn?: Verdict;
  readonly failOnNew?: true;
  readonly format?: readonly FormatChoice[];
  readonly state?: string;
  readonly dryRun?: true;
  readonly metrics?: string;
  readonly all?: true;
};

/** `seam merge`: the end of a scan that several jobs have done. */
export const merge: CommandDefinition = {
  name: 'merge',
  summary: 'Put the shards of a scan together: one report, one exit code, and one message for each owner.',
  examples: [
    ['seam merge shard-*.json', 'the results of seam scan --shard 1/3 --output shard-1.json, and so on'],
    ['seam merge shard-*.json --state git:refs/heads/seam-state', 'remembered on a branch'],
  ],
  configure: (command) =>
    command
      .argument('<file...>', 'what seam scan --shard has written')
      .addOption(failOnFlag())
      .option('--fail-on-new', 'fail only on drift that no earlier scan has seen')
      .addOption(formatFlag())
      .option('--state <place>', 'folder that remembers, or git:refs/heads/NAME; .seam without it')
      .option('--metrics <file>', 'write OpenMetrics text, for the textfile collector of node_exporter')
      .option('--dry-run', 'print the alerts instead of sending them, and remember nothing')
      .option('--all', 'show also what breaks nobody'),
  async run([files, given], { terminal, run }) {
    const { format, all, metrics, ...options } = given as Options;
    const scanned = await mergeShards({ ...options, files: files as readonly string[] }, run);
    return deliverScan(scanned, { format, all, metrics }, { terminal, run });
  },
};
