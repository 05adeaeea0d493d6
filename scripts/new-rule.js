// npm run new:rule -- enum enum-value-split
import { addToTable, change, filesIn, finish, read, stop } from './new/place.js';

const folder = 'src/drift/rules';
const start = /export const \w+Rules = \{/;

/** Families by name: their files hold rows as they are; others make rows from a table of their own. */
const families = new Map(
  filesIn(folder)
    .filter((name) => /export const \w+Rules\b/.test(read(`${folder}/${name}`)))
    .map((name) => [name.replace(/\.ts$/, ''), read(`${folder}/${name}`)]),
);

const [family = '', id = '', ...rest] = process.argv.slice(2);
if (!/^[a-z]+(-[a-z]+)+$/.test(id) || rest.length > 0) {
  stop(
    'Usage: npm run new:rule -- FAMILY ID, where ID is <thing>-<what happened>, such as enum-value-added.',
  );
}
const text = families.get(family);
if (text === undefined)
  stop(`There is no family "${family}": use one of ${[...families.keys()].join(', ')}.`);
for (const [name, rows] of families) {
  if (rows.includes(`  '${id}': {`)) stop(`There is a rule ${id} already, in ${folder}/${name}.ts.`);
}

const ofWalk = /satisfies WalkRules;/.test(text);
const row = `  '${id}': {
    detects: 'TODO: what happened, in one sentence.',
    effect: 'unknown',
    advice: 'TODO: what to do, in one sentence; then accept it.',
    facet: 'nativeType',
${
  ofWalk
    ? "    example: 'TODO: the case in words.',"
    : `    example: { contract: { type: 'string' }, live: { type: 'string' } },
    detect: () => undefined,`
}
  },
`;
const extended = addToTable(text, start, row);
if (extended === undefined)
  stop(`${folder}/${family}.ts makes its rows from a table: add your row to that one by hand.`);

change(`${folder}/${family}.ts`, extended);
finish(
  [`${folder}/${family}.ts`],
  [
    `In ${folder}/${family}.ts: say what ${id} detects, and the smallest example of it; the example is its test.`,
    ofWalk
      ? 'In src/drift/compare.ts: give the change this name where the walk meets it.'
      : 'Write "detect": from one pair of fields, before and after, or nothing.',
    'Go through the checklist of docs/contributing/rule.md.',
  ],
);
