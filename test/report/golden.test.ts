import { describe, expect, test } from 'vitest';
import { formatNames, loadFormat } from '../../src/report/formats.js';
import { historyPage } from '../../src/report/history-html.js';
import { prettyFormat } from '../../src/report/pretty.js';
import { renderSnapshot } from '../../src/report/snapshot.js';
import { fleet } from './histories.js';
import { clean, dark, drift, everything, mixed, options, snapshot } from './reports.js';

const whole: readonly (readonly [name: string, says: string, text: string])[] = [
  [
    'drift',
    'drift is told worst first, with whom it breaks and what to do',
    prettyFormat.render(drift, options),
  ],
  ['drift-all', 'with --all every fact is told', prettyFormat.render(drift, everything)],
  ['clean', 'a clean run is three calm lines', prettyFormat.render(clean, options)],
  [
    'could-not-look',
    'what could not be looked at says why and what to do',
    prettyFormat.render(dark, options),
  ],
  [
    'mixed',
    'drift comes before what is dark, and both before what is clean',
    prettyFormat.render(mixed, options),
  ],
  [
    'snapshot',
    'a snapshot names what it wrote, left alone and could not read',
    renderSnapshot(snapshot, options),
  ],
];

describe.each(formatNames.filter((name) => name !== 'pretty'))('the format %s', (name) => {
  test('tells what drifted, what is let pass and what was not looked at', async () => {
    const format = await loadFormat(name);
    const kind = name === format.extension ? '' : `${name}.`;
    await expect(format.render(drift, options)).toMatchFileSnapshot(
      `golden/drift.${kind}${format.extension}`,
    );
  });
});

test.each(whole)('%s: %s', async (name, _, text) => {
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

test('the page of a fleet has its worst source first, and what drifted when', async () => {
  await expect(historyPage(fleet)).toMatchFileSnapshot('golden/history.html');
  await expect(`${JSON.stringify(fleet, null, 2)}\n`).toMatchFileSnapshot('golden/history.json');
});
