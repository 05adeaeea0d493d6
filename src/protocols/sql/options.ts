import type { JsonObject } from '../../model/json.js';

/** The keys that every source has which is a database. */
export type DatabaseOptions = {
  readonly auth: { readonly user: string; readonly password?: string };
  /** Schemas whose tables are entities; of MySQL, further databases. */
  readonly schemas?: readonly string[];
  readonly tls?: 'verify-full' | 'verify-ca' | 'none';
};

/** Dotted paths of what is secret in them. */
export const databaseSecrets: readonly string[] = ['auth.password'];

/** JSON Schema of these keys. @param schemas what `schemas` names */
export function databaseOptions(schemas: string): JsonObject {
  return {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      auth: {
        type: 'object',
        description:
          'The account that reads; only this, never what the environment says (PGPASSWORD, .pgpass).',
        required: ['user'],
        additionalProperties: false,
        properties: {
          user: { type: 'string', minLength: 1, description: 'Name of an account that only reads.' },
          password: {
            type: 'string',
            minLength: 1,
            description: 'Password of the account; none where a client certificate is enough.',
          },
        },
      },
      schemas: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', minLength: 1 },
        description: schemas,
      },
      tls: {
        enum: ['verify-full', 'verify-ca', 'none'],
        description:
          'What is checked of the certificate: authority and host name (verify-full, the default), or the authority alone (verify-ca). none: nothing is encrypted, which is the default on this machine only.',
      },
    },
  };
}
