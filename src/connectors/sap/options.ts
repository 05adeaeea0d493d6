import type { JsonObject } from '../../model/json.js';
import { type Auth, oauthSchema } from '../../protocols/odata/login.js';

/** The keys of an SAP source in `seam.yaml`. */
export type SapOptions = {
  readonly services: readonly string[];
  readonly auth?: Omit<Auth, 'token'>;
  readonly apiKey?: string;
  readonly client?: string;
  readonly language?: string;
};

const text = { type: 'string', minLength: 1 } as const;

export const options: JsonObject = {
  type: 'object',
  required: ['services'],
  additionalProperties: false,
  properties: {
    services: {
      type: 'array',
      minItems: 1,
      items: text,
      description:
        'Technical names of version 2 (API_SALES_ORDER_SRV, at /sap/opu/odata/sap/), paths (/sap/opu/odata4/…/0001), or globs that are looked up in the service catalogues (API_*_SRV).',
      examples: [['API_SALES_ORDER_SRV']],
    },
    auth: {
      type: 'object',
      additionalProperties: false,
      description:
        'A user with password, or a client of an OAuth 2 server; none where a client certificate or the API key is enough.',
      properties: {
        user: {
          ...text,
          description: 'Technical or communication user that only reads.',
          examples: ['SEAM_READER'],
        },
        password: { ...text, description: 'Its password.' },
        oauth: oauthSchema,
      },
      oneOf: [{ required: ['user', 'password'] }, { required: ['oauth'] }],
    },
    apiKey: { ...text, description: 'Sent in the header APIKey, for SAP API Management.' },
    client: {
      type: 'string',
      pattern: '^\\d{3}$',
      description: 'The SAP client, as "100"; the default client of the system where it is left out.',
    },
    language: { ...text, default: 'EN', description: 'Language of labels, whatever the account has set.' },
  },
};

/** Names of options that hold a secret. */
export const secrets: readonly string[] = ['auth.password', 'auth.oauth.clientSecret', 'apiKey'];
