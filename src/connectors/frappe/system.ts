import { SeamError } from '../../errors/seam-error.js';
import type { EntityRef, SystemInfo } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import { type Client, valueIn } from './client.js';
import { text } from './wire.js';

/** What the source says of itself. Metadata has no language: labels are as the apps have them. */
export function systemOf({ apps, account }: Client): SystemInfo {
  const erpnext = apps.get('erpnext');
  return {
    ...(erpnext === undefined
      ? { product: 'Frappe', version: apps.get('frappe') ?? '' }
      : { product: 'ERPNext', version: erpnext }),
    apps: Object.fromEntries([...apps].sort(([a], [b]) => byCodePoint(a, b))),
    account,
  };
}

/**
 * Every DocType of the site, child tables too. An account without the right can still name the DocTypes that it wants.
 * @throws SeamError `source-forbidden`
 */
export async function* listDocTypes(client: Client): AsyncGenerator<EntityRef> {
  const listed = await client.rows('DocType', []);
  if ('fault' in listed && listed.fault.kind === 'forbidden') {
    throw new SeamError('source-forbidden', {
      why: 'This account may not list DocTypes.',
      fix: 'Name the DocTypes in `entities` one by one, or give the account a role that may read DocType.',
    });
  }
  if ('fault' in listed) valueIn(listed);
  for (const row of 'rows' in listed ? listed.rows : []) {
    const name = text(row['name']);
    if (name !== undefined) yield { name };
  }
}
