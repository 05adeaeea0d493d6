import { defined } from '../../model/defined.js';
import type { JsonObject } from '../../model/json.js';
import type { EntityRef, SystemInfo } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import { allRows } from './catalogue.js';
import { type Client, type OdooOptions, valueIn } from './client.js';
import { rows, text } from './wire.js';

/** What the source says of itself. What this account may not read is left out. */
export async function readSystem(client: Client, options: OdooOptions): Promise<SystemInfo> {
  const { auth, language } = options;
  const [company, apps, database] = await Promise.all([
    readCompany(client, options),
    readApps(client),
    readDatabaseId(client),
  ]);
  return defined({
    product: 'Odoo',
    version: client.version.text,
    apps,
    account: auth.user,
    company,
    language: language ?? 'en_US',
    database,
  });
}

/** Name and id of the company whose defaults count. */
async function readCompany(
  client: Client,
  { auth, company: chosen }: OdooOptions,
): Promise<string | undefined> {
  if (chosen !== undefined) {
    const [company] = await readable(client, 'res.company', [['id', '=', chosen]], ['name']);
    return `${text(company?.['name']) ?? 'company'} (${chosen})`;
  }
  const [user] = await readable(client, 'res.users', [['login', '=', auth.user]], ['company_id']);
  const company = user?.['company_id'];
  return Array.isArray(company) ? `${String(company[1])} (${String(company[0])})` : undefined;
}

/** `latest_version` is what is installed in the database; `installed_version` is what lies on the disk. */
async function readApps(client: Client): Promise<SystemInfo['apps'] | undefined> {
  const installed = [['state', '=', 'installed']];
  const modules = await readable(client, 'ir.module.module', installed, ['name', 'latest_version']);
  const versions = modules.flatMap((row) => {
    const name = text(row['name']);
    return name === undefined ? [] : [[name, text(row['latest_version']) ?? ''] as const];
  });
  if (versions.length === 0) return undefined;
  return Object.fromEntries(versions.sort(([a], [b]) => byCodePoint(a, b)));
}

async function readDatabaseId(client: Client): Promise<string | undefined> {
  const answer = await client.call('ir.config_parameter', 'get_param', { key: 'database.uuid' });
  return 'value' in answer ? text(answer.value) : undefined;
}

async function readable(
  client: Client,
  model: string,
  domain: JsonObject[string][],
  fields: readonly string[],
): Promise<readonly JsonObject[]> {
  const found = await allRows(client, model, domain, fields);
  return 'rows' in found ? rows(found.rows, model) : [];
}

/** Models that keep records, by the catalogue, or for an account without Access Rights those that it may read. */
export async function* listModels(client: Client): AsyncGenerator<EntityRef> {
  const catalogue = await allRows(client, 'ir.model', [['transient', '=', false]], ['model', 'name']);
  const listed =
    'rows' in catalogue
      ? rows(catalogue.rows, 'ir.model').map((row) => ({
          name: text(row['model']),
          label: text(row['name']),
        }))
      : rows(valueIn(await client.call('ir.model', 'get_available_models', {})), 'get_available_models').map(
          (row) => ({
            name: text(row['model']),
            label: text(row['display_name']),
          }),
        );
  for (const { name, label } of listed) {
    if (name !== undefined) yield label === undefined ? { name } : { name, label };
  }
}
