/**
 * What keeps a text from being the address of an ERP or of a proxy, as the end of a sentence, or `undefined`.
 * It never quotes the text: an address may hold a credential.
 */
export function addressFault(text: string, what: 'source' | 'proxy'): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return 'is no address that begins with https:// or http://';
  }
  if (what === 'proxy') return undefined;
  if (url.username !== '' || url.password !== '') return 'holds a user; credentials have keys of their own';
  if (url.search !== '' || url.hash !== '') return 'has a part behind "?" or "#", which would be lost';
  return undefined;
}
