import type { ExitReason } from './exit-codes.js';

type Row = {
  readonly exit: ExitReason;
  /** First sentence of `seam explain <code>`. */
  readonly says: string;
  /** What to do, where the place that throws knows nothing better. */
  readonly remedy: string;
};

/** Every error that seam can end with. The code is public and stable. */
export const errorCodes = {
  'config-not-found': {
    exit: 'usage',
    says: 'There is no seam.yaml.',
    remedy: 'Run seam in the folder of seam.yaml, or name it with --config.',
  },
  'config-invalid': {
    exit: 'usage',
    says: 'seam.yaml is not what its schema allows.',
    remedy: 'Correct the line that is named.',
  },
  'config-secret-in-clear': {
    exit: 'usage',
    says: 'A credential stands in seam.yaml in clear.',
    remedy: 'Put it into an environment variable and write "${NAME}", or use ${file:…} or ${cmd:…}.',
  },
  'secret-unavailable': {
    exit: 'usage',
    says: 'A secret that seam.yaml names cannot be had.',
    remedy: 'Set the variable, create the file, or correct the command.',
  },
  'host-not-allowed': {
    exit: 'usage',
    says: 'A source leads to a host that SEAM_ALLOWED_HOSTS does not list; nothing was sent.',
    remedy: 'Correct the address, or add the host to SEAM_ALLOWED_HOSTS if it may get the credentials.',
  },
  'source-untrusted': {
    exit: 'unchecked',
    says: 'The change under check brings this source, or what reads it; nothing of it was run, read or asked.',
    remedy: 'Merge it first, or check a change that you trust without --config-ref.',
  },
  'usage-invalid': {
    exit: 'usage',
    says: 'The command line names something that is not there.',
    remedy: 'See the command with --help.',
  },
  'nothing-selected': {
    exit: 'usage',
    says: 'No entity matches what was asked for.',
    remedy: 'Correct `entities` in seam.yaml, or the names on the command line.',
  },
  'no-contract': {
    exit: 'usage',
    says: 'There is no contract to check against yet.',
    remedy: 'Run seam snapshot, look at the result, and commit it.',
  },
  'contract-invalid': {
    exit: 'usage',
    says: 'A contract file cannot be read.',
    remedy: 'Restore it from git, or take it anew with seam snapshot.',
  },
  'pull-file-invalid': {
    exit: 'usage',
    says: 'A pull file cannot be read.',
    remedy: 'Make it anew with seam pull --output FILE.',
  },
  'pull-file-stale': {
    exit: 'unchecked',
    says: 'The pull file is older than --max-age.',
    remedy: 'Make it anew with seam pull --output FILE.',
  },
  'not-in-pull-file': {
    exit: 'unchecked',
    says: 'The pull file does not hold this source.',
    remedy: 'Make it anew with seam pull --output FILE, for all sources.',
  },
  'state-invalid': {
    exit: 'usage',
    says: 'What earlier scans remember cannot be used.',
    remedy: 'Name another place with --state, or remove the file; then all drift counts as new.',
  },
  'scan-running': {
    exit: 'unchecked',
    says: 'Another scan is under way and holds the state.',
    remedy: 'Wait until it has ended.',
  },
  'not-complete': {
    exit: 'unchecked',
    says: 'Not every source could be looked at within the run.',
    remedy: 'Raise --time-budget or --source-timeout, or split the run with --shard.',
  },
  'git-failed': { exit: 'usage', says: 'git could not answer.', remedy: 'See the message of git.' },
  'connector-unknown': {
    exit: 'usage',
    says: 'There is no such connector.',
    remedy: 'Use one of the built-in connectors.',
  },
  'connector-broken': {
    exit: 'unchecked',
    says: 'A connector broke the rules of its interface.',
    remedy: 'Report it to the author of the connector.',
  },
  'package-missing': {
    exit: 'usage',
    says: 'A package that only this connector needs is not installed.',
    remedy: 'Install the package that is named.',
  },
  'program-failed': {
    exit: 'unchecked',
    says: 'The program that reads the source failed.',
    remedy: 'Run it by hand: what it said last stands above.',
  },
  'source-unreachable': {
    exit: 'unchecked',
    says: 'No connection to the source.',
    remedy: 'Check url, DNS, VPN, firewall and proxy.',
  },
  'source-tls': {
    exit: 'unchecked',
    says: 'The certificate of the source cannot be trusted.',
    remedy: 'Name the private certificate authority with `ca`.',
  },
  'source-timeout': {
    exit: 'unchecked',
    says: 'The source did not answer in time.',
    remedy: 'Raise `timeout` of the source, or ask for fewer entities.',
  },
  'source-unauthorised': {
    exit: 'unchecked',
    says: 'The source does not accept the credentials.',
    remedy: 'Check user, key and database.',
  },
  'source-forbidden': {
    exit: 'unchecked',
    says: 'The account may not read this.',
    remedy: 'Give the account the right to read metadata.',
  },
  'source-not-found': {
    exit: 'unchecked',
    says: 'The source does not know this address.',
    remedy: 'Check url, and the database or site name.',
  },
  'source-redirected': {
    exit: 'unchecked',
    says: 'The source sends us to another host; credentials are never sent there.',
    remedy: 'Set url to the address that answers.',
  },
  'source-throttled': {
    exit: 'unchecked',
    says: 'The source asks us to wait longer than a run may take.',
    remedy: 'Run later, or lower `concurrency` of the source.',
  },
  'source-html': {
    exit: 'unchecked',
    says: 'The source answered with a web page instead of data.',
    remedy: 'Check url and credentials; a login or maintenance page is in between.',
  },
  'source-empty': {
    exit: 'unchecked',
    says: 'The source answered with nothing.',
    remedy: 'Look at the log of the ERP.',
  },
  'source-truncated': {
    exit: 'unchecked',
    says: 'The answer of the source broke off.',
    remedy: 'Try again; if it stays, look for a proxy with a size limit.',
  },
  'source-too-large': {
    exit: 'unchecked',
    says: 'The answer of the source is larger than seam reads.',
    remedy: 'Ask for fewer entities.',
  },
  'source-server-error': {
    exit: 'unchecked',
    says: 'The ERP failed while it answered.',
    remedy: 'Look at the log of the ERP.',
  },
  'source-unusable': {
    exit: 'unchecked',
    says: 'The answer of the source is not what its protocol says.',
    remedy: 'Check that connector and version fit the ERP.',
  },
  'not-delivered': {
    exit: 'undelivered',
    says: 'A result could not be written.',
    remedy: 'Check the path and the free space.',
  },
  interrupted: {
    exit: 'interrupted',
    says: 'Interrupted.',
    remedy: 'Nothing was left half-written; run it again.',
  },
  terminated: {
    exit: 'terminated',
    says: 'Terminated.',
    remedy: 'Nothing was left half-written; run it again.',
  },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorCodes;

/** The exit that a failure means, told by its code; a code that this seam does not know means "could not check". */
export function reasonOf({ code }: { readonly code: string }): ExitReason {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].exit : 'unchecked';
}
