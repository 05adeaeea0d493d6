import { describe, expect, test } from 'vitest';
import { selectEntities } from '../../src/config/select.js';
import type { EntitySelector } from '../../src/model/config.js';

const names = ['kumquat', 'kumquat.line', 'kumquat.report', 'pomelo', '__proto__'];

/** `!name` excludes, `name: a b` takes only these fields. */
function selectors(...texts: readonly string[]): readonly EntitySelector[] {
  return texts.map((text) => {
    const [name = '', fields] = text.replace('!', '').split(': ');
    return {
      name,
      exclude: text.startsWith('!'),
      ...(fields === undefined ? {} : { fields: fields.split(' ') }),
    };
  });
}

function chosen(...texts: readonly string[]) {
  const { selected } = selectEntities(selectors(...texts), names);
  return [...selected].map(([name, { fields }]) =>
    fields === undefined ? name : `${name}: ${fields.join(' ')}`,
  );
}

describe('the selectors of a source', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['nothing chooses nothing', [], []],
    ['a name chooses itself alone', ['kumquat'], ['kumquat']],
    ['a glob chooses what it fits', ['kumquat*'], ['kumquat', 'kumquat.line', 'kumquat.report']],
    ['a point is a point', ['kumquat.?ine'], ['kumquat.line']],
    ['an exclusion takes away what was chosen before it', ['*', '!kumquat*'], ['pomelo', '__proto__']],
    ['and a later selector brings it back', ['*', '!*', 'pomelo'], ['pomelo']],
    ['an exclusion at first takes nothing away', ['!pomelo', 'pomelo'], ['pomelo']],
    ['the fields of several selectors add up', ['kumquat: a b', 'kumq*: b c', '!*.*'], ['kumquat: a b c']],
    ['and all fields win over some', ['kumquat: a', 'kumquat'], ['kumquat']],
    ['also the other way round', ['kumquat', 'kumquat: a'], ['kumquat']],
    ['an exclusion forgets the fields too', ['kumquat: a', '!kumquat', 'kumquat: b'], ['kumquat: b']],
    ['a hostile name is a name', ['__proto__: constructor'], ['__proto__: constructor']],
  ])('%s', (_, texts, expected) => {
    expect(chosen(...texts)).toEqual(expected);
  });

  test('the names come in the order of the catalogue', () => {
    expect(chosen('pomelo', 'kumquat')).toEqual(['kumquat', 'pomelo']);
  });

  test('exact names that nothing has are dead, once each; globs and exclusions are not', () => {
    const { dead } = selectEntities(selectors('kumqat', 'x*', '!y', 'kumqat', 'pomelo'), names);
    expect(dead).toEqual(['kumqat']);
  });
});
