import { join } from 'node:path';
import { writeAtomically } from '../contract/atomic.js';
import { canonicalText } from '../contract/canonical.js';
import { changelogFile, type Entry, withEntries } from '../contract/changelog.js';
import { fileNameOf } from '../contract/file-name.js';
import { removeContract, writeContract } from '../contract/store.js';
import { existingText } from '../contract/text.js';
import { raisedVersion } from '../contract/version.js';
import { commitFiles, dirtyFiles, startBranch } from '../git/commit.js';
import { groupsBy } from '../model/groups.js';
import type { Finding } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import { acceptedContract } from './accept-entity.js';
import { type CheckOptions, type Examined, examine } from './check.js';
import type { RunContext } from './context.js';
import { type Contracts, checkSeams } from './contracts.js';
import { refused } from './refused.js';

export type AcceptOptions = Pick<CheckOptions, 'config' | 'configRef' | 'source' | 'offline'> & {
  /** Fingerprints, rules or entities: what any of them names is accepted. Absent: `choose` says it. */
  readonly what?: readonly string[] | undefined;
  /** Chooses among the findings, where nothing was named. */
  readonly choose?: ((findings: readonly Finding[]) => Promise<readonly Finding[]>) | undefined;
  readonly reason?: string | undefined;
  /** Commit what was written. */
  readonly commit?: boolean | undefined;
  /** Commit it on a new branch of this name. */
  readonly branch?: string | undefined;
};

/** What was accepted into one contract. */
export type Accepted = {
  readonly contract: string;
  /** The version that it has now; absent: the contract is gone. */
  readonly version?: string;
  readonly findings: readonly Finding[];
};

/** The contract that takes the place of another; absent: none does. */
type Change = {
  readonly source: string;
  readonly entity: string;
  readonly after: EntitySchema | undefined;
  readonly findings: readonly Finding[];
};

/**
 * Checks, and takes exactly the chosen findings into the contracts.
 * @throws SeamError `usage-invalid` where nothing fits, where a contract has changes that are not committed, or where a
 * finding cannot go alone, `config-invalid` where a seam still names what would be gone; nothing is written then
 */
export async function acceptFindings(
  options: AcceptOptions,
  context: RunContext,
): Promise<readonly Accepted[]> {
  const { config, configRef, source, offline, what = [], choose, commit, branch } = options;
  const examined = await examine({ config, configRef, source, offline }, context);
  const open = examined.report.findings.filter(({ silent }) => silent === undefined);
  const chosen = what.length === 0 ? await (choose?.(open) ?? []) : chosenBy(what, examined.report.findings);
  if (chosen.length === 0)
    throw refused('Nothing was chosen.', 'Name fingerprints, rules or entities: seam check shows them.');
  const changes = changesOf(chosen, examined);
  checkSeams(examined.loaded, after(changes, examined.contracts));
  const folder = examined.loaded.config.contracts;
  const files = changes.map((change) => join(change.source, fileNameOf(change.entity)));
  const [dirty] = await dirtyFiles(folder, files);
  if (dirty !== undefined) {
    throw refused(
      `${dirty} has changes that are not committed.`,
      'Commit them, or take them back, and accept again.',
    );
  }
  if (branch !== undefined) await startBranch(folder, branch);
  const accepted = await write(changes, folder, options.reason, context);
  if (commit || branch !== undefined) {
    const names = accepted.map(({ contract }) => contract).join(', ');
    await commitFiles(folder, [...files, changelogFile], messageOf(names, options.reason));
  }
  return accepted;
}

/** The contracts as they will be: a seam that names what is then gone must be told first. */
function after(changes: readonly Change[], contracts: Contracts): Contracts {
  const folders = new Map(contracts.folders);
  for (const { source, entity, after: schema } of changes) {
    const folder = folders.get(source);
    if (folder === undefined) continue;
    const own = new Map(folder.contracts);
    const before = own.get(entity);
    if (schema === undefined) own.delete(entity);
    else if (before !== undefined) own.set(entity, { ...before, schema, text: canonicalText(schema) });
    folders.set(source, { ...folder, contracts: own });
  }
  return { ...contracts, folders };
}

