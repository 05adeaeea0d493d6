/**
 * Replaces each secret in a text by `***`, also where it is URL-encoded, base64-encoded or JSON-escaped.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ])
    .sort((a, b) => b.length - a.length);
  return (text) => spellings.reduce((masked, spelling) => masked.replaceAll(spelling, '***'), text);
}
