import { describe, expect, test } from 'vitest';
import { renderFailure } from '../../src/report/failure.js';
import { options } from './reports.js';

const render = (failure: Parameters<typeof renderFailure>[0]) => renderFailure(failure, options);

describe('an error', () => {
  test('says what, where, and what to do', () => {
    expect(
      render({
        code: 'source-html',
        why: 'Odoo answered with a web page.',
        where: {
          source: 'erp-prod',
          entity: 'kumquat.order',
          method: 'GET',
          url: 'https://erp.example.com/web',
          status: 200,
        },
        fix: 'Check url.',
      }),
    ).toBe(
      [
        '✖ erp-prod  kumquat.order  source-html',
        '    Odoo answered with a web page.',
        '    GET https://erp.example.com/web, status 200',
        '    → Check url.',
        '',
      ].join('\n'),
    );
  });

  test('without a place begins with its code', () => {
    expect(render({ code: 'config-not-found', why: 'There is no seam.yaml here.' })).toBe(
      '✖ config-not-found\n    There is no seam.yaml here.\n',
    );
  });

  test('in a file begins with the place, and keeps its frame as it is', () => {
    expect(
      render({
        code: 'config-invalid',
        why: 'unknown key "conector" in sources.erp-prod',
        where: { file: 'seam.yaml', line: 7, column: 5 },
        frame: '    7 |     conector: odoo\n      |     ^^^^^^^^',
        fix: 'Did you mean "connector"?',
      }),
    ).toBe(
      [
        'seam.yaml:7:5  unknown key "conector" in sources.erp-prod',
        '    7 |     conector: odoo',
        '      |     ^^^^^^^^',
        '    → Did you mean "connector"?',
        '',
      ].join('\n'),
    );
  });

  test('is followed by what else is wrong', () => {
    const also = [{ code: 'config-invalid', why: 'second', where: { file: 'seam.yaml', line: 9 } }];
    expect(
      render({ code: 'config-invalid', why: 'first', where: { file: 'seam.yaml', line: 2 }, also }),
    ).toBe('seam.yaml:2  first\n\nseam.yaml:9  second\n');
  });

  test('cannot be made to look like something else by what a server says', () => {
    const text = render({
      code: 'source-html',
      why: 'no\n✖ ok\u001b[2J',
      where: { source: '\u202eprod' },
      frame: '\u001b[0m',
    });
    expect(text).toBe('✖ \\u{202e}prod  source-html\n    no\\u{a}✖ ok\\u{1b}[2J\n\\u{1b}[0m\n');
  });
});
