import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url);

const there = (path: string) => existsSync(new URL(path, root));

/** Names in a folder; none where there is no such folder. */
function namesIn(path: string): readonly string[] {
  return there(path) ? readdirSync(new URL(path, root)) : [];
}

describe('every connector is complete', () => {
  const connectors = readdirSync(new URL('src/connectors', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  test.each(connectors)('%s has its data sheet, capabilities, README, fixtures and tests', (id) => {
    const files = ['index.ts', 'capabilities.ts', 'fields.ts', 'README.md'].map(
      (name) => `src/connectors/${id}/${name}`,
    );
    expect(files.filter((path) => !there(path))).toEqual([]);
    expect(namesIn(`fixtures/${id}`), `fixtures/${id}`).not.toEqual([]);
    const tests = namesIn('test/connectors').filter((name) => name === id || name.startsWith(`${id}.`));
    expect(tests, `test/connectors/${id}.test.ts`).not.toEqual([]);
  });

  test.each(connectors.filter((id) => id !== '_template'))('%s is in the registry', (id) => {
    expect(readFileSync(new URL('src/connectors/registry.ts', root), 'utf8')).toContain(`'./${id}/index.js'`);
  });
});

describe('a page for each kind of contribution', () => {
  test.each(['connector', 'rule', 'format'])(
    'docs/contributing/%s.md has at most 60 lines, and ends in a checklist',
    (name) => {
      const lines = readFileSync(new URL(`docs/contributing/${name}.md`, root), 'utf8')
        .trimEnd()
        .split('\n');
      expect(lines.length).toBeLessThanOrEqual(60);
      expect(lines.at(-1)).toMatch(/^- \[ \] /);
    },
  );

  test('names only files and commands that are there', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    const pages = [
      'CONTRIBUTING.md',
      ...namesIn('docs/contributing').map((name) => `docs/contributing/${name}`),
    ];
    for (const page of pages) {
      const text = readFileSync(new URL(page, root), 'utf8');
      const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
      expect(
        commands.filter((name) => !Object.hasOwn(scripts, name)),
        page,
      ).toEqual([]);
      const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
      expect(
        links.filter((link) => !existsSync(new URL(link, new URL(page, root)))),
        page,
      ).toEqual([]);
      const paths = [...text.matchAll(/`((?:src|test|scripts|fixtures|\.github)\/[\w./-]+)`/g)].map(
        ([, path = '']) => path,
      );
      expect(
        paths.filter((path) => !/\b(acme|tap)\b/.test(path) && !there(path)),
        page,
      ).toEqual([]);
    }
  });
});
