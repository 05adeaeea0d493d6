import { expect, test } from 'vitest';
import { splitCommand } from '../../src/config/command.js';

test.each<[string, readonly string[] | undefined]>([
  ['pass show erp', ['pass', 'show', 'erp']],
  ['  a \t b  ', ['a', 'b']],
  ['', []],
  [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
  [`a''b ""`, ['ab', '']],
  [`"a\\"b\\\\c\\d"`, ['a"b\\c\\d']],
  [`'a\\'`, ['a\\']],
  ['a\\ b', ['a b']],
  ['a\\', ['a\\']],
  ['$HOME `id` $(id) *; a | b > c', ['$HOME', '`id`', '$(id)', '*;', 'a', '|', 'b', '>', 'c']],
  [`'a`, undefined],
  [`a"`, undefined],
])('the command line %j has the words %j', (line, words) => {
  expect(splitCommand(line)).toEqual(words);
});
