import { describe, expect, test } from 'vitest';
import { refuseOtherHosts } from '../../src/config/hosts.js';
import { SeamError } from '../../src/errors/seam-error.js';
import type { SourceConfig } from '../../src/model/config.js';

const source = (members: Partial<SourceConfig>): SourceConfig => ({
  name: 'erp',
  connector: 'kumquat',
  entities: [],
  transport: {},
  options: {},
  ...members,
});

/** What is refused of a source, by key and host. */
function refused(members: Partial<SourceConfig>, list: string | undefined): readonly string[] {
  try {
    refuseOtherHosts([{ source: source(members), secrets: [] }], list);
    return [];
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
    return [error.message, ...error.also.map(({ why }) => why)].map((why) => why.replace(/, which.*/, ''));
  }
}

describe('a list of hosts', () => {
  test.each<[list: string | undefined, url: string, isAllowed: boolean]>([
    [undefined, 'https://erp.example.com', true],
    ['erp.example.com', 'https://erp.example.com/odoo', true],
    ['ERP.Example.com.', 'https://erp.example.com', true],
    ['erp.example.com', 'https://erp.example.com:8443', true],
    ['erp.example.com:443', 'https://erp.example.com', true],
    ['erp.example.com:443', 'https://erp.example.com:8443', false],
    ['erp.example.com', 'https://erp.example.com.evil.example', false],
    ['erp.example.com', 'https://evil.example/erp.example.com', false],
    ['*.example.com', 'https://a.b.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['*.example.com', 'https://evilexample.com', false],
    ['münchen.example', 'https://xn--mnchen-3ya.example', true],
    ['[::1]:8069', 'http://[::1]:8069', true],
    ['127.0.0.1', 'http://2130706433', true],
    ['db.example.com', 'postgres://db.example.com:5432/erp', true],
    ['db.example.com', 'postgres://DB.example.com/erp', true],
    ['db.example.com:5433', 'postgres://db.example.com:5432/erp', false],
    ['', 'https://erp.example.com', false],
    [' , ', 'https://erp.example.com', false],
  ])('%s: %s', (list, url, isAllowed) => {
    expect(refused({ url }, list).length === 0).toBe(isAllowed);
  });
});

test('every address of a source is held against it, also one within its options', () => {
  const members = {
    url: 'https://erp.example.com',
    transport: { proxy: 'http://proxy.evil.example:3128' },
    options: {
      auth: { oauth: { tokenUrl: 'https://login.evil.example/token', scope: 'erp' } },
      mirrors: ['HTTPS:\\\\mirror.evil.example'],
      note: 'see https://docs.evil.example',
    },
  };
  expect(refused(members, 'erp.example.com')).toEqual([
    'sources.erp.proxy leads to proxy.evil.example:3128',
    'sources.erp.auth.oauth.tokenUrl leads to login.evil.example:443',
    'sources.erp.mirrors[0] leads to mirror.evil.example:443',
  ]);
});
