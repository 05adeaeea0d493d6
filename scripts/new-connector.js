// npm run new:connector -- acme
import { addToTable, change, create, filesIn, finish, read, stop } from './new/place.js';

const [id = '', ...rest] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]*$/.test(id) || rest.length > 0) {
  stop('Usage: npm run new:connector -- ID, where ID is a lower-case word such as acme.');
}

const registry = 'src/connectors/registry.ts';
const line = `  ${id}: async () => (await import('./${id}/index.js')).${id},\n`;
const registered = addToTable(read(registry), /^const connectors\b.* = \{/m, line);
if (registered === undefined) stop(`${registry} has no table "connectors".`);

const made = {
  ...copied('src/connectors/_template', `src/connectors/${id}`),
  ...copied('fixtures/_template', `fixtures/${id}`),
  [`test/connectors/${id}.test.ts`]: renamed(read('test/connectors/_template.test.ts')),
};
create(made);
change(registry, registered);
finish(
  [...Object.keys(made).filter((path) => path.endsWith('.ts')), registry],
  [
    `In src/connectors/${id}: write wire.ts and fields.ts after the vendor's documentation, with the page in each row.`,
    `In fixtures/${id}: put what a server answers, in its exact form and your own words; hold it in test/connectors/${id}.test.ts.`,
    `Go through the checklist of docs/contributing/connector.md.`,
  ],
);

/**
 * @param {string} from
 * @param {string} to
 */
function copied(from, to) {
  return Object.fromEntries(filesIn(from).map((name) => [`${to}/${name}`, renamed(read(`${from}/${name}`))]));
}

/** @param {string} text */
function renamed(text) {
  return text
    .replaceAll(/_?template/g, id)
    .replaceAll('Template', `${id.charAt(0).toUpperCase()}${id.slice(1)}`);
}
