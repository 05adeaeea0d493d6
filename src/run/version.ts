import { readFileSync } from 'node:fs';

/** Version of seam, as its package says. */
export const seamVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  }
).version;
