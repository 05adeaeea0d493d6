import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { visible } from '../../report/escape.js';
import type { RunContext } from '../../run/context.js';
import { type CiSystem, ciSystems, pipelinesIn } from '../../run/init/ci.js';
import { entitiesIn, readCode } from '../../run/init/code.js';
import { existingConfig } from '../../run/init/existing.js';
import { type InitOptions, inTheWay, listEntities } from '../../run/init/init.js';
import { newSource, variablesOf } from '../../run/init/source.js';
import { type Ask, openQuestions } from './prompts.js';
import { askForSource } from './source.js';

/** The options that were given and answered, and secrets that were typed in for this run alone. */
export type Answered = {
  readonly options: InitOptions;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Asks somebody at a terminal for what the command line does not say. The ERP is asked for its entities on the way, so
 * that a wrong login is told before anything else.
 * @throws SeamError `interrupted` where they leave, or what the ERP is refused with
 */
export async function askForInit(given: InitOptions, run: RunContext): Promise<Answered> {
  const ask = await openQuestions(run.signal);
  const { sources = [], seams = [] } = (await existingConfig(run))?.workspace.config ?? {};
  const namesOf = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
  const source = await askForSource(given, namesOf(sources), ask, run);
  const env = await askSecrets(source, ask, run);
  const context = { ...run, env: { ...run.env, ...env } };
  const entities =
    given.entities === undefined ? await askEntities({ ...given, ...source }, ask, context) : {};
  const seam = await askSeam(given, namesOf(seams), ask);
  const options = {
    ...given,
    ...source,
    ...entities,
    ...seam,
    ci: given.ci ?? (await askCi(ask, run)),
    leaveOut: true,
  };
  return { options: { ...options, force: await mayReplace(options, ask, run) }, env };
}

/** Values of variables that this shell does not have; they are in no file. */
async function askSecrets(options: InitOptions, ask: Ask, run: RunContext): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of variablesOf(await newSource(options, run))) {
    if ((run.env[name] ?? '') !== '') continue;
    env[name] = await ask.hidden(`${name} is not set in this shell. Its value, for this run alone`);
  }
  return env;
}

async function askEntities(
  options: InitOptions,
  ask: Ask,
  run: RunContext,
): Promise<Pick<InitOptions, 'entities' | 'code'>> {
  ask.say('Asking the ERP what there is …');
  const known = await listEntities(options, run);
  const folder =
    options.code ??
    (await ask.text('Folder with the code of the integration, to find what it uses; empty: none', {
      check: folderIn(run.cwd),
    }));
  const code = folder === '' ? undefined : folder;
  const used = code === undefined ? [] : entitiesIn(await readCode(resolve(run.cwd, code), code), known);
  const entities = await ask.search(
    `What does the integration use? ${known.length} to choose from${used.length === 0 ? '' : `, ${used.length} found in the code`}`,
    known.map(({ name, label }) => ({
      value: name,
      label: visible(name),
      ...(label === undefined ? {} : { hint: visible(label) }),
    })),
    used,
  );
  return { entities, ...(code === undefined ? {} : { code }) };
}

/** @param there names of the seams that say already who owns them */
async function askSeam(
  given: InitOptions,
  there: readonly string[],
  ask: Ask,
): Promise<Pick<InitOptions, 'seam' | 'owner' | 'direction'>> {
  const name =
    given.seam ?? (await ask.text('Name of the integration, as webshop-orders; empty: judge for any use'));
  if (name === '') return {};
  const owner = there.includes(name)
    ? ''
    : (given.owner ?? (await ask.text('Who is told when it breaks? A team or a person; empty: nobody')));
  const direction =
    given.direction ??
    (await ask.one('What does it do with the ERP?', [
      { value: 'read', label: 'reads' },
      { value: 'create', label: 'creates' },
      { value: 'update', label: 'updates' },
      { value: 'write', label: 'creates and updates' },
      { value: 'both', label: 'reads, creates and updates' },
    ]));
  return { seam: name, ...(owner === '' ? {} : { owner }), direction };
}

async function askCi(ask: Ask, { cwd }: RunContext): Promise<CiSystem> {
  const gitlab = existsSync(resolve(cwd, '.gitlab-ci.yml'));
  const labels: Readonly<Record<CiSystem, string>> = {
    github: 'GitHub Actions',
    gitlab: 'GitLab CI',
    none: 'none yet',
  };
  return ask.one(
    'Where shall the check run?',
    ciSystems.map((value) => ({ value, label: labels[value] })),
    pipelinesIn(cwd).length > 0 ? 'none' : gitlab ? 'gitlab' : 'github',
  );
}

async function mayReplace(options: InitOptions, ask: Ask, run: RunContext): Promise<boolean> {
  if (options.force) return true;
  const there = await inTheWay(options, run);
  return there.length > 0 && (await ask.yes(`${there.join(', ')}: here already. Replace?`));
}

const folderIn = (cwd: string) => (text: string) =>
  text === '' || statSync(resolve(cwd, text), { throwIfNoEntry: false })?.isDirectory()
    ? undefined
    : 'There is no such folder.';
