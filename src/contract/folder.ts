import { SeamError } from '../errors/seam-error.js';
import type { EntitySchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';
import { fileNameOf, isContractFile, sourceFile } from './file-name.js';
import { parseContract } from './parse.js';
import { parseSourceInfo, type SourceInfo } from './source-info.js';

/** One contract as it is written down. */
export type Contract = {
  readonly entity: string;
  /** What the file is called in a message. */
  readonly file: string;
  /** With line feeds alone: git on Windows checks out others. */
  readonly text: string;
  readonly schema: EntitySchema;
};

/** The contracts of one source. */
export type ContractFolder = {
  /** By entity, in the order of their files. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** What the source was when its contracts were taken, where that is written down. */
  readonly system: SourceInfo | undefined;
  /** Files and folders beside the contracts that are no contract. Hidden ones are none of ours. */
  readonly strays: readonly string[];
};

/** A file of a source's folder: its name there, what it is called in a message, and its text. */
export type NamedText = { readonly name: string; readonly file: string; readonly text: string };

/** Names in a source's folder: those that seam reads, and others that are not hidden; each once and sorted. */
export function sortOut(names: Iterable<string>): {
  readonly known: readonly string[];
  readonly strays: readonly string[];
} {
  const seen = [...new Set(names)].filter((name) => !name.startsWith('.')).sort(byCodePoint);
  const isKnown = (name: string) => name === sourceFile || isContractFile(name);
  return { known: seen.filter(isKnown), strays: seen.filter((name) => !isKnown(name)) };
}

/**
 * The contracts that these files hold.
 * @throws SeamError `contract-invalid`, with all files that cannot be read
 */
export function folderOf(files: readonly NamedText[], strays: readonly string[]): ContractFolder {
  const contracts = new Map<string, Contract>();
  const faults: SeamError[] = [];
  let system: SourceInfo | undefined;
  for (const { name, file, text } of files) {
    try {
      if (name === sourceFile) {
        system = parseSourceInfo(text, file);
      } else {
        const contract = contractOf(name, file, withLineFeeds(text));
        contracts.set(contract.entity, contract);
      }
    } catch (error) {
      if (!(error instanceof SeamError)) throw error;
      faults.push(error);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return { contracts, system, strays };
  throw others.length === 0 ? first : withOthers(first, others);
}

/** The text as seam wrote it, where git on Windows has put a carriage return before each line feed. */
export function withLineFeeds(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
}

function contractOf(name: string, file: string, text: string): Contract {
  const schema = parseContract(text, file);
  const { entity } = schema['x-seam'];
  const right = fileNameOf(entity);
  if (right === name.normalize('NFC')) return { entity, file, text, schema };
  throw new SeamError('contract-invalid', {
    why: `The contract is of ${JSON.stringify(entity)}, whose file is called ${right}.`,
    where: { file },
    fix: `Rename it to ${right}, or remove it.`,
  });
}

function withOthers(first: SeamError, others: readonly SeamError[]): SeamError {
  return new SeamError(first.code, {
    why: first.message,
    where: first.where,
    fix: first.fix,
    also: [...first.also, ...others.flatMap((other) => [{ ...other.toFailure(), also: [] }, ...other.also])],
  });
}
