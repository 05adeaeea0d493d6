import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { canary, makeProject } from './project.ts';
import { atTerminal, hasTerminal, keys, type Turn } from './terminal.ts';

async function emptyFolder() {
  const erp = await startTestOdoo(fixtureModels('17.0'));
  const project = makeProject();
  onTestFinished(async () => {
    project.remove();
    await erp.close();
  });
  return { ...project, erp };
}

const { enter, down, space, tab, leave } = keys;

describe.skipIf(!hasTerminal)('seam init at a terminal', () => {
  test('asks for all that is needed, searches the live list, and keeps the typed secret out of every file', async () => {
    const made = await emptyFolder();
    const turns: readonly Turn[] = [
      ['Address, as https://', `${made.erp.url}${enter}`],
      ['What is the source called?', enter],
      ['auth.user', `${admin.login}${enter}`],
      ['How does it log in?', enter],
      ['Name of the environment variable', enter],
      ['Anything else', `${space}${enter}`],
      ['database: ', `${made.erp.database}${enter}`],
      ['ERP_API_KEY is not set', `${admin.secret}${enter}`],
      ['Folder with the code', enter],
      ['to choose from', 'grow'],
      ['(1 match)', `${tab}${enter}`],
      ['Name of the integration', `juice-press${enter}`],
      ['Who is told', `team-press${enter}`],
      ['What does it do', enter],
      ['Where shall the check run?', `${down}${down}${enter}`],
    ];
    const { code, screen } = await atTerminal(made.folder, ['init', '--connector', 'odoo'], {}, turns);
    expect(screen).toMatch(/1 of 1 checked, no drift/);
    expect(screen).not.toMatch(canary);
    expect(parse(made.read('seam.yaml'))).toMatchObject({
      sources: {
        erp: { database: 'kumquats', auth: { apiKey: '${ERP_API_KEY}' }, entities: ['kumquat.grower'] },
      },
      seams: {
        'juice-press': { owner: 'team-press', uses: [{ contract: 'erp/kumquat.grower', direction: 'read' }] },
      },
    });
    for (const file of made.files()) expect(made.read(file), file).not.toMatch(canary);
    expect(code).toBe(0);
  });

  test('left with Ctrl-C, it writes nothing and exits 130', async () => {
    const made = await emptyFolder();
    const { code, screen } = await atTerminal(made.folder, ['init'], {}, [['Which ERP is it?', leave]]);
    expect(screen).toMatch(/Nothing was written\./);
    expect(code).toBe(130);
    expect(made.files()).toEqual([]);
  });

  test('asks before it replaces a file, and without a yes it does not', async () => {
    const made = await emptyFolder();
    const before = 'sources:\n  erp: { connector: csv, file: data, entities: ["*"] }\n';
    made.write('seam.yaml', before);
    const flags = [
      '--connector',
      'odoo',
      '--url',
      made.erp.url,
      '--source',
      'erp',
      '--option',
      `database=${made.erp.database}`,
    ];
    const login = ['--option', `auth.user=${admin.login}`, '--secret', 'auth.apiKey=KEY'];
    const turns: readonly Turn[] = [
      ['Anything else', enter],
      ['Name of the integration', enter],
      ['here already. Replace?', enter],
    ];
    const { code } = await atTerminal(
      made.folder,
      ['init', ...flags, ...login, '--entities', 'kumquat.order', '--ci', 'none'],
      { KEY: admin.secret },
      turns,
    );
    expect(code).toBe(2);
    expect(made.read('seam.yaml')).toBe(before);
  });
});
