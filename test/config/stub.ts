import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type ConnectorFacts, type LoadedConfig, loadConfig } from '../../src/config/load.js';
import { SeamError } from '../../src/errors/seam-error.js';

/** A connector with every kind of key. */
const kumquat: ConnectorFacts = {
  options: {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      database: { type: 'string', minLength: 1, description: 'Name of the database.' },
      company: { type: 'integer', minimum: 1 },
      mode: { enum: ['ripe', 'green'] },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      seed: { type: 'string' },
      auth: {
        type: 'object',
        required: ['user'],
        additionalProperties: false,
        properties: { user: { type: 'string' }, apiKey: { type: 'string' }, password: { type: 'string' } },
        oneOf: [{ required: ['apiKey'] }, { required: ['password'] }],
      },
    },
  },
  secrets: ['auth.apiKey', 'auth.password', 'seed'],
};

/** Keeps its schema in parts. */
const pomelo: ConnectorFacts = {
  options: {
    type: 'object',
    allOf: [{ $ref: '#/$defs/site' }],
    properties: { depth: { $ref: '#/$defs/depth' } },
    $defs: {
      site: { properties: { site: { type: 'string' } }, required: ['site'] },
      depth: { type: 'integer' },
    },
  },
  secrets: [],
};

/** Reads a document. */
const quince: ConnectorFacts = { options: { type: 'object', properties: {} }, secrets: [], file: true };

/** Says with its own keys what it reads. */
const lychee: ConnectorFacts = {
  options: { type: 'object', required: ['command'], properties: { command: { type: 'string' } } },
  secrets: [],
  placeless: true,
};

/** Brings a driver of its own. */
const lime: ConnectorFacts = {
  options: { type: 'object', properties: {} },
  secrets: [],
  schemes: ['lime', 'limes'],
};

export const connectors: Readonly<Record<string, ConnectorFacts>> = {
  kumquat,
  pomelo,
  quince,
  lychee,
  lime,
  odoo: kumquat,
};

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A new folder that is removed when the tests of the file are done. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seam-config-'));
  folders.push(folder);
  return folder;
}

/** Loads this text as `seam.yaml`. */
export async function load(text: string | Uint8Array): Promise<LoadedConfig> {
  const folder = await newFolder();
  await writeFile(join(folder, 'seam.yaml'), text);
  return loadFrom(folder);
}

export function loadFrom(folder: string, file?: string): Promise<LoadedConfig> {
  return loadConfig({
    folder,
    ...(file === undefined ? {} : { file }),
    ruleIds: ['max-length-raised', 'enum-value-added'],
    async connector(name) {
      const found = Object.hasOwn(connectors, name) ? connectors[name] : undefined;
      if (found === undefined)
        throw new SeamError('connector-unknown', { why: `There is no connector "${name}".` });
      return found;
    },
  });
}

/** The error that something ends with. */
export async function errorOf(ending: Promise<unknown>): Promise<SeamError> {
  const error = await ending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SeamError) return error;
  throw new Error(`expected a SeamError, got ${String(error)}`);
}

/** All problems of a text: `line:column why → fix`, and the code where it is not config-invalid. */
export async function problems(text: string | Uint8Array): Promise<readonly string[]> {
  return lines(await errorOf(load(text)));
}

export function lines(error: SeamError): readonly string[] {
  const { also = [], ...first } = error.toFailure();
  return [first, ...also].map(({ code, where = {}, why, fix }) => {
    const place = where['line'] === undefined ? '' : `${where['line']}:${where['column']} `;
    return `${place}${code === 'config-invalid' ? '' : `${code} `}${why} → ${fix}`;
  });
}

/** A config with one good source, and more lines. */
export const withSource = (more: string, source = '') =>
  `sources:\n  erp:\n    connector: kumquat\n    url: https://erp.example.com\n    auth: { user: reader, apiKey: "\${KEY}" }\n    entities: ["*"]\n${source}${more}`;
