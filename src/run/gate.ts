import { join, relative } from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import { dotted, type Path } from '../config/pointer.js';
import { selectEntities } from '../config/select.js';
import { parseWaivers, waiversFile } from '../config/waivers.js';
import { placesOfFields } from '../contract/field-places.js';
import { fileNameOf } from '../contract/file-name.js';
import { knownRuleIds, rules } from '../drift/rules/index.js';
import { effectsOf } from '../drift/rules/rule.js';
import { pathInBase, textInBase } from '../git/base.js';
import type { Config } from '../model/config.js';
import { pathText } from '../model/path-text.js';
import type { ContractPlace, GateReport, Weakening } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import type { Waivers } from '../model/waiver.js';
import { loadValidator } from '../validate/validator.js';
import { worst } from '../verdict/judge.js';
import { law } from '../verdict/law.js';
import { contractKey, usesByContract } from '../verdict/usage.js';
import { type Gate, type Severity, weakened } from '../verdict/weakened.js';
import type { Base } from './base.js';
import { type Contracts, contractsAt } from './contracts.js';
import { judgeEntity, type Sides } from './judge-entity.js';
import { traitsOf } from './traits.js';
import { selectorsOf, type Workspace } from './workspace.js';

/** What the change under check has: its contracts and waivers, and whether it may take anything from the gate. */
type Now = { readonly contracts: Contracts; readonly waivers: Waivers; readonly protects: boolean };

/**
 * What the change under check does to the check itself; nothing where no base ref was given.
 * @throws SeamError as reading the contracts and waivers at the ref does
 */
export async function gateOf(workspace: Workspace, now: Now): Promise<GateReport | undefined> {
  const { base, config } = workspace;
  if (base === undefined) return undefined;
  const { ref, commit } = base;
  const after = gateIn(config, now.contracts, now.waivers);
  const before = base.loaded === undefined ? undefined : await gateAt(base, base.loaded);
  const lost =
    before === undefined
      ? []
      : [
          ...movedContracts(before.config, config),
          ...accountsChanged(before.folders, now.contracts.folders),
          ...weakened(before, after, severity),
          ...(await loosened(before, after)),
        ];
  return {
    ref,
    commit,
    weakened: lost.map((each) => ({ ...each, at: each.at ?? placeOf(each, workspace, base, now.contracts) })),
    unheeded: unheededIn(workspace, base),
    protects: now.protects,
  };
}

function gateIn(config: Config, contracts: Contracts, { waivers }: Waivers): Gate {
  return {
    config,
    contracts: schemasOf(contracts),
    waivers,
    selected: (source, entities) => {
      const { selected } = selectEntities(selectorsOf(source, config), entities);
      return new Map([...selected].map(([entity, { fields }]) => [entity, fields]));
    },
  };
}

function schemasOf({ folders }: Contracts): ReadonlyMap<string, EntitySchema> {
  return new Map(
    [...folders].flatMap(([source, { contracts }]) =>
      [...contracts].map(([entity, { schema }]) => [contractKey(source, entity), schema] as const),
    ),
  );
}

/** The gate as the base ref has it. Paths are taken by their words: the change could have put a link in the way. */
async function gateAt(base: Base, { config }: LoadedConfig): Promise<Gate & Pick<Contracts, 'folders'>> {
  const prefix = pathInBase(base, config.contracts);
  const contracts: Contracts =
    prefix === undefined
      ? { folders: new Map(), orphans: new Map() }
      : await contractsAt(config, base.commit, prefix === '' ? '' : `${prefix}/`);
  const path = pathInBase(base, join(config.folder, waiversFile)) ?? waiversFile;
  const text = await textInBase(base, path);
  const waivers =
    text === undefined
      ? { waivers: [], notes: [] }
      : await parseWaivers(text, `${base.ref}:${path}`, knownRuleIds);
  return { ...gateIn(config, contracts, waivers), folders: contracts.folders };
}

/** What another account does not see any more may be hidden from it: that is milder than what is gone. */
function accountsChanged(before: Contracts['folders'], after: Contracts['folders']): readonly Weakening[] {
  return [...before].flatMap(([what, { system }]): readonly Weakening[] => {
    const account = after.get(what)?.system?.account;
    if (account === undefined || account === system?.account) return [];
    return [{ kind: 'account-changed', what, before: system?.account ?? 'nobody', after: account }];
  });
}

