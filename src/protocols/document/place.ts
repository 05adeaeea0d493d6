import { SeamError } from '../../errors/seam-error.js';
import { decode } from './text.js';

/** What a connector is given of the source: its address or its file. */
export type Means = {
  readonly http: { request(request: Request): Promise<{ readonly text: string }> };
  readonly url?: string;
  readonly file?: {
    readonly name: string;
    list(): Promise<readonly string[] | undefined>;
    read(path?: string, options?: { readonly head?: number }): Promise<Uint8Array>;
  };
};

type Request = {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly expect: 'text';
  readonly maxBytes: number;
};

/** As much as of a file; the largest public descriptions have 20 MiB. */
const mostBytes = 64 * 1024 * 1024;

export type Wishes = {
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Other documents at the same origin may be read, where one refers to them. Files beside a file always may. */
  readonly followRefs: boolean;
};

/** Where documents are: each has an address, which relative references are resolved against. */
export type Place = {
  /** Address of the document that the source is. */
  readonly root: string;
  /** Names of the documents in it, where the source is a folder. */
  list(): Promise<readonly string[] | undefined>;
  /** Address of a document of the folder. */
  within(name: string): string;
  /** What a document is called in a sentence. */
  nameOf(address: string): string;
  /** Text of the document at an address. */
  text(address: string): Promise<string>;
};

/** Under which files have addresses: deep enough for `../` to lead out of the folder and be told so. */
const disk = `file:///${'_/'.repeat(32)}`;

/** The documents of a source that is an address or a file. */
export function placeOf(means: Means, wishes: Wishes): Place {
  const { file, url } = means;
  if (file !== undefined) return onDisk(file);
  if (url !== undefined) return onWeb(means.http, url, wishes);
  throw new SeamError('config-invalid', {
    why: 'The source has no url and no file.',
    fix: 'Say one of them.',
  });
}

function onDisk(file: NonNullable<Means['file']>): Place {
  const root = `${disk}${encodeURIComponent(file.name.replace(/^.*[\\/]/, '') || 'document')}`;
  const pathOf = (address: string): string | undefined => {
    if (address === root) return undefined;
    const way = new URL(address).pathname.split('/').slice(1);
    const up = way.findIndex((step) => step !== '_');
    const depth = Math.min(up < 0 ? way.length : up, 32);
    return '../'.repeat(32 - depth) + way.slice(depth).map(decoded).join('/');
  };
  return {
    root,
    list: () => file.list(),
    within: (name) => `${disk}${encodeURIComponent(name)}`,
    nameOf: (address) => pathOf(address) ?? file.name,
    async text(address) {
      if (!address.startsWith('file:///_/')) throw remote(address);
      const path = pathOf(address);
      return decode(await file.read(path), { name: path ?? file.name }).text;
    },
  };
}

/** A step of a path; one that is no proper encoding stands for itself. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function onWeb(http: Means['http'], url: string, { headers, query, followRefs }: Wishes): Place {
  const root = new URL(url).href;
  return {
    root,
    list: async () => undefined,
    within: (name) => new URL(encodeURIComponent(name), root).href,
    nameOf: (address) => address,
    async text(address) {
      if (address !== root && (!followRefs || new URL(address).origin !== new URL(root).origin))
        throw remote(address);
      const asked = address === root && query !== undefined ? { query } : {};
      const request = { path: address, headers, expect: 'text', maxBytes: mostBytes, ...asked } as const;
      const { text } = await http.request(request);
      // RFC 8259, 8.1: a mark may stand in front.
      return text.startsWith('\uFEFF') ? text.slice(1) : text;
    },
  };
}

function remote(address: string): SeamError {
  return new SeamError('source-unusable', {
    why: `The document refers to ${address}, which is another document.`,
    fix: 'Bundle it into one document; `followRefs: true` reads documents at the same address.',
  });
}
