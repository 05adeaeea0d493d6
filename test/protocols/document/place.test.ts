import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../src/protocols/document/place.js';
import { type Answer, serve } from '../../connectors/documents.js';
import { httpAt } from '../../connectors/http.js';

/** The text of a document behind an address that answers so. */
async function textOf(answer: Answer): Promise<string> {
  const { url } = await serve(() => answer);
  const place = placeOf({ http: await httpAt(url), url }, { headers: {}, followRefs: false });
  return place.text(place.root);
}

describe('a document behind an address', () => {
  test.each<[what: string, answer: Answer, text: string]>([
    ['YAML', { type: 'application/yaml', body: 'openapi: 3.1.0' }, 'openapi: 3.1.0'],
    ['JSON', { type: 'application/json', body: '{"openapi":"3.1.0"}' }, '{"openapi":"3.1.0"}'],
    ['SDL of no type', { type: '', body: 'type Kumquat { id: ID }' }, 'type Kumquat { id: ID }'],
    ['text with a byte order mark', { type: 'text/plain', body: '\uFEFFopenapi: 3.1.0' }, 'openapi: 3.1.0'],
  ])('is usable as %s', async (_, answer, text) => {
    expect(await textOf(answer)).toBe(text);
  });

  test.each<[what: string, answer: Answer, code: string]>([
    ['a web page', { type: 'text/html', body: '<p>Kumquat</p>' }, 'source-html'],
    ['a web page of no type', { type: '', body: '<!DOCTYPE html><p>Kumquat</p>' }, 'source-html'],
    ['a login page', { type: 'text/html', body: '<input type="password">' }, 'source-unauthorised'],
    ['XML', { type: 'text/plain', body: '<?xml version="1.0"?><Error/>' }, 'source-unusable'],
    ['nothing', { type: 'text/plain', body: ' \n' }, 'source-empty'],
    ['a refusal', { status: 403, body: 'openapi: 3.1.0' }, 'source-forbidden'],
  ])('is not usable as %s', async (_, answer, code) => {
    await expect(textOf(answer)).rejects.toMatchObject({ code });
  });
});
