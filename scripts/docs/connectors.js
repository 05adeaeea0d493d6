// @ts-check
import { existsSync } from 'node:fs';
import { connectorNames, loadConnector } from '../../dist/connectors/registry.js';
import { cell, generated, table } from './table.js';

/** The page of what each connector can tell, and how it knows. */
export async function capabilitiesPage() {
  const sections = await Promise.all(connectorNames.map(section));
  return [
    '# Connectors',
    generated('the capability tables in `src/connectors`'),
    'What a source cannot tell is never compared and never green by silence: coverage names it.',
    ...sections,
    '',
  ].join('\n\n');
}

/** @param {string} name */
async function section(name) {
  const { capabilities, mapping } = await loadConnector(name, '.');
  const { facets, onWrite, updateRevalidates, versions } = capabilities;
  return [
    `## ${name}`,
    ...(existsSync(`docs/connectors/${name}.md`)
      ? [`How to set it up, and what it costs: [connectors/${name}.md](connectors/${name}.md).`]
      : []),
    `Mapping version ${mapping}. Run against real servers: ${versions.tested.join(', ') || 'none'}. Not run against a real server, built from documentation: ${versions.documented.join(', ') || 'none'}.`,
    `When a write no longer fits: ${
      Object.entries(onWrite)
        .map(([fault, does]) => `${fault} ${does}`)
        .join(', ') || 'not known'
    }. Saving an old record ${updateRevalidates ? 'validates it as a whole, so what became required counts for updates too' : 'validates what is sent'}.`,
    table(
      ['facet', 'observable', 'how we know'],
      Object.entries(facets).map(([facet, { observable, note }]) => [`\`${facet}\``, observable, cell(note)]),
    ),
  ].join('\n\n');
}
