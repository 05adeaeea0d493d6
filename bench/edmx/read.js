// Reads one document with one reader, and prints what it took: node read.js READER FILE. A process for each, so that no
// reader pays for another's memory.
import { createReadStream, readFileSync } from 'node:fs';

/**
 * Each reader does what its users do with a document: the streaming ones never hold it.
 * @type {Readonly<Record<string, () => Promise<(file: string) => Promise<unknown>>>>}
 */
const readers = {
  async saxes() {
    const { SaxesParser } = await import('saxes');
    return async (file) => {
      const parser = new SaxesParser();
      let elements = 0;
      parser.on('opentag', () => {
        elements += 1;
      });
      for await (const piece of createReadStream(file, 'utf8')) parser.write(piece);
      parser.close();
      return elements;
    };
  },
  seam: () => seam(() => true),
  'seam, few wanted': () => seam((name) => /\.(Entity7|account|Document)$/.test(name)),
  async 'fast-xml-parser'() {
    const { XMLParser } = await installed('fast-xml-parser');
    return async (file) => {
      const parser = new XMLParser({
        ignoreAttributes: false,
        // Without limits: with them the reader gives up at the thousandth &quot;.
        processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
      });
      return parser.parse(readFileSync(file, 'utf8'));
    };
  },
  async '@sap-ux/edmx-parser'() {
    const { parse } = await installed('@sap-ux/edmx-parser');
    return async (file) => parse(readFileSync(file, 'utf8'));
  },
};

/** @param {(name: string) => boolean} entityType */
async function seam(entityType) {
  const { readMetadata } = await import('../../dist/protocols/odata/read/metadata.js');
  const wanted = { entityType, operation: () => entityType('') };
  return (/** @type {string} */ file) => readMetadata(createReadStream(file), { wanted });
}

/**
 * A package of bench/package.json, which is not installed where nobody measures.
 * @param {string} name
 */
function installed(name) {
  return import(name);
}

const [name = '', file = ''] = process.argv.slice(2);
const prepare = readers[name];
if (prepare === undefined) throw new Error(`There is no reader ${name}.`);
const read = await prepare();
const start = process.cpuUsage();
const result = await read(file);
const { user, system } = process.cpuUsage(start);
if (result === undefined) throw new Error('nothing was read');
console.log(
  JSON.stringify({ seconds: (user + system) / 1e6, mebibytes: process.resourceUsage().maxRSS / 1024 }),
);
