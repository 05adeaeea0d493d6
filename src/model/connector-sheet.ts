import type { Capabilities } from './capabilities.js';
import type { Json, JsonObject } from './json.js';
import type { Failure } from './report.js';

/** Where a connector comes from. */
export type ConnectorKind = 'built-in' | 'package' | 'file';

/** One key that a schema allows, as people read it. */
export type KeyRow = {
  /** `auth.apiKey`; `sources.*` for a name that the user chooses, `entities[]` for an item of a list. */
  readonly path: string;
  /** `text`, `list of text`, `read | create | update`. */
  readonly type: string;
  readonly required: boolean;
  readonly default?: Json;
  readonly meaning?: string;
  readonly example?: Json;
};

/** What there is to say of a connector before it is used; of one that cannot be loaded, why. */
export type ConnectorSheet = {
  /** As `connector` of a source says it. */
  readonly name: string;
  readonly kind: ConnectorKind;
  /** Sources of `seam.yaml` that are read with it. */
  readonly sources: readonly string[];
} & (
  | {
      readonly status: 'loaded';
      /** What it reads, in one line. */
      readonly summary?: string;
      /** Keys of which a source has one, to say where it is. */
      readonly places: readonly ('url' | 'file')[];
      readonly mapping: number;
      /** JSON Schema of its own keys. */
      readonly options: JsonObject;
      /** The same, key by key. */
      readonly keys: readonly KeyRow[];
      /** Dotted paths of the keys that hold a secret. */
      readonly secrets: readonly string[];
      readonly capabilities: Capabilities;
      /** A `seam.yaml` with one source. */
      readonly example: string;
    }
  | { readonly status: 'broken'; readonly failure: Failure }
);

/** A sheet of a connector that could be loaded. */
export type LoadedSheet = Extract<ConnectorSheet, { status: 'loaded' }>;
