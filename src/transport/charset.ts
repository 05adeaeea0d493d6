/** The encoding of a text in bytes, as WHATWG names it, or a name that no decoder knows. */
export function encodingOf(head: Uint8Array, contentType = ''): string {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  const named = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1];
  if (named !== undefined) return named.toLowerCase();
  // Without mark and header: "<" in UTF-16, else the XML declaration. XML 1.0, appendix F
  if (first === 0x00 && second === 0x3c) return 'utf-16be';
  if (first === 0x3c && second === 0x00) return 'utf-16le';
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1]?.toLowerCase() ?? 'utf-8';
}

/** True where the platform can decode the encoding. */
export function isKnownEncoding(encoding: string): boolean {
  try {
    return new TextDecoder(encoding) !== undefined;
  } catch {
    return false;
  }
}

/** The first bytes of a text as people would read them; what cannot be read is replaced. */
export function headText(head: Uint8Array, contentType: string | undefined): string {
  const encoding = encodingOf(head, contentType);
  return new TextDecoder(isKnownEncoding(encoding) ? encoding : 'latin1').decode(head);
}
