import { describe, expect, test } from 'vitest';
import type { OdooCall } from '../../src/demo/odoo/answer.ts';
import { type FaultName, fault, faultNames } from '../erp/faults.ts';
import { admin } from '../erp/odoo.ts';
import {
  byKey,
  byPassword,
  collect,
  connect,
  instead,
  refusal,
  sentence,
  started,
  versionIs,
  withoutJsonRpc,
} from './odoo-source.ts';

describe('a source that cannot be used says so in one sentence', () => {
  test.each(faultNames.filter((name) => !/no answer|drips/.test(name)))('%s', async (name) => {
    const erp = await started({ instead: fault(name) });
    const error = await refusal(connect(erp, byKey));
    expect(error.code).toMatch(/^source-/);
    expect(error.exit).toBe('unchecked');
    expect(error.message).toMatch(sentence);
    expect(error.fix).toMatch(/^[A-Z].*\.$/);
  });

  const later: readonly FaultName[] = [
    'unauthorised (401)',
    'forbidden (403)',
    'a login page with 200',
    'a redirect to another host',
    'a connection that is reset',
  ];
  test.each(later)('%s in the middle of the work ends it', async (name) => {
    let bad = false;
    const wrong = fault<OdooCall>(name);
    const erp = await started({ instead: (...request) => bad && wrong(...request) });
    const connector = await connect(erp, byKey);
    bad = true;
    const error = await refusal(collect(connector.describe(['kumquat.order', 'kumquat.crate'])));
    expect(error.exit).toBe('unchecked');
    expect(error.message).toMatch(sentence);
  });

  const wrongSecret = { auth: { user: admin.login, apiKey: 'canary-wrong-key' } } as const;
  const unknownUser = { auth: { user: 'medlar', password: admin.secret } } as const;
  const accounts = [
    ['a wrong key', 17, wrongSecret, 'Odoo does not accept user "admin" on database "kumquats".'],
    ['a wrong key', 19, wrongSecret, 'Odoo does not accept the credentials.'],
    ['a wrong user', 17, unknownUser, 'Odoo does not accept user "medlar" on database "kumquats".'],
    ['a wrong user', 19, unknownUser, 'Odoo does not accept user "medlar" on database "kumquats".'],
  ] as const;
  test.each(accounts)('%s (Odoo %i)', async (_, version, options, why) => {
    const error = await refusal(connect(await started({ version }), options));
    expect([error.code, error.message]).toEqual(['source-unauthorised', why]);
    expect(error.fix).toMatch(/^Check auth\.user/);
    expect(JSON.stringify(error.toFailure())).not.toContain('canary');
  });

  test('a key of another account (Odoo 19)', async () => {
    const options = { auth: { user: 'medlar', apiKey: admin.secret } };
    const error = await refusal(connect(await started({ version: 19 }), options));
    expect([error.code, error.message]).toEqual([
      'source-unauthorised',
      'The API key belongs to user "admin", and not to "medlar".',
    ]);
  });

  test('a password where there is no JSON-RPC any more', async () => {
    const erp = await started({ version: 19, instead: withoutJsonRpc });
    const error = await refusal(connect(erp, byPassword));
    expect([error.code, error.message]).toEqual([
      'config-invalid',
      'Odoo 19.0 offers no JSON-RPC here, and a password needs it.',
    ]);
  });

  test('an account whose password is taken back in the middle of the work', async () => {
    let back = false;
    const denied = { name: 'odoo.exceptions.AccessDenied', message: 'Access Denied' };
    const erp = await started({ instead: instead(() => back, { error: { code: 200, data: denied } }) });
    const connector = await connect(erp, byKey);
    back = true;
    const error = await refusal(collect(connector.describe(['kumquat.order'])));
    expect([error.code, error.message]).toEqual([
      'source-unauthorised',
      'Odoo does not accept the credentials.',
    ]);
  });

  test.each([
    [17, 'Odoo cannot open database "quinces".'],
    [19, 'The source answered 404: there is nothing at this address.'],
  ])('a wrong database (Odoo %i)', async (version, why) => {
    const erp = await started({ version });
    const error = await refusal(connect({ url: erp.url, database: 'quinces' }, byKey));
    expect([error.code, error.message]).toEqual(['source-not-found', why]);
    expect(error.fix).toMatch(/database/);
    expect(JSON.stringify(error.toFailure())).not.toContain('10.0.0.7');
  });

  test('no database, where one is needed', async () => {
    const error = await refusal(connect({ url: (await started()).url } as never, byKey));
    expect([error.code, error.message]).toEqual([
      'config-invalid',
      'Odoo 17.0 needs to be told its database.',
    ]);
  });

  test.each([{}, { server_version: '17.0' }, { server_version_info: [17] }, null])(
    'a version that is none: %j',
    async (result) => {
      const erp = await started({ instead: versionIs(result) });
      const error = await refusal(connect(erp, byKey));
      expect(error.code).toBe('source-unusable');
      expect(error.message).toMatch(sentence);
    },
  );

  test('an error of the server in a body with status 200', async () => {
    const error = { code: 200, message: 'Odoo Server Error', data: { name: 'psycopg2.errors.DiskFull' } };
    const erp = await started({ instead: instead(() => true, { error }) });
    const refused = await refusal(connect(erp, byKey));
    expect([refused.code, refused.message]).toEqual([
      'source-server-error',
      'Odoo failed with psycopg2.errors.DiskFull.',
    ]);
  });
});
