import { readFile } from 'node:fs/promises';
import { isSeq, parseDocument } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import type { Waived, WaiverNote } from '../model/report.js';
import type { Waiver, Waivers } from '../model/waiver.js';
import { readText } from './file.js';
import type { Path } from './pointer.js';
import { type ConfigFile, configError, type Problem, placeOf, syntaxError } from './problem.js';
import { invalid, ruleNameProblems } from './semantics.js';
import { validate } from './validate.js';
import { readYaml } from './yaml.js';

/** Name of the file, beside `seam.yaml`. */
export const waiversFile = 'seam.waivers.yaml';

/** A waiver as its schema describes it. */
type RawWaiver = Waived & Omit<Waiver, keyof Waived | 'at'>;

/**
 * Reads the waivers of a project. A waiver that is wrong lets nothing pass and spoils no other.
 * @param path of the file, which may be absent
 * @param name of the file in messages and places
 * @throws SeamError `config-invalid` where the file as a whole cannot be read
 */
export async function readWaivers(path: string, name: string, ruleIds: readonly string[]): Promise<Waivers> {
  const text = await readText(path, name).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  return text === undefined ? { waivers: [], notes: [] } : parseWaivers(text, name, ruleIds);
}

/**
 * The waivers that a text says.
 * @throws SeamError `config-invalid` where it as a whole cannot be read
 */
export async function parseWaivers(text: string, name: string, ruleIds: readonly string[]): Promise<Waivers> {
  const file: ConfigFile = { name, yaml: readYaml(text), secret: new Set() };
  const { root } = file.yaml;
  const problems = await problemsOf(root, ruleIds);
  const whole = problems.filter(({ path: [, index] }) => index === undefined);
  const unreadable = syntaxError(file) ?? configError(whole, file);
  if (unreadable !== undefined) throw unreadable;
  return sortOut(itemsOf(root), problems, file);
}

function isAbsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function sortOut(items: readonly Json[], problems: readonly Problem[], file: ConfigFile): Waivers {
  const waivers: Waiver[] = [];
  const notes: WaiverNote[] = [];
  items.forEach((item, index) => {
    const own = problems.filter(({ path }) => path[1] === index);
    const [first] = own;
    // The schema has just said that it has this shape.
    if (first === undefined) waivers.push({ ...(item as RawWaiver), at: at(file, ['waivers', index]) });
    const why = own.map((problem) => [problem.why, problem.fix ?? ''].join(' ').trim()).join(' ');
    if (first !== undefined) notes.push({ problem: 'invalid', why, at: at(file, first.path) });
  });
  return { waivers, notes };
}

function at(file: ConfigFile, path: Path): Waiver['at'] {
  return placeOf(file, path, 'value');
}

async function problemsOf(root: Json, ruleIds: readonly string[]): Promise<readonly Problem[]> {
  const unlikely = itemsOf(root).flatMap((item, index) => {
    const { rule, until } = isJsonObject(item) ? item : {};
    return [
      ...(typeof rule === 'string' ? ruleNameProblems(['waivers', index, 'rule'], rule, ruleIds) : []),
      ...(typeof until === 'string' && !isDay(until)
        ? [invalid(['waivers', index, 'until'], `There is no day ${until}.`)]
        : []),
    ];
  });
  return [...(await validate(await readSchema(), root)), ...unlikely];
}

/** A day of the calendar; what looks like none is the schema's matter. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return true;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function itemsOf(root: Json): readonly Json[] {
  const items = isJsonObject(root) ? root['waivers'] : undefined;
  return Array.isArray(items) ? items : [];
}

async function readSchema(): Promise<JsonObject> {
  const file = new URL('../../schema/waivers.schema.json', import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
}

/**
 * The text of the file with one more waiver at its end; what stands there stays as it is.
 * @param text of the file; absent: there is none yet
 * @param comment what the waiver lets pass, for whoever reads the file
 */
export function withWaiver(text: string | undefined, waiver: Omit<Waiver, 'at'>, comment: string): string {
  const document = parseDocument(text ?? `${head}waivers: []\n`);
  if (!isSeq(document.get('waivers'))) document.set('waivers', document.createNode([]));
  const item = document.createNode(waiver);
  item.commentBefore = ` ${comment.replace(/[^\P{C}]/gu, ' ')}`;
  const items = document.get('waivers');
  if (isSeq(items)) {
    items.flow = false;
    items.add(item);
  }
  return document.toString({ lineWidth: 0 });
}

const head =
  '# yaml-language-server: $schema=./node_modules/erp-seam/schema/waivers.schema.json\n# Findings that are let pass until a date.\n';
