import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withSource } from '../../../src/run/init/config-text.ts';

const source = {
  source: 'crm',
  connector: 'frappe',
  place: { url: 'https://crm.example.com' },
  keys: { auth: { key: '${CRM_KEY}' } },
  entities: ['Item'],
};
const lines = `  crm:
    connector: frappe
    url: https://crm.example.com
    auth: { key: "\${CRM_KEY}" }
    entities: [ Item ]
`;

describe('one more source', () => {
  test.each<[what: string, before: string, after: string]>([
    [
      'goes behind the last one and what is said of it',
      `# ours\nsources: # ERPs\n  # the first\n  erp:   {connector: odoo}\n  # so much for erp\n\n# who uses it\nseams: {}\n`,
      `# ours\nsources: # ERPs\n  # the first\n  erp:   {connector: odoo}\n  # so much for erp\n${lines}\n# who uses it\nseams: {}\n`,
    ],
    [
      'is indented as the others are',
      'sources:\n    erp:\n        connector: odoo\nfailOn: warning\n',
      `sources:\n    erp:\n        connector: odoo\n${lines.replace(/^/gm, '  ').trimEnd()}\nfailOn: warning\n`,
    ],
    [
      'comes last where the file has no last line break',
      'sources:\n  erp: { connector: odoo,\n    url: x }',
      `sources:\n  erp: { connector: odoo,\n    url: x }\n${lines}`,
    ],
    [
      'has the line breaks of the file',
      'sources:\r\n  erp: { connector: odoo }\r\n',
      `sources:\r\n  erp: { connector: odoo }\r\n${lines.replaceAll('\n', '\r\n')}`,
    ],
    [
      'takes the place of one of its name',
      'sources:\n  # old\n  crm:\n    connector: csv\n\n  # the next\n  erp: { connector: odoo }\n',
      `sources:\n  # old\n${lines}\n  # the next\n  erp: { connector: odoo }\n`,
    ],
    [
      'of a file in another style writes that anew',
      '{ sources: { erp: { connector: odoo } }, failOn: warning } # ours\n',
      '{ sources: { erp: { connector: odoo }, crm: { connector: frappe, url: https://crm.example.com, auth: { key: "${CRM_KEY}" }, entities: [ Item ] } }, failOn: warning } # ours\n',
    ],
  ])('%s', (_, before, after) => {
    const made = withSource(before, source, false);
    expect(made).toBe(after);
    expect(parse(made).sources.crm).toEqual(parse(after).sources.crm);
  });
});

describe('what a seam uses of it', () => {
  const uses = [{ contract: 'crm/Item', direction: 'read', fields: ['item_code'] }];
  const start = 'sources:\n  erp: { connector: odoo }\n';
  const own = `      - contract: crm/Item\n        direction: read\n        fields: [ item_code ]\n`;

  test.each<[what: string, before: string, after: string, replaces?: boolean]>([
    ['makes the first seam', '', `seams:\n  shop:\n    owner: team-shop\n    uses:\n${own}`],
    [
      'makes a further one',
      'seams:\n  other:\n    uses: [{ contract: erp/a, direction: read }]\n',
      `seams:\n  other:\n    uses: [{ contract: erp/a, direction: read }]\n  shop:\n    owner: team-shop\n    uses:\n${own}`,
    ],
    [
      'is added to the one of its name',
      'seams:\n  shop:\n    uses:\n      - { contract: erp/a, direction: read } # a\n    owner: x\n',
      `seams:\n  shop:\n    uses:\n      - { contract: erp/a, direction: read } # a\n${own}    owner: x\n`,
    ],
    [
      'takes the place of the one of its name, where that is wanted',
      'seams:\n  shop:\n    uses:\n      - { contract: erp/a, direction: read }\nfailOn: warning\n',
      `seams:\n  shop:\n    owner: team-shop\n    uses:\n${own}failOn: warning\n`,
      true,
    ],
  ])('%s', (_, before, after, replaces = false) => {
    const seam = { name: 'shop', owner: 'team-shop', uses };
    expect(withSource(start + before, { ...source, seam }, replaces)).toBe(start + lines + after);
  });
});
