import { describe, expect, test } from 'vitest';
import { looksSecret } from '../../src/config/secrets.js';
import type { SeamError } from '../../src/errors/seam-error.js';
import { errorOf, lines, load, problems, withSource } from './stub.js';

const canary = 'Canary7Zq';

/** Everything that an error can show. */
function everything(error: SeamError): string {
  return JSON.stringify(error.toFailure()) + String(error.stack) + String(error.cause ?? '');
}

describe('a credential in clear', () => {
  test.each<[string, string]>([
    ['a declared option', `    seed: ${canary}\n`],
    ['a key that looks secret', `    headers: { X-Api-Token: ${canary} }\n`],
    ['a list of them', `    headers: { token: [${canary}, "${canary}"] }\n`],
    ['a passphrase', `    clientCertificate: { cert: c.pem, key: k.pem, passphrase: "${canary}" }\n`],
    ['a proxy with a password', `    proxy: http://user:${canary}@proxy.example.com:3128\n`],
    ['an address among the options', `    database: postgres://user:${canary}@db.example.com/x\n`],
    ['a query parameter', `    database: https://x.example.com/?a=b&access_token=${canary}\n`],
    ['a text with a placeholder beside', `    seed: "${canary}\${X}"\n`],
    ['an escaped placeholder', `    seed: "$\${${canary}}"\n`],
    ['something like a placeholder', `    seed: "\${${canary}!}"\n`],
    ['signs alone', '    seed: "!!!"\n'],
    ['several lines', `    seed: |\n      first ${canary}\n      second ${canary}\n`],
    ['a quoted text over lines', `    seed: "a\n      ${canary}"\n`],
    ['text behind a tag', `    database: x\n    seed: !!str ${canary}\n`],
  ])('is refused: %s', async (_, source) => {
    const error = await errorOf(load(withSource('', source)));
    expect(error.code).toBe('config-secret-in-clear');
    expect(error.where['line']).toBeGreaterThanOrEqual(7);
    expect(everything(error)).not.toContain(canary);
  });

  test('is refused in auth and in url, and each fix says what to write', async () => {
    const text = withSource('').replace('"${KEY}"', canary).replace('https://', `https://reader:${canary}@`);
    expect(await problems(text)).toEqual([
      '4:10 config-secret-in-clear sources.erp.url is an address with a credential in it. → Write the address without it, and the credential under the keys that the connector has for it, as a placeholder.',
      '5:35 config-secret-in-clear sources.erp.auth.apiKey holds a credential in clear. → Put it into an environment variable and write apiKey: "${ERP_API_KEY}"; or "${file:path}", "${cmd:command}". Then change the credential: it was readable here.',
    ]);
    expect((await errorOf(load(text))).frame).toBe('    4 |     url: ***\n      |          ^^^');
  });

  test('is not shown even where it is a number that should be text', async () => {
    const error = await errorOf(load(withSource('').replace('"${KEY}"', '90210')));
    expect(lines(error)).toHaveLength(1);
    expect(error.code).toBe('config-secret-in-clear');
    expect(everything(error)).not.toContain('90210');
  });

  test.each<[string, string]>([
    [
      'that is another error of the same line',
      withSource('').replace('user: reader, apiKey: "${KEY}"', `usr: reader, apiKey: "${canary}"`),
    ],
    ['under an unknown key', withSource(`password: ${canary}\n`)],
    ['in a source that is no map', `sources: { erp: [{ password: ${canary} }] }`],
    ['in an address that is none', withSource('').replace('https://erp', `ftp://reader:${canary}@erp`)],
    [
      'in an address whose password has a slash',
      withSource('').replace('https://erp', `https://reader:a/${canary}@erp`),
    ],
    ['in broken YAML', withSource('').replace('"${KEY}" }', `"${canary}"`)],
    ['in an unclosed quote', withSource('').replace('"${KEY}" }', `"${canary}`)],
    ['in an unclosed quote over lines', `${withSource('').replace('"${KEY}" }', `"a\n    ${canary}`)}  ]\n`],
    ['in a plain text that YAML forbids', withSource('').replace('"${KEY}"', `@${canary}`)],
    ['behind a block sign', withSource('', `    seed: |${canary}\n`).replaceAll('seed', 'token')],
    [
      'on the line behind its key',
      withSource('').replace('"${KEY}"', `\n      ${canary}`).replace('["*"]', '['),
    ],
    ['under a misspelt key', withSource('').replace('apiKey: "${KEY}"', `apiKye: ${canary}`)],
    ['behind a forgotten colon', withSource('').replace('apiKey: "${KEY}"', `apiKey ${canary}`)],
    ['behind a comma for a colon', withSource('').replace('apiKey: "${KEY}"', `apiKey, ${canary}`)],
    ['in place of a map', withSource('').replace('{ user: reader, apiKey: "${KEY}" }', canary)],
    ['in a broken key of broken YAML', withSource('').replace('apiKey: "${KEY}"', `api[ey: "${canary}"`)],
    [
      'in broken YAML without sources',
      withSource('').replace('sources:', 'source').replace('"${KEY}"', canary),
    ],
    [
      'under a misspelt key of the certificate',
      withSource('', `    clientCertificate: { cert: c, key: k, phrase: ${canary} }\n`),
    ],
    [
      'under a misspelt key sources',
      withSource('').replace('sources:', 'source:').replace('apiKey: "${KEY}"', `x: ${canary}`),
    ],
    [
      'in an address with a broken scheme',
      withSource('').replace('https://erp', `https:/reader:${canary}@erp`),
    ],
    ['in an alias', withSource('').replace('"${KEY}"', `*${canary}`)],
    ['in a tag', withSource('').replace('"${KEY}"', `!${canary} x`)],
    ['in an escape', withSource('').replace('"${KEY}"', `"\\q${canary}"`)],
    ['in a key that stands twice', withSource('').replace('"${KEY}"', `${canary}, apiKey: ${canary}`)],
    ['in a file that is too deep', `password: ${canary} ${'['.repeat(500)}`],
    ['in a merged map', `sources: { erp: { <<: { password: ${canary} } } }`],
  ])('never appears in an error %s', async (_, text) => {
    const error = await errorOf(load(text));
    expect(everything(error)).not.toContain(canary);
  });

  test('is told first, before what stands above it', async () => {
    const text = withSource('failOn: x\n', `    seed: ${canary}\n`);
    expect((await problems(text)).map((line) => line.slice(0, 4))).toEqual(['7:11', '8:9 ']);
  });
});

describe('no credential in clear', () => {
  test.each([
    '    seed: "${SEED}"\n',
    '    seed: "${A}:${B}"\n',
    '    seed: "${file:/run/secrets/seed}"\n',
    '    seed: "${cmd:pass show erp}"\n',
    '    headers: { token: "${T}" }\n',
    '    proxy: "http://user:${PASSWORD}@proxy.example.com"\n',
    '    proxy: http://user@proxy.example.com\n',
    '    headers: { tokenUrl: https://login.example.com/token, passwordPolicy: strict, secretName: x }\n',
    '    database: https://x.example.com/a@b:c\n',
    '    clientCertificate: { cert: c.pem, key: k.pem, passphrase: "${P}" }\n',
  ])('is %j', async (source) => {
    expect((await load(withSource('', source))).config.sources).toHaveLength(1);
  });

  test('is a rename of a field that has such a name', async () => {
    expect(
      (await load(withSource('renames: { erp/a: { password: token } }\n'))).config.renames,
    ).toBeDefined();
  });
});

test.each([
  'password',
  'Password',
  'db_password',
  'apiKey',
  'api-key',
  'API_SECRET',
  'clientSecret',
  'token',
  'accessToken',
  'passphrase',
  'x-api-key',
  'pwd',
])('%s looks secret', (key) => expect(looksSecret(key)).toBe(true));

test.each(['user', 'key', 'tokenUrl', 'database', 'secretary', 'passwordless', '__proto__'])(
  '%s does not look secret',
  (key) => expect(looksSecret(key)).toBe(false),
);
