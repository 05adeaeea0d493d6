import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seamVersion } from '../version.js';

/** Where the gate runs; `none` where it is set up by hand. */
export const ciSystems = ['github', 'gitlab', 'none'] as const;

export type CiSystem = (typeof ciSystems)[number];

/** What the files of a CI system depend on. */
export type CiFacts = {
  /** Names of environment variables that hold secrets. */
  readonly variables: readonly string[];
  /** What is installed beside seam, as npm takes it. */
  readonly packages: readonly string[];
  /** There is a `.gitlab-ci.yml`. */
  readonly hasPipeline: boolean;
};

/** A file to be written: path below the folder, and text. */
export type NewFile = { readonly path: string; readonly text: string };

/** What is written for a CI system, and what is left to do by hand. */
export type CiFiles = { readonly files: readonly NewFile[]; readonly next: readonly string[] };

/** Where the check is written down for each of them. */
const pipelines = { github: '.github/workflows/seam.yml', gitlab: '.gitlab/seam.yml' } as const;

/** The pipelines of seam that a folder has. */
export function pipelinesIn(folder: string): readonly string[] {
  return Object.values(pipelines).filter((path) => existsSync(join(folder, path)));
}

/** What is left to do by hand where a pipeline is there that does not know these variables. */
export async function leftToPipelines(
  folder: string,
  variables: readonly string[],
): Promise<readonly string[]> {
  const steps = pipelinesIn(folder).map(async (path) => {
    const text = await readFile(join(folder, path), 'utf8');
    const unknown = variables.filter((name) => !text.includes(name));
    return unknown.length === 0 ? [] : [`give ${unknown.join(', ')} to the check in ${path}`];
  });
  return (await Promise.all(steps)).flat();
}

/** The files of a CI system, from the templates that ship in the package. */
export async function ciFiles(system: CiSystem, facts: CiFacts): Promise<CiFiles> {
  switch (system) {
    case 'none':
      return { files: [], next: [] };
    case 'github':
      return githubFiles(facts);
    case 'gitlab':
      return gitlabFiles(facts);
  }
}

async function githubFiles({ variables, packages }: CiFacts): Promise<CiFiles> {
  const env = variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('');
  const text = (await read('github.yml', packages)).replace('          # __env__\n', () => env);
  return {
    files: [{ path: pipelines.github, text }],
    next: variables.map((name) => `gh secret set ${name}`),
  };
}

async function gitlabFiles({ variables, packages, hasPipeline }: CiFacts): Promise<CiFiles> {
  const path = pipelines.gitlab;
  const template = await read('gitlab.yml', packages);
  const named = variables.length === 0 ? template.replace(/^.*__variables__\n/m, '') : template;
  const text = named.replace('__variables__', () => variables.join(', '));
  const include = `include:\n  - local: ${path}\n`;
  const set = variables.map((name) => `set ${name} as a masked CI/CD variable of the project`);
  return {
    files: [{ path, text }, ...(hasPipeline ? [] : [{ path: '.gitlab-ci.yml', text: include }])],
    next: hasPipeline ? [`add to .gitlab-ci.yml: include: [{ local: ${path} }]`, ...set] : set,
  };
}

/** A template with the version of this seam: a new one comes into a pipeline when somebody looks. */
async function read(name: string, packages: readonly string[]): Promise<string> {
  const text = await readFile(new URL(`../../../templates/ci/${name}`, import.meta.url), 'utf8');
  return text.replaceAll('erp-seam@__version__', [`erp-seam@${seamVersion}`, ...packages].join(' '));
}
