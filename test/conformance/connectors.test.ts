import { describe, expect, test } from 'vitest';
import { checks, NotApplicable } from '../../src/conformance/index.ts';
import { connectorNames } from '../../src/connectors/registry.ts';
import { subjects } from './subjects.ts';

test('every built-in connector is put to the test', () => {
  expect(Object.keys(subjects).sort()).toEqual([...connectorNames].sort());
});

describe.each(Object.keys(subjects))('%s', (name) => {
  test.concurrent.for(checks)('$id', async ({ run }, { skip }) => {
    try {
      const subject = await subjects[name]?.();
      if (subject === undefined) throw new Error(`there is no subject ${name}`);
      await run(subject);
    } catch (error) {
      if (error instanceof NotApplicable) skip(error.message);
      throw error;
    }
  });
});