function messageOf(names: string, reason: string | undefined): string {
  const subject = `Accept drift of ${names}`;
  return reason === undefined ? subject : `${subject}\n\n${reason}`;
}

/** The findings that any of the words names; each word must name one. */
function chosenBy(what: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  const chosen = new Set<Finding>();
  for (const word of what) {
    const named = findings.filter((finding) => isNamed(finding, word));
    if (named.length === 0) {
      throw refused(`No finding is, or has the rule or entity, "${word}".`, 'See seam check --all.');
    }
    for (const finding of named) chosen.add(finding);
  }
  return [...chosen];
}

function isNamed({ fingerprint, rule, path: { source, entity } }: Finding, word: string): boolean {
  const isPrefix = /^[0-9a-f]{6,12}$/.test(word) && fingerprint.startsWith(word);
  return isPrefix || word === rule || word === entity || word === `${source}/${entity}`;
}

/** Rules by which a contract is that of nothing any more. */
const gone: ReadonlySet<string> = new Set(['entity-removed', 'entity-removed-or-hidden', 'entity-renamed']);

/** What becomes of each contract; all of it is known before anything is written. */
function changesOf(chosen: readonly Finding[], { judged, report }: Examined): readonly Change[] {
  const contracts = groupsBy(chosen, ({ path: { source, entity } }) => [source, entity]);
  return contracts.map((findings): Change => {
    const [{ rule, path }] = findings;
    const { source, entity } = path;
    const owner = report.sources.find(({ name }) => name === source)?.contractsOf;
    if (owner !== undefined) {
      throw refused(
        `${source} is held against the contracts of ${owner}.`,
        `Accept it there: --source ${owner}.`,
      );
    }
    if (findings.some(({ rule }) => gone.has(rule))) return { source, entity, after: undefined, findings };
    const reading = judged.find(
      ({ coverage }) => coverage.source === source && coverage.entity === entity,
    )?.reading;
    if (reading === undefined) {
      throw refused(`${rule} of ${entity} is no difference of a contract.`, 'Do what seam check says of it.');
    }
    const taken = acceptedContract(reading, findings);
    const version = raisedVersion(reading.contract['x-seam'].version, findings.some(breaksAnyone));
    return { source, entity, after: { ...taken, 'x-seam': { ...taken['x-seam'], version } }, findings };
  });
}

/** Breaking for somebody, also where nobody uses it today. */
function breaksAnyone({ judgements }: Finding): boolean {
  return judgements.some(
    ({ verdict, changedFrom }) => verdict === 'breaking' || changedFrom?.verdict === 'breaking',
  );
}

async function write(
  changes: readonly Change[],
  folder: string,
  reason: string | undefined,
  { now }: RunContext,
): Promise<readonly Accepted[]> {
  const day = now().toISOString().slice(0, 10);
  const entries: Entry[] = [];
  const accepted: Accepted[] = [];
  for (const { source, entity, after, findings } of changes) {
    if (after === undefined) await removeContract(folder, source, entity);
    else await writeContract(folder, source, after);
    const contract = `${source}/${entity}`;
    const version = after?.['x-seam'].version;
    const known = { contract, ...(version === undefined ? {} : { version }) };
    accepted.push({ ...known, findings });
    const lines = findings.map(
      ({ path, rule, verdict }) => `${path.field ?? path.entity} ${rule}, ${verdict}`,
    );
    entries.push({ ...known, day, changes: lines, ...(reason === undefined ? {} : { reason }) });
  }
  const file = join(folder, changelogFile);
  await writeAtomically(file, withEntries(await existingText(file), entries));
  return accepted;
}
