import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shells } from '../../src/cli/completion/scripts.ts';
import { typedWords } from '../../src/cli/completion/words.ts';
import { makeProject, type Project } from './project.ts';

const bin = fileURLToPath(new URL('../../bin/seam.js', import.meta.url));

let project: Project;

beforeAll(() => {
  project = makeProject(`contracts: agreed
sources:
  erp-prod: { connector: odoo, url: "http://127.0.0.1:9", auth: { user: k, apiKey: "\${KEY}" }, entities: [kumquat.order] }
  erp-uat: { connector: odoo
`);
  project.write('agreed/erp-prod/kumquat.order.json', 'not even JSON');
  project.write('agreed/erp-prod/Kumquat Crate~18.json', '{}');
  project.write('agreed/erp-prod/%24(touch hacked).json', '{}');
  project.write('other.yaml', 'sources: { elsewhere: { connector: csv, file: data } }\n');
  mkdirSync(join(project.folder, 'bin'));
  symlinkSync(bin, join(project.folder, 'bin', 'seam'));
  chmodSync(bin, 0o755);
});

afterAll(() => project.remove());

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const run = await project.seam(['__complete', 'zsh', '--', ...words]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what is offered at the cursor', () => {
  test.each<[what: string, words: readonly string[], offered: readonly string[]]>([
    ['commands that begin as typed', ['che'], ['check']],
    ['commands after help', ['help', 'snap'], ['snapshot']],
    ['flags once a hyphen is typed', ['check', '--fail'], ['--fail-on']],
    ['the values of a flag', ['check', '--fail-on', ''], ['breaking', 'warning', 'info']],
    ['the values of a flag behind its sign', ['check', '--fail-on=w'], ['--fail-on=warning']],
    ['formats', ['check', '--format', 'j'], ['json', 'junit']],
    ['shells', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['connectors', ['connectors', 'od'], ['odata', 'odoo']],
    ['connectors of a new project', ['init', '--connector', 'od'], ['odata', 'odoo']],
    ['sources, even of a file that is half written', ['check', 'erp'], ['erp-prod', 'erp-uat']],
    ['sources of another file', ['check', '--config', 'other.yaml', ''], ['elsewhere']],
    ['entities with a contract, however broken it is', ['check', 'erp-prod', 'k'], ['kumquat.order']],
    ['entities that are not named yet', ['check', 'erp-prod', 'kumquat.order', 'k'], []],
    ['contracts', ['log', 'erp-prod/K'], ['erp-prod/Kumquat Crate']],
    ['rules', ['explain', 'max-length-l'], ['max-length-lowered']],
    ['errors', ['explain', 'source-unau'], ['source-unauthorised']],
    ['nothing where a file is wanted', ['check', '--offline', ''], []],
    ['nothing after a command that is none', ['chek', ''], []],
    ['nothing where there is no such config', ['check', '--config', 'nowhere.yaml', ''], []],
  ])('%s', async (_, words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  test('no error, whatever comes', async () => {
    for (const args of [[], ['bash'], ['bash', '--'], ['kumquat', '--', '']]) {
      expect(await project.seam(['__complete', ...args])).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

test.each<[raw: readonly string[], words: readonly string[], current: string, kept: string]>([
  [['check', ''], ['check'], '', ''],
  [['check', '--fail-on', '=', 'w'], ['check'], '--fail-on=w', '--fail-on='],
  [['check', '--fail-on', '='], ['check'], '--fail-on=', '--fail-on='],
  [['check', 'Sales\\ O'], ['check'], 'Sales O', ''],
  [['check', '"Sales O'], ['check'], 'Sales O', ''],
])('bash hands over %j', (raw, words, current, kept) => {
  expect(typedWords('bash', raw)).toEqual({ words, current, kept });
});

/** A shell that is on this machine. */
function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

function inShell(shell: string, script: string): string {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH: `${join(project.folder, 'bin')}:${PATH}`, HOME };
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: project.folder, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

describe.skipIf(!has('bash'))('in bash', () => {
  /** What COMPREPLY holds, a line each. */
  const reply = (...words: readonly string[]) =>
    inShell(
      'bash',
      `eval "$(seam completion bash)"
COMP_WORDS=(seam ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_seam; printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
      .trimEnd()
      .split('\n');

  test('commands, and what follows the sign of a flag', () => {
    expect(reply('che')).toEqual(['check']);
    expect(reply('check', '--fail-on', '=', 'w')).toEqual(['warning']);
  });

  test('a name with a space is one word, and a hostile name runs nothing', () => {
    expect(reply('check', 'erp-prod', 'K')).toEqual(['Kumquat\\ Crate']);
    expect(reply('check', 'erp-prod', '$')).toEqual(['\\$\\(touch\\ hacked\\)']);
    expect(project.files()).not.toContain('hacked');
  });
});

describe.skipIf(!has('zsh'))('in zsh', () => {
  test('the script is read, and gives values and what they are about', () => {
    const script = `compdef() { :; }; compadd() { print -l -- "\${(@P)argv[-1]}"; }
eval "$(seam completion zsh)"; words=(seam check erp-prod K); CURRENT=4; _seam`;
    expect(inShell('zsh', script)).toBe('Kumquat Crate\n');
  });
});

describe.skipIf(!has('fish'))('in fish', () => {
  test('the script completes', () => {
    expect(inShell('fish', `seam completion fish | source; complete -C 'seam che'`)).toMatch(/^check\t/);
  });
});

test.each(shells)('seam completion %s prints a script that names how to use it', async (shell) => {
  const run = await project.seam(['completion', shell]);
  expect(run.stdout).toContain(`seam completion ${shell}`);
  expect(run).toMatchObject({ code: 0, stderr: '' });
});
