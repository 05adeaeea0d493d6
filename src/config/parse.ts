import { dirname, resolve } from 'node:path';
import type {
  ChannelConfig,
  Config,
  EntitySelector,
  NotifyConfig,
  PolicyRule,
  Seam,
  SourceConfig,
  Use,
} from '../model/config.js';
import { defined } from '../model/defined.js';
import { type Direction, directions, type Verdict } from '../model/drift.js';
import type { JsonObject } from '../model/json.js';

type DirectionWord = Direction | 'write' | 'both';
type RawEntity = string | { readonly name: string; readonly fields?: readonly string[] };
type RawSource = SourceConfig['transport'] & {
  readonly connector: string;
  readonly url?: string;
  readonly file?: string;
  readonly entities?: readonly RawEntity[];
  readonly contractsOf?: string;
};
type RawUse = Pick<Use, 'fields'> & {
  readonly contract: string;
  readonly direction: DirectionWord;
  readonly strict?: boolean;
};
type RawSeam = Omit<Seam, 'name' | 'uses'> & { readonly uses: readonly RawUse[] };
type RawRule = Omit<PolicyRule, 'directions'> & { readonly direction?: DirectionWord };

type RawChannel = ChannelConfig['transport'] & { readonly type: string; readonly atLeast?: Verdict };
type RawNotify = Partial<Omit<NotifyConfig, 'channels'>> & {
  readonly channels: Readonly<Record<string, RawChannel>>;
};

/** `seam.yaml` as its schema describes it. */
export type RawConfig = {
  readonly contracts?: string;
  readonly failOn?: Verdict;
  readonly sources: Readonly<Record<string, RawSource>>;
  readonly seams?: Readonly<Record<string, RawSeam>>;
  readonly rules?: readonly RawRule[];
  readonly renames?: Config['renames'];
  readonly maxWaiverDays?: number;
  readonly notify?: RawNotify;
};

/** The directions that each word of `direction` stands for. */
const meanings: Readonly<Record<DirectionWord, readonly Direction[]>> = {
  read: ['read'],
  create: ['create'],
  update: ['update'],
  write: ['create', 'update'],
  both: directions,
};

/** The config that a document says, with all that it leaves out. */
export function parseConfig(raw: RawConfig, file: string): Config {
  const folder = dirname(file);
  return {
    file,
    folder,
    contracts: resolve(folder, raw.contracts ?? 'contracts'),
    failOn: raw.failOn ?? 'warning',
    sources: Object.entries(raw.sources).map(([name, source]) => parseSource(name, source)),
    seams: Object.entries(raw.seams ?? {}).map(([name, seam]) => ({
      ...seam,
      name,
      uses: seam.uses.map(parseUse),
    })),
    rules: (raw.rules ?? []).map(({ direction, ...rule }) => ({
      ...rule,
      directions: meanings[direction ?? 'both'],
    })),
    renames: renamesOf(raw, (key) => key.includes('/')),
    entityRenames: renamesOf(raw, (key) => !key.includes('/')),
    maxWaiverDays: raw.maxWaiverDays ?? 180,
    notify: parseNotify(raw.notify ?? { channels: {} }),
  };
}

function parseNotify(raw: RawNotify): NotifyConfig {
  const { channels, default: usual = [], remindAfterDays = 7, unreadableAfter = 2 } = raw;
  return {
    channels: Object.entries(channels).map(([name, channel]) => parseChannel(name, channel)),
    default: usual,
    remindAfterDays,
    unreadableAfter,
  };
}

function parseChannel(name: string, channel: RawChannel): ChannelConfig {
  const { type, atLeast = 'warning', allowHttp, proxy, ca, timeout, ...options } = channel;
  const transport = { allowHttp, proxy, ca, timeout };
  return {
    name,
    type,
    atLeast,
    transport: defined(transport),
    // What is left are the channel's own keys, and they came from JSON.
    options: options as JsonObject,
  };
}

/** `source/entity` has fields that are called otherwise now, `source` entities. */
function renamesOf({ renames = {} }: RawConfig, isMeant: (key: string) => boolean): Config['renames'] {
  return Object.fromEntries(Object.entries(renames).filter(([key]) => isMeant(key)));
}

function parseSource(name: string, source: RawSource): SourceConfig {
  const { connector, url, file, entities = [], contractsOf, ...rest } = source;
  const { allowHttp, proxy, ca, clientCertificate, timeout, concurrency, ...options } = rest;
  const transport = { allowHttp, proxy, ca, clientCertificate, timeout, concurrency };
  return {
    name,
    connector,
    ...(url === undefined ? {} : { url }),
    ...(file === undefined ? {} : { file }),
    entities: entities.map(parseEntity),
    ...(contractsOf === undefined ? {} : { contractsOf }),
    transport: defined(transport),
    // What is left are the connector's own keys, and they came from JSON.
    options: options as JsonObject,
  };
}

function parseEntity(entity: RawEntity): EntitySelector {
  const { name, fields } = typeof entity === 'string' ? { name: entity } : { ...entity };
  const exclude = name.startsWith('!');
  return { name: exclude ? name.slice(1) : name, exclude, ...(fields === undefined ? {} : { fields }) };
}

function parseUse({ contract, direction, fields, strict = false }: RawUse): Use {
  const [source, entity] = splitContract(contract);
  return {
    source,
    entity,
    directions: meanings[direction],
    strict,
    ...(fields === undefined ? {} : { fields }),
  };
}

/** Source and entity of `source/entity`; the entity may have slashes. */
export function splitContract(contract: string): readonly [source: string, entity: string] {
  const slash = contract.indexOf('/');
  return [contract.slice(0, slash), contract.slice(slash + 1)];
}
