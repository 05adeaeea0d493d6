/** Of the addresses of ERPs, unless a connector says otherwise. */
const usual = ['https', 'http'] as const;

/**
 * What keeps a text from being the address of an ERP or of a proxy, as the end of a sentence, or `undefined`.
 * It never quotes the text: an address may hold a credential.
 * @param schemes what the address may begin with
 */
export function addressFault(
  text: string,
  what: 'source' | 'proxy',
  schemes: readonly string[] = usual,
): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '' || !schemes.includes(url.protocol.slice(0, -1))) {
    return `is no address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  }
  if (what === 'proxy') return undefined;
  if (url.username !== '' || url.password !== '') return 'holds a user; credentials have keys of their own';
  if (url.search !== '' || url.hash !== '') return 'has a part behind "?" or "#", which would be lost';
  return undefined;
}

/** An address as it should look. */
export function exampleAddress([scheme]: readonly string[] = usual): string {
  const ofErp = scheme === 'https' || scheme === 'http';
  return ofErp || scheme === undefined ? 'https://erp.example.com' : `${scheme}://db.example.com/database`;
}
