// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { connectorNames, loadConnector } from '../../dist/connectors/registry.js';
import { mainFacets } from '../../dist/model/capabilities.js';
import { cell, table } from './table.js';

const begin = '<!-- connectors: made by npm run docs; do not edit -->';
const end = '<!-- /connectors -->';

const marks = { yes: '●', partly: '◐', no: '–' };

/** README.md with its table of connectors made anew. */
export async function readmePage() {
  const text = readFileSync('README.md', 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n${await connectorTable()}\n${text.slice(to)}`;
}

async function connectorTable() {
  const facets = Object.entries(mainFacets);
  const rows = await Promise.all(
    connectorNames.map(async (name) => {
      const { capabilities, summary = '' } = await loadConnector(name, '.');
      const page = `docs/connectors/${name}.md`;
      /** @type {Readonly<Record<string, import('../../dist/model/capabilities.js').Capability>>} */
      const told = capabilities.facets;
      return [
        existsSync(page) ? `[\`${name}\`](${page})` : `\`${name}\``,
        cell(summary),
        ...facets.map(([facet]) => marks[told[facet]?.observable ?? 'no']),
      ];
    }),
  );
  return [
    table(['connector', 'reads', ...facets.map(([, words]) => words)], rows),
    '',
    '● told by the source, ◐ partly or in some versions, – not observable: then it is never compared, and coverage says so.',
  ].join('\n');
}
