import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeProject } from './project.ts';
import { atTerminal, hasTerminal } from './terminal.ts';

const plugins = fileURLToPath(new URL('../../fixtures/plugins', import.meta.url));

/** A project of so many sources that all take their time, with contracts. */
async function slowProject(sources: number) {
  const names = Array.from({ length: sources }, (_, index) => `grove-${index}`);
  const shared = (index: number) => (index === 0 ? 'entities: [crate, tree]' : 'contractsOf: grove-0');
  const project = makeProject(
    `sources:\n${names.map((name, index) => `  ${name}: { connector: ./plugins/slow.js, url: "http://127.0.0.1:9", grove: ${name}, ${shared(index)} }`).join('\n')}\n`,
  );
  onTestFinished(project.remove);
  cpSync(plugins, join(project.folder, 'plugins'), { recursive: true });
  expect((await project.seam(['snapshot', 'grove-0'])).code).toBe(0);
  return project;
}

describe.skipIf(!hasTerminal)(
  'a command that takes its time, at a terminal (skipped: no script of util-linux)',
  () => {
    test('shows a line for each source, no more than a glance takes, and nothing of it stays', async () => {
      const { folder } = await slowProject(12);
      const { code, screen, shown } = await atTerminal(folder, ['scan'], {}, []);
      expect(screen).toMatch(
        /^grove-0: 1 of 2, (crate|tree)\ngrove-1: 1 of 2.*\n(.+\n){6}and 4 more sources$/m,
      );
      expect(screen).not.toMatch(/grove-8: 1 of 2/);
      expect(shown).not.toMatch(/grove-\d+: |more sources/);
      expect(shown).toMatch(/^grove-0 {2}· Kumquat 1 · 2 contracts clean\n/);
      expect(code).toBe(0);
    });

    test('in a job it writes nothing over', async () => {
      const { folder } = await slowProject(1);
      const { screen } = await atTerminal(folder, ['check'], { CI: 'true' }, []);
      expect(screen).not.toMatch(/1 of 2/);
    });
  },
);
