import type { Context } from '../connector.js';
import { type Catalogue, parseCatalogue, parseFields, type WireField } from './wire.js';

/** The keys of a Template source in `seam.yaml`. */
export type TemplateOptions = { readonly auth: { readonly token: string } };

/** What the server says of one entity, or that it does not give it out. */
export type Description =
  | { readonly fields: readonly WireField[] }
  | { readonly refused: 'missing' | 'forbidden' };

/** The calls that the server understands. Failures of the transport are thrown. */
export type Client = {
  catalogue(): Promise<Catalogue>;
  fields(entity: string): Promise<Description>;
};

/** A client that sends the token with each call. */
export function openClient({ auth }: TemplateOptions, http: Context['http']): Client {
  const common = { headers: { authorization: `Bearer ${auth.token}` }, expect: 'json' } as const;
  return {
    async catalogue() {
      const { body } = await http.json({ ...common, path: '/catalogue' });
      return parseCatalogue(body);
    },
    async fields(entity) {
      // Names come from outside: one with a slash or a question mark must not become another path.
      const path = `/catalogue/${encodeURIComponent(entity)}`;
      const { status, body } = await http.json({ ...common, path, accept: [403, 404] });
      if (status === 404) return { refused: 'missing' };
      if (status === 403) return { refused: 'forbidden' };
      return { fields: parseFields(body) };
    },
  };
}