function movedContracts(before: Config, after: Config): readonly Weakening[] {
  if (before.contracts === after.contracts) return [];
  const [then, now] = [before, after].map(({ folder, contracts }) => relative(folder, contracts) || '.');
  return [{ kind: 'contracts-moved', what: 'contracts', before: then ?? '', after: now ?? '' }];
}

/** The worst that the law says of a rule's row, by itself. */
const severity: Severity = (rule, directions) => {
  const row = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  if (row === undefined) return 'breaking';
  const effects = effectsOf(row.effect);
  return worst(directions.map((direction) => law[direction][effects[direction]]));
};

/**
 * What a contract agrees to now and did not before: the difference of the two, judged as the base would have judged an
 * ERP that had become so.
 */
async function loosened(before: Gate, after: Gate): Promise<readonly Weakening[]> {
  const { config } = before;
  const lookup = (source: string, entity: string) => before.contracts.get(contractKey(source, entity));
  const judging = { judge: await loadValidator(), uses: usesByContract(config.seams, lookup) };
  const lost: Weakening[] = [];
  for (const [key, contract] of before.contracts) {
    const schema = after.contracts.get(key);
    if (schema === undefined) continue;
    const { entity, connector } = contract['x-seam'];
    const source = key.slice(0, -entity.length - 1);
    const { capabilities, wire } = await traitsOf(connector, config);
    const sides: Sides = {
      ...judging,
      capabilities,
      wire,
      source,
      owner: source,
      selectors: [{ name: '*', exclude: false }],
      was: undefined,
      now: undefined,
      config,
    };
    const { findings } = judgeEntity(contract, { entity, status: 'described', schema }, sides);
    const counting = findings.filter(({ verdict }) => verdict !== 'info');
    for (const { path, rule, verdict, before: was, after: is } of counting) {
      lost.push({
        kind: 'contract-loosened',
        what: pathText(path),
        rule,
        verdict,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      });
    }
  }
  return lost;
}

/** Parts of the change's own `seam.yaml` that were not heeded. */
function unheededIn(workspace: Workspace, base: Base): GateReport['unheeded'] {
  return workspace.unheeded.map(({ path, what }) => ({
    kind: what,
    key: dotted(path),
    at: placeIn(workspace, base, path),
  }));
}

/** Where the change says it, or would have to. */
function placeOf(
  weakening: Weakening,
  workspace: Workspace,
  base: Base,
  contracts: Contracts,
): ContractPlace {
  const { kind, what, seam, rule } = weakening;
  if (kind === 'contract-loosened') {
    const place = placeInContract(what, workspace, base, contracts);
    if (place !== undefined) return place;
  }
  const source = what.replace(/\/.*/s, '');
  const path: Path =
    seam !== undefined ? ['seams', seam] : rule !== undefined ? ['rules'] : ['sources', source];
  return placeIn(workspace, base, settings.has(what) ? [what] : path);
}

/** Keys of `seam.yaml` that stand by themselves. */
const settings: ReadonlySet<string> = new Set(['contracts', 'failOn', 'maxWaiverDays', 'rules']);

function placeIn({ config, at }: Workspace, base: Base, path: Path): ContractPlace {
  return { ...at(path), file: pathInBase(base, config.file) ?? config.file };
}

/** The line of a field in its contract; `what` is `source/entity/field`. */
function placeInContract(
  what: string,
  { config }: Workspace,
  base: Base,
  { folders }: Contracts,
): ContractPlace | undefined {
  for (const [source, { contracts }] of folders) {
    for (const [entity, { text }] of contracts) {
      const key = contractKey(source, entity);
      if (what !== key && !what.startsWith(`${key}/`)) continue;
      const file = pathInBase(base, join(config.contracts, source, fileNameOf(entity)));
      const field = what === key ? undefined : what.slice(key.length + 1);
      return file === undefined ? undefined : { file, ...placesOfFields(text)(field) };
    }
  }
  return undefined;
}
