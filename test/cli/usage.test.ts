import { afterEach, describe, expect, test } from 'vitest';
import { makeProject, type Project, words } from './project.ts';

const opened: Project[] = [];

afterEach(() => {
  for (const project of opened.splice(0)) project.remove();
});

const source =
  '{ connector: odoo, url: "http://127.0.0.1:9", auth: { user: k, apiKey: "${KEY}" }, entities: [kumquat] }';

function project(yaml = `sources:\n  erp: ${source}\n`): Project {
  const made = makeProject(yaml);
  opened.push(made);
  return made;
}

describe('seam --help', () => {
  test('lists the commands and the exit codes', async () => {
    const run = await project().seam(['--help']);
    for (const line of [/^ {2}check /m, /^ {2}snapshot /m, /^ {2}pull /m, /^ {2}demo/m]) {
      expect(run.stdout).toMatch(line);
    }
    expect(run.stdout).toMatch(/^Exit codes\n {2}0 +checked all/m);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['check', 'snapshot', 'pull', 'connector', 'demo'])(
    'of %s shows two examples or more',
    async (command) => {
      const run = await project().seam([command, '--help']);
      const [, examples = ''] = /\nExamples\n((?: {2}.+\n)+)/.exec(run.stdout) ?? [];
      expect(examples.trim().split('\n').length).toBeGreaterThanOrEqual(2);
      expect(run.code).toBe(0);
    },
  );

  test('without a command says the same on stderr, and exits 2', async () => {
    const run = await project().seam([]);
    expect(run.stderr).toMatch(/^Usage: seam /);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('wrong usage exits 2 before anything is asked of the ERP', () => {
  test.each<[what: string, args: readonly string[], says: RegExp]>([
    ['a mistyped command', ['chek'], /Did you mean check\?/],
    ['a mistyped option', ['check', '--fail-in', 'info'], /Did you mean --fail-on\?/],
    ['a verdict that is none', ['check', '--fail-on', 'fatal'], /one of breaking, warning, info/],
    ['a format that is none', ['check', '--format', 'jsn'], /Formats are pretty, json/],
    [
      'two formats for stdout',
      ['check', '--format', 'json', '--format', 'pretty'],
      /Only one format can go to stdout/,
    ],
    ['a span that is none', ['check', '--max-age', 'soon'], /whole number and s, m, h or d/],
    ['a config that is not there', ['check', '--config', 'other.yaml'], /There is no other\.yaml here\./],
    ['a source that is not there', ['check', 'epr'], /There is no source "epr".*did you mean "erp"\?/],
    ['no contract yet', ['check'], /There is no contract for erp yet\..*Run seam snapshot erp/],
    [
      'an entity that is not selected',
      ['snapshot', 'erp', 'quince'],
      /"quince" is not among the `entities` of erp/,
    ],
    ['a pull without a file', ['pull'], /--output/],
  ])('%s', async (_what, args, says) => {
    const run = await project().seam(args, { env: { KEY: 'k' } });
    expect(words(run.stderr)).toMatch(says);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  test('a mistake in seam.yaml is shown with its line', async () => {
    const run = await project(`sources:\n  erp: ${source.replace('connector', 'conector')}\n`).seam([
      'check',
    ]);
    expect(run.stderr).toMatch(/^seam\.yaml:2:10 {2}unknown key "conector" in sources\.erp\n/);
    expect(run.stderr).toMatch(/^ {4}2 \|.*conector: .*\n {6}\| +\^{8}$/m);
    expect(run.stderr).toMatch(/Did you mean "connector"\?\n→ exit 2\n$/);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  test('a credential in clear is refused, and not shown', async () => {
    const run = await project(`sources:\n  erp: ${source.replace('${KEY}', 'canary-in-clear')}\n`).seam([
      'check',
    ]);
    expect(words(run.stderr)).toMatch(/sources\.erp\.auth\.apiKey holds a credential in clear\./);
    expect(run.stderr).not.toContain('canary');
    expect(run.code).toBe(2);
  });

  test('an unset variable is named', async () => {
    const run = await project().seam(['snapshot']);
    expect(words(run.stdout + run.stderr)).toMatch(
      /The environment variable KEY is not set; sources\.erp\.auth\.apiKey/,
    );
    expect(run.code).toBe(2);
  });
});
