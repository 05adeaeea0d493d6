import type { Capabilities } from '../model/capabilities.js';
import type { Direction } from '../model/drift.js';
import type { Json, JsonObject } from '../model/json.js';
import type { EntitySchema } from '../model/schema.js';
import type { EntityRef, EntityResult, SystemInfo } from '../model/source.js';
import type { AccessTokens } from '../transport/access-token.js';
import type { Files } from '../transport/files.js';
import type { Http } from '../transport/http.js';
import type { Link } from '../transport/link.js';
import type { MetadataCache } from '../transport/metadata.js';
import type { Programs } from '../transport/program.js';

/** Reads the metadata of one source. Only reading calls are ever made. */
export type Connector = {
  /** What the source is: product and version, apps, account, as it reports them. */
  system(): Promise<SystemInfo>;
  /** Names (and labels) of the entities that this account can see. */
  list(): AsyncIterable<EntityRef>;
  /** Live schemas of the named entities, in any order; missing, forbidden, unreadable are results, not exceptions. */
  describe(entities: readonly string[]): AsyncIterable<EntityResult>;
  /** Raw records, for holding them against a contract. */
  sample?(entity: string, limit: number): AsyncIterable<Json>;
  /** Ends a session on the server, where there is one. */
  close?(): Promise<void>;
};

/** One line for whoever debugs a run; secrets in it are redacted. */
export type Log = (message: string, facts?: Readonly<Record<string, Json>>) => void;

/** What every connector needs and none writes again. */
export type Context = {
  /** Client of this source alone. */
  readonly http: Http;
  /** Address of the source, which the paths of `http` are below; absent for a file, and where there is no place. */
  readonly url?: string;
  /** The file or folder of the source, where `seam.yaml` names one; only for a connector that says `file`. */
  readonly file?: Files;
  /** Starts programs, without a shell and with little of our environment. */
  readonly programs?: Programs;
  /** The way to the source for the connector's own driver, where its `url` has one of the connector's `schemes`. */
  readonly link?: Link;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Milliseconds without an answer after which a plugin is given up. */
  readonly patience?: number;
  /** Reads large metadata documents, perhaps from the copy of an earlier run. */
  readonly metadata?: MetadataCache;
  /** Access tokens of the source's authorization server. */
  readonly accessToken?: AccessTokens;
};

/** Metadata documents of a host that keeps none: each is in memory as a whole. */
export function uncached(http: Http): MetadataCache {
  return {
    async document({ forms, of: _of, ...request }) {
      const [form = 'application/xml'] = forms;
      const headers = { ...request.headers, accept: form };
      const { text } = await http.request({
        ...request,
        headers,
        expect: form.includes('json') ? 'json' : 'xml',
      });
      return {
        cached: false,
        async *chunks() {
          yield text;
        },
      };
    },
  };
}

/**
 * A connector: built-in, an npm package, or a local file. `Options` are the source's keys in `seam.yaml` other than
 * those every source has, checked against `options` and with secrets resolved.
 */
export type ConnectorPlugin<Options = JsonObject> = {
  readonly name: string;
  /** What it reads, in one line: `Odoo 14 to 19, over JSON-RPC or JSON-2.` */
  readonly summary?: string;
  /** Version of the mapping: raised when the same answer of a server would give another contract. */
  readonly mapping: number;
  /** JSON Schema of `Options`, completed by editors. */
  readonly options: JsonObject;
  /** Names of options that hold a secret (`auth.apiKey`); a value in clear is refused. */
  readonly secrets: readonly string[];
  /** The source may be a document: `file` in place of `url`, read through `context.file`. */
  readonly file?: true;
  /** The source has neither `url` nor `file`: its own options say what it reads. */
  readonly placeless?: true;
  /**
   * Schemes of `url` in place of http and https (`postgres`): the connector brings a driver of its own, and reaches the
   * source through `context.link`.
   */
  readonly schemes?: readonly string[];
  /** Packages that it loads and seam does not bring, as npm takes them: `pg@8`. */
  readonly packages?: readonly string[];
  readonly capabilities: Capabilities;
  /** The wire encoding of a contract's or live schema's view, where it differs from the logical one. */
  readonly wire?: (schema: EntitySchema, direction: Direction) => JsonObject;
  connect(options: Options, context: Context): Promise<Connector>;
};

/** A connector plugin as it is, with its option type checked. */
export function defineConnector<Options>(plugin: ConnectorPlugin<Options>): ConnectorPlugin<Options> {
  return plugin;
}
