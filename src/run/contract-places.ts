import { isAbsolute, relative, sep } from 'node:path';
import { placesOfFields } from '../contract/field-places.js';
import { fileNameOf } from '../contract/file-name.js';
import { openBlame } from '../git/blame.js';
import { prefixInRepository } from '../git/place.js';
import { type Config, ownerOf } from '../model/config.js';
import type { Coverage, Finding, SourceReport } from '../model/report.js';
import type { Contracts } from './contracts.js';
import { inPool } from './pool.js';

export type Located = { readonly findings: readonly Finding[]; readonly coverage: readonly Coverage[] };

/**
 * Findings and coverage with the place of each in the file of its contract, and findings that count with the commit that
 * agreed to it.
 * @param ref where the contracts were read from; absent: the disk
 */
export async function located(
  { findings, coverage }: Located,
  sources: readonly SourceReport[],
  {
    config,
    contracts,
    ref,
  }: {
    readonly config: Folders;
    readonly contracts: Pick<Contracts, 'folders'>;
    readonly ref?: string | undefined;
  },
): Promise<Located> {
  const prefix = await prefixOf(config);
  const owners = new Map(sources.map((source) => [source.name, ownerOf(source)]));
  const contractOf = (source: string, entity: string) => {
    const owner = owners.get(source) ?? source;
    const contract = contracts.folders.get(owner)?.contracts.get(entity);
    return contract === undefined ? undefined : { owner, contract, name: `${owner}/${fileNameOf(entity)}` };
  };
  const placed = placedFindings(
    findings,
    (finding) => contractOf(finding.path.source, finding.path.entity),
    prefix,
  );
  const covered = coverage.map((each) => {
    const found = contractOf(each.source, each.entity);
    return found === undefined ? each : { ...each, at: { file: prefix + found.name, line: 1 } };
  });
  return { findings: await agreed(placed, prefix, config, ref), coverage: covered };
}

/** The folder of contracts, and that of `seam.yaml`. */
type Folders = Pick<Config, 'contracts' | 'folder'>;

/** Path of the folder of contracts from the top of its repository, or from `seam.yaml` where there is none, with `/`. */
async function prefixOf({ contracts, folder }: Folders): Promise<string> {
  const prefix = await prefixInRepository(contracts);
  if (prefix !== undefined) return prefix;
  const below = relative(folder, contracts);
  return isAbsolute(below) || below === '' ? '' : `${below.replaceAll(sep, '/')}/`;
}

type Found = { readonly contract: { readonly text: string }; readonly name: string } | undefined;

function placedFindings(
  findings: readonly Finding[],
  contractOf: (finding: Finding) => Found,
  prefix: string,
): readonly Finding[] {
  const places = new Map<string, ReturnType<typeof placesOfFields>>();
  return findings.map((finding) => {
    const found = contractOf(finding);
    if (found === undefined) return finding;
    const placeOf = places.get(found.name) ?? placesOfFields(found.contract.text);
    places.set(found.name, placeOf);
    return { ...finding, at: { file: prefix + found.name, ...placeOf(finding.path.field) } };
  });
}

/** Processes of git at once. */
const atOnce = 8;

/** One question to git for each contract with findings that count. */
async function agreed(
  findings: readonly Finding[],
  prefix: string,
  { contracts }: Pick<Folders, 'contracts'>,
  ref: string | undefined,
): Promise<readonly Finding[]> {
  const lines = new Map<string, Set<number>>();
  for (const { at, verdict } of findings) {
    if (at === undefined || verdict === 'info') continue;
    lines.set(at.file, (lines.get(at.file) ?? new Set()).add(at.line));
  }
  if (lines.size === 0) return findings;
  const blame = await openBlame(contracts, ref);
  const told = await inPool(
    [...lines],
    atOnce,
    async ([file, wanted]) => [file, await blame(file.slice(prefix.length), [...wanted])] as const,
  );
  const commits = new Map(told);
  return findings.map((finding) => {
    const { at, verdict } = finding;
    const commit = at === undefined || verdict === 'info' ? undefined : commits.get(at.file)?.get(at.line);
    return commit === undefined ? finding : { ...finding, agreed: commit };
  });
}
