import { SeamError } from '../errors/seam-error.js';
import { isJsonObject } from '../model/json.js';
import type { SystemInfo } from '../model/source.js';
import { canonicalJson } from './canonical.js';
import { parseJson } from './json.js';

/** What a source was when its contracts were last taken: `_source.json`. */
export type SourceInfo = SystemInfo & {
  readonly connector: string;
  /** Version of the connector's mapping. */
  readonly mapping: number;
};

const comment =
  'What the source was when contracts were last taken from it. It explains drift, and is never drift.';

const optionalTexts = ['account', 'company', 'language', 'database'] as const;

/** The text of `_source.json`: only what its type names, so that nothing volatile or secret can slip in. */
export function sourceInfoText(info: SourceInfo): string {
  return canonicalJson({
    $comment: comment,
    connector: info.connector,
    mapping: info.mapping,
    ...systemOf(info),
  });
}

/** @throws SeamError `contract-invalid` */
export function parseSourceInfo(text: string, file: string): SourceInfo {
  const value = parseJson(text, file, 'contract-invalid');
  const { connector, mapping } = isJsonObject(value) ? value : {};
  if (isSystemInfo(value) && typeof connector === 'string' && typeof mapping === 'number') {
    return { ...systemOf(value), connector, mapping };
  }
  throw new SeamError('contract-invalid', {
    why: 'The file does not say what the source was: product, version, connector and mapping are needed.',
    where: { file },
  });
}

/** True for what a source says of itself; unknown members pass. */
export function isSystemInfo(value: unknown): value is SystemInfo {
  if (!isJsonObject(value)) return false;
  const { apps } = value;
  return (
    typeof value['product'] === 'string' &&
    typeof value['version'] === 'string' &&
    optionalTexts.every((name) => value[name] === undefined || typeof value[name] === 'string') &&
    (apps === undefined ||
      (isJsonObject(apps) && Object.values(apps).every((version) => typeof version === 'string')))
  );
}

/** The members that the type names, and no other. */
export function systemOf({
  product,
  version,
  apps,
  account,
  company,
  language,
  database,
}: SystemInfo): SystemInfo {
  return {
    product,
    version,
    ...(apps === undefined ? {} : { apps }),
    ...(account === undefined ? {} : { account }),
    ...(company === undefined ? {} : { company }),
    ...(language === undefined ? {} : { language }),
    ...(database === undefined ? {} : { database }),
  };
}
