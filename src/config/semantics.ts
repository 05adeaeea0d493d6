import type { Config, Seam, SourceConfig } from '../model/config.js';
import { isGlob, matchesGlob } from '../model/glob.js';
import type { Json } from '../model/json.js';
import { addressFault, exampleAddress } from './address.js';
import { splitContract } from './parse.js';
import { hasPlaceholder, parsePlaceholders } from './placeholder.js';
import { dotted, type Path, textsIn } from './pointer.js';
import type { Problem } from './problem.js';
import { quoted, suggestion } from './say.js';

/** Keys of a source or channel that are needed before it is contacted, so that no placeholder can stand in them. */
const neededAtOnce: ReadonlySet<unknown> = new Set([
  'connector',
  'entities',
  'contractsOf',
  'type',
  'atLeast',
]);

/** Placeholders that are malformed, or stand where none is filled in. */
export function placeholderProblems(root: Json): readonly Problem[] {
  return textsIn(root).flatMap(([path, text]) => {
    if (isFilledIn(path)) {
      const parsed = parsePlaceholders(text);
      return 'fault' in parsed
        ? [invalid(path, `In ${dotted(path)} ${parsed.fault.why}.`, parsed.fault.fix)]
        : [];
    }
    if (!hasPlaceholder(text)) return [];
    const fix =
      'Placeholders are filled in only in url, in the connector options and in the transport keys of a source, and in the keys of a channel.';
    return [invalid(path, `${dotted(path)} cannot hold a placeholder.`, fix)];
  });
}

/** True for a path whose placeholders are filled in when its source is contacted. */
export function isFilledIn([root, second, key, inner]: Path): boolean {
  if (root === 'notify') return second === 'channels' && inner !== undefined && !neededAtOnce.has(inner);
  return root === 'sources' && key !== undefined && !neededAtOnce.has(key);
}

/** What `url` may begin with, by connector; one that is not here reads over HTTP. */
export type Schemes = ReadonlyMap<string, readonly string[] | undefined>;

/** What a config that fits its schema says of things that are not there, or says twice. */
export function semanticProblems(
  config: Config,
  ruleIds: readonly string[],
  schemes: Schemes,
): readonly Problem[] {
  return [
    ...sameNames(config.sources),
    ...config.sources.flatMap((source) =>
      sourceProblems(source, config.sources, schemes.get(source.connector)),
    ),
    ...config.seams.flatMap((seam) => seamProblems(seam, config.sources)),
    ...channelNameProblems(config),
    ...ruleProblems(config, ruleIds),
    ...renameProblems(config),
  ];
}

/** Channels that are named and not there. */
function channelNameProblems({ seams, notify }: Config): readonly Problem[] {
  const known = notify.channels.map(({ name }) => name);
  const named = [
    ...notify.default.map((name, index) => [name, ['notify', 'default', index]] as const),
    ...seams.flatMap((seam) =>
      (seam.notify ?? []).map((name, index) => [name, ['seams', seam.name, 'notify', index]] as const),
    ),
  ];
  return named.flatMap(([name, path]) =>
    known.includes(name)
      ? []
      : [invalid(path, `There is no channel ${quoted(name)}.`, suggestion(name, known, 'Known channels'))],
  );
}

/** A problem of a value, or of a key. */
export function invalid(path: Path, why: string, fix?: string, on: Problem['on'] = 'value'): Problem {
  return { code: 'config-invalid', path, on, why, ...(fix === undefined ? {} : { fix }) };
}

/** The folders of two sources would be one on a file system that ignores case. */
function sameNames(sources: readonly SourceConfig[]): readonly Problem[] {
  const first = new Map<string, string>();
  return sources.flatMap(({ name }) => {
    const other = first.get(name.toLowerCase());
    first.set(name.toLowerCase(), other ?? name);
    if (other === undefined) return [];
    const why = `The sources ${quoted(other)} and ${quoted(name)} differ only in upper and lower case.`;
    return [invalid(['sources', name], why, 'Give one of them another name.', 'key')];
  });
}

function sourceProblems(
  source: SourceConfig,
  sources: readonly SourceConfig[],
  schemes: readonly string[] | undefined,
): readonly Problem[] {
  const path: Path = ['sources', source.name];
  return [
    ...addressProblems([...path, 'url'], source.url, 'source', schemes),
    ...addressProblems([...path, 'proxy'], source.transport.proxy, 'proxy'),
    ...contractsOfProblems([...path, 'contractsOf'], source, sources),
    ...selectorProblems([...path, 'entities'], source),
  ];
}

function addressProblems(
  path: Path,
  text: string | undefined,
  what: 'source' | 'proxy',
  schemes?: readonly string[],
): readonly Problem[] {
  if (text === undefined || hasPlaceholder(text)) return [];
  const fault = addressFault(text, what, schemes);
  return fault === undefined
    ? []
    : [invalid(path, `${dotted(path)} ${fault}.`, `Write it like ${exampleAddress(schemes)}.`)];
}

function contractsOfProblems(
  path: Path,
  source: SourceConfig,
  sources: readonly SourceConfig[],
): readonly Problem[] {
  const { name, contractsOf } = source;
  if (contractsOf === undefined) return [];
  if (contractsOf === name) {
    return [
      invalid(
        path,
        `${dotted(path)} names the source itself.`,
        'Leave the key out: a source has its own contracts.',
      ),
    ];
  }
  const other = sources.find((each) => each.name === contractsOf);
  if (other === undefined) return [unknownSource(path, contractsOf, sources)];
  if (other.contractsOf === undefined) return [];
  const why = `${dotted(path)} names ${quoted(contractsOf)}, which has no contracts of its own.`;
  return [invalid(path, why, `Name ${quoted(other.contractsOf)}, the source whose contracts those are.`)];
}

