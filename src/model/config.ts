import type { Direction, Verdict } from './drift.js';
import type { JsonObject } from './json.js';

/** One item of a source's `entities`: a name or glob, `!` excluded, perhaps only some fields. */
export type EntitySelector = {
  /** Name or glob, without the leading `!`. */
  readonly name: string;
  readonly exclude: boolean;
  /** Field names or globs; absent: all. */
  readonly fields?: readonly string[];
};

/** How to reach a source; the same keys for every connector. */
export type TransportOptions = {
  readonly allowHttp?: boolean;
  /** URL of an HTTP proxy. */
  readonly proxy?: string;
  /** Path of a PEM file with private certificate authorities, relative to `seam.yaml`. */
  readonly ca?: string;
  /** Paths of the PEM client certificate and its key. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string; readonly passphrase?: string };
  /** Seconds until one request is given up. */
  readonly timeout?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
};

/** A place in a file; line and column count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A source as `seam.yaml` says it. Placeholders in `options` and `transport` are not resolved yet. */
export type SourceConfig = {
  readonly name: string;
  readonly connector: string;
  /** Address of the source. `file` may stand in its place; some connectors have neither. */
  readonly url?: string;
  /** Path of the file or folder that describes the source, relative to `seam.yaml`. */
  readonly file?: string;
  readonly entities: readonly EntitySelector[];
  /** Judge against the contracts of this source instead of its own. */
  readonly contractsOf?: string;
  readonly transport: TransportOptions;
  /** All other keys, which the connector's own schema has checked (`url` and `file` are not among them). */
  readonly options: JsonObject;
  /** Where each value with a placeholder stands, by its dotted path (`auth.apiKey`); absent: not read from a file. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Absolute path of the folder that its connector, commands and secrets come from; absent: that of `seam.yaml`. */
  readonly folder?: string;
  /** Why nothing of it may be run, read or asked; absent: it may. */
  readonly untrusted?: { readonly why: string; readonly fix?: string };
};

/** Source whose folder holds the contracts that a source is held against. */
export function ownerOf({
  name,
  contractsOf,
}: {
  readonly name: string;
  readonly contractsOf?: string | undefined;
}): string {
  return contractsOf ?? name;
}

/** What a seam uses of one contract. */
export type Use = {
  /** Source whose folder holds the contract, and entity. */
  readonly source: string;
  readonly entity: string;
  readonly directions: readonly Direction[];
  /** Field paths or globs; absent: all fields. */
  readonly fields?: readonly string[];
  /** The reader rejects unknown fields. */
  readonly strict: boolean;
};

/** One integration between two systems. */
export type Seam = {
  readonly name: string;
  readonly owner?: string;
  readonly runbook?: string;
  /** Names of the channels that tell the owner; absent: the default ones. */
  readonly notify?: readonly string[];
  readonly uses: readonly Use[];
};

/** A way to tell somebody what a scan found. Placeholders in `options` and `transport` are not resolved yet. */
export type ChannelConfig = {
  readonly name: string;
  readonly type: string;
  /** The mildest verdict that is told. */
  readonly atLeast: Verdict;
  readonly transport: Pick<TransportOptions, 'allowHttp' | 'proxy' | 'ca' | 'timeout'>;
  /** All other keys, which the schema has checked. */
  readonly options: JsonObject;
  /** Where each value with a placeholder stands, by its dotted path; absent: not read from a file. */
  readonly places?: ReadonlyMap<string, Place>;
};

/** Who is told of what a scan found. */
export type NotifyConfig = {
  readonly channels: readonly ChannelConfig[];
  /** Channels for seams without their own, and for what no seam names. */
  readonly default: readonly string[];
  /** Days after which what is open is told again. */
  readonly remindAfterDays: number;
  /** Runs in a row that cannot look at something before that is told. */
  readonly unreadableAfter: number;
};

/** A line of the user's policy (`rules`): the verdict that a rule gets at a path in a direction. */
export type PolicyRule = {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly directions: readonly Direction[];
  /** Glob over `source/entity/field`; absent: everywhere. */
  readonly path?: string;
};

/** `seam.yaml`, read and checked. */
export type Config = {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of the folder of the file, which the paths in it are relative to. */
  readonly folder: string;
  /** Absolute path of the folder of contracts. */
  readonly contracts: string;
  readonly failOn: Verdict;
  readonly sources: readonly SourceConfig[];
  readonly seams: readonly Seam[];
  readonly rules: readonly PolicyRule[];
  /** Certain renames: `source/entity` → old field name → new field name. */
  readonly renames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Certain renames of entities: source → old name → new name. */
  readonly entityRenames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How many days away the end of a waiver may be. */
  readonly maxWaiverDays: number;
  readonly notify: NotifyConfig;
};
