import { expect, test } from 'vitest';
import { law } from '../../src/verdict/law.js';

test('one law decides what an effect means for each direction', () => {
  expect(law).toEqual({
    read: {
      same: 'info',
      narrows: 'info',
      widens: 'breaking',
      crosses: 'breaking',
      unknown: 'warning',
      meaning: 'warning',
    },
    create: {
      same: 'info',
      narrows: 'breaking',
      widens: 'info',
      crosses: 'breaking',
      unknown: 'warning',
      meaning: 'warning',
    },
    update: {
      same: 'info',
      narrows: 'breaking',
      widens: 'info',
      crosses: 'breaking',
      unknown: 'warning',
      meaning: 'warning',
    },
  });
});