function selectorProblems(path: Path, { entities, contractsOf }: SourceConfig): readonly Problem[] {
  const nameless = entities.flatMap(({ name }, index) =>
    name === ''
      ? [
          invalid(
            [...path, index],
            `${dotted([...path, index])} excludes nothing.`,
            'Put a name behind the "!".',
          ),
        ]
      : [],
  );
  const withFields = entities.flatMap(({ exclude, fields }, index) =>
    exclude && fields !== undefined
      ? [
          invalid(
            [...path, index, 'fields'],
            `${dotted([...path, index])} is an exclusion and cannot have fields.`,
          ),
        ]
      : [],
  );
  const nothingBefore = entities[0]?.exclude === true && contractsOf === undefined;
  const why = `${dotted([...path, 0])} excludes before anything is chosen.`;
  const first = nothingBefore
    ? [invalid([...path, 0], why, 'Begin with what is contracted, for example "*".')]
    : [];
  return [...nameless, ...withFields, ...first];
}

function seamProblems(seam: Seam, sources: readonly SourceConfig[]): readonly Problem[] {
  return seam.uses.flatMap((use, index) => {
    const path: Path = ['seams', seam.name, 'uses', index];
    const why = `${dotted(path)} is strict and does not read: only readers can reject fields that they do not know.`;
    const strict = use.strict && !use.directions.includes('read') ? [invalid([...path, 'strict'], why)] : [];
    return [...contractProblems([...path, 'contract'], use.source, use.entity, sources), ...strict];
  });
}

/** What is wrong with the source of `source/entity`. */
function contractProblems(
  path: Path,
  name: string,
  entity: string,
  sources: readonly SourceConfig[],
  on: Problem['on'] = 'value',
): readonly Problem[] {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) return [unknownSource(path, name, sources, on)];
  if (source.contractsOf === undefined) return [];
  const fix = `Write ${quoted(`${source.contractsOf}/${entity}`)}.`;
  return [invalid(path, `${quoted(name)} has no contracts of its own.`, fix, on)];
}

function unknownSource(
  path: Path,
  name: string,
  sources: readonly SourceConfig[],
  on: Problem['on'] = 'value',
): Problem {
  const known = sources.map((source) => source.name);
  return invalid(path, `There is no source ${quoted(name)}.`, suggestion(name, known, 'Known sources'), on);
}

function ruleProblems({ rules, sources }: Config, ruleIds: readonly string[]): readonly Problem[] {
  return rules.flatMap(({ rule, path: pattern }, index) => {
    const path: Path = ['rules', index];
    return [
      ...ruleNameProblems([...path, 'rule'], rule, ruleIds),
      ...(pattern === undefined ? [] : policyPathProblems([...path, 'path'], pattern, sources)),
    ];
  });
}

/** A name of a rule that does not exist can never fit. */
export function ruleNameProblems(path: Path, rule: string, ruleIds: readonly string[]): readonly Problem[] {
  if (ruleIds.includes(rule)) return [];
  return [invalid(path, `There is no rule ${quoted(rule)}.`, suggestion(rule, ruleIds, 'Known rules'))];
}

/** A policy whose path can be of no source tolerates nothing. */
function policyPathProblems(
  path: Path,
  pattern: string,
  sources: readonly SourceConfig[],
): readonly Problem[] {
  const [name = '', ...rest] = pattern.split('/');
  // A * spans slashes too, so what stands behind one says nothing of the source.
  const head = name.replace(/\*.*$/, '*');
  const lives = sources.some((source) => matchesGlob(head, source.name));
  if (lives && (rest.length > 0 || name.includes('*'))) return [];
  if (lives) return [invalid(path, `${dotted(path)} names a source alone.`, `Write ${quoted(`${name}/*`)}.`)];
  return isGlob(name)
    ? [
        invalid(
          path,
          `${dotted(path)} fits no source.`,
          `Known sources: ${sources.map((each) => each.name).join(', ')}.`,
        ),
      ]
    : [unknownSource(path, name, sources)];
}

function renameProblems({ renames, entityRenames, sources }: Config): readonly Problem[] {
  const ofFields = Object.entries(renames).flatMap(([contract, fields]) => {
    const path: Path = ['renames', contract];
    const [name, entity] = splitContract(contract);
    return [...contractProblems(path, name, entity, sources, 'key'), ...twisted(path, fields)];
  });
  const ofEntities = Object.entries(entityRenames).flatMap(([name, entities]) => {
    const path: Path = ['renames', name];
    return [...ownerProblems(path, name, sources), ...twisted(path, entities)];
  });
  return [...ofFields, ...ofEntities];
}

/** What is wrong with a source that should have contracts of its own. */
function ownerProblems(path: Path, name: string, sources: readonly SourceConfig[]): readonly Problem[] {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) return [unknownSource(path, name, sources, 'key')];
  if (source.contractsOf === undefined) return [];
  const fix = `Write ${quoted(source.contractsOf)}.`;
  return [invalid(path, `${quoted(name)} has no contracts of its own.`, fix, 'key')];
}

/** Names that lead to themselves, or two to one. */
function twisted(path: Path, names: Readonly<Record<string, string>>): readonly Problem[] {
  const seen = new Map<string, string>();
  return Object.entries(names).flatMap(([from, to]) => {
    const other = seen.get(to);
    seen.set(to, from);
    if (from === to) return [invalid([...path, from], `${quoted(from)} is renamed to itself.`)];
    if (other === undefined) return [];
    return [
      invalid([...path, from], `${quoted(other)} and ${quoted(from)} cannot both be ${quoted(to)} now.`),
    ];
  });
}
