import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { OdooError, OdooModel } from './metadata.js';

/** An account of the embedded Odoo. */
export type OdooAccount = {
  readonly uid: number;
  readonly login: string;
  /** Password or API key. */
  readonly secret: string;
  /** Without "Access Rights" and the groups of restricted fields; writes nothing. */
  readonly limited?: true;
};

/** What a running Odoo knows. */
export type OdooState = {
  readonly version: OdooRelease;
  readonly database: string;
  readonly databaseId: string;
  readonly modules: Readonly<Record<string, string>>;
  readonly models: readonly OdooModel[];
  readonly accounts: readonly OdooAccount[];
  /** Order of the fields in an answer. */
  readonly order: (names: readonly string[]) => readonly string[];
};

export type OdooRelease = { readonly text: string; readonly info: readonly Json[] };

/** One method call, as both protocols ask it. */
export type OdooCall = {
  readonly model: string;
  readonly method: string;
  readonly args: readonly Json[];
  readonly named: JsonObject;
};

export type OdooAnswer = { readonly result: Json } | { readonly error: OdooError };

type Method = (state: OdooState, account: OdooAccount, call: OdooCall) => OdooAnswer;

const methods: Readonly<Record<string, Method>> = {
  fields_get: fieldsGet,
  default_get: defaultGet,
  search_read: searchRead,
  get_available_models: ({ models }) => ({
    result: models
      .filter(({ transient }) => transient !== true)
      .map(({ model, name }) => ({ model, display_name: name })),
  }),
  get_param: ({ databaseId }, account, { model }) =>
    account.limited ? accessError(model) : { result: databaseId },
  get_installed: ({ models }) => {
    const translated = models.flatMap(({ translations = {} }) => Object.keys(translations));
    return { result: [...new Set(['en_US', ...translated])].map((code) => [code, `Language ${code}`]) };
  },
  context_get: (_, { uid }) => ({ result: { lang: 'en_US', tz: false, uid } }),
};

/** What Odoo answers to a call of this account. */
export function answer(state: OdooState, account: OdooAccount, call: OdooCall): OdooAnswer {
  const known = state.models.some(({ model }) => model === call.model) || Object.hasOwn(tables, call.model);
  if (!known && call.model !== 'ir.config_parameter' && call.model !== 'res.lang') {
    return fail('odoo.exceptions.UserError', `Object ${call.model} doesn't exist`);
  }
  const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
  const since = call.method === 'get_available_models' ? 16 : 0;
  if (method === undefined || majorOf(state) < since) {
    return fail(
      'builtins.AttributeError',
      `The method '${call.method}' does not exist on the model '${call.model}'`,
    );
  }
  return method(state, account, call);
}

function majorOf({ version }: OdooState): number {
  return Number(version.info[0]);
}

function fieldsGet(state: OdooState, account: OdooAccount, call: OdooCall): OdooAnswer {
  const model = modelOf(state, call);
  if (model?.failing?.fields_get !== undefined) return { error: model.failing.fields_get };
  const asked = call.named['attributes'] ?? call.args[1];
  const wanted = Array.isArray(asked) && asked.length > 0 ? new Set(asked) : undefined;
  const seen = new Map(visible(model, account, languageOf(call)));
  // Up to 15, `readonly` is true of every field of a model that the account may not write.
  const bound = account.limited === true && majorOf(state) <= 15 ? { readonly: true } : {};
  const described = state
    .order([...seen.keys()])
    .map((name) => [
      name,
      Object.fromEntries(
        Object.entries({ ...objectAt(seen, name), ...bound }).filter(
          ([attribute]) => wanted?.has(attribute) ?? true,
        ),
      ),
    ]);
  return { result: Object.fromEntries(described) };
}

function objectAt(fields: ReadonlyMap<string, Json>, name: string): JsonObject {
  const found = fields.get(name);
  return isJsonObject(found) ? found : {};
}

/** The language of an answer is that of the call, whatever the account has set (recorded, 09-traps/user_lang_fr). */
function languageOf({ named }: OdooCall): string {
  const context = named['context'];
  return isJsonObject(context) && typeof context['lang'] === 'string' ? context['lang'] : '';
}

function visible(
  model: OdooModel | undefined,
  account: OdooAccount,
  language = '',
): readonly [string, Json][] {
  const restricted = account.limited ? new Set(model?.restricted) : new Set();
  const { translations = {}, fields = {} } = model ?? {};
  const told = Object.hasOwn(translations, language) ? translations[language] : fields;
  return Object.entries(told ?? {}).filter(([name]) => !restricted.has(name));
}

function defaultGet(state: OdooState, account: OdooAccount, call: OdooCall): OdooAnswer {
  const model = modelOf(state, call);
  if (model?.failing?.default_get !== undefined) return { error: model.failing.default_get };
  const needed = model?.defaultsNeedIds === true && call.named['fields'] === undefined ? 2 : 1;
  const given = [...call.args, ...Object.values(call.named).filter(Array.isArray)];
  if (given.length !== needed) {
    return fail(
      'builtins.TypeError',
      `default_get() takes ${needed} positional arguments but ${given.length} were given`,
    );
  }
  const asked = given.at(-1);
  const names = new Set(Array.isArray(asked) ? asked : []);
  const broken = Object.entries(model?.failingDefaults ?? {}).find(([name]) => names.has(name));
  if (broken !== undefined) return { error: broken[1] };
  const seen = new Set(visible(model, account).map(([name]) => name));
  const values = Object.entries(model?.defaults ?? {}).filter(([name]) => names.has(name) && seen.has(name));
  return { result: Object.fromEntries(values) };
}

function modelOf({ models }: OdooState, call: OdooCall): OdooModel | undefined {
  return models.find(({ model }) => model === call.model);
}

/** A table that `search_read` reads. Up to version `forAllUntil` a limited account may, too. */
type Table = {
  readonly forAllUntil?: number;
  readonly rows: (state: OdooState) => readonly JsonObject[];
};

const always = Number.POSITIVE_INFINITY;

const tables: Readonly<Record<string, Table>> = {
  'ir.model': {
    forAllUntil: 15,
    rows: ({ models }) =>
      models.map(({ model, name, transient }, index) => ({
        id: index + 1,
        model,
        name,
        transient: transient === true,
      })),
  },
  'ir.model.fields': { forAllUntil: 15, rows: ({ models }) => models.flatMap(({ rows }) => rows) },
  'ir.model.constraint': {
    rows: ({ models }) =>
      models.flatMap(({ name, constraints = [] }, index) =>
        constraints.map((definition, nth) => ({
          id: (index + 1) * 1000 + nth,
          type: /^unique index/i.test(definition) ? 'i' : 'u',
          definition,
          model: [index + 1, name],
        })),
      ),
  },
  'ir.module.module': {
    rows: ({ modules }) =>
      Object.entries(modules).map(([name, version], index) => ({
        id: index + 1,
        name,
        latest_version: version,
        installed_version: version,
        state: 'installed',
      })),
  },
  'res.company': { forAllUntil: always, rows: () => [{ id: 1, name: 'Kumquat Trading' }] },
  'res.users': {
    forAllUntil: always,
    rows: ({ accounts }) =>
      accounts.map(({ uid, login }) => ({ id: uid, login, company_id: [1, 'Kumquat Trading'] })),
  },
};

function searchRead(state: OdooState, account: OdooAccount, { model, named }: OdooCall): OdooAnswer {
  const table = Object.hasOwn(tables, model) ? tables[model] : undefined;
  if (table === undefined) return { result: [] };
  if (account.limited && majorOf(state) > (table.forAllUntil ?? 0)) return accessError(model);
  const domain = Array.isArray(named['domain']) ? named['domain'] : [];
  const limit = typeof named['limit'] === 'number' ? named['limit'] : undefined;
  const fields = new Set(['id', ...(Array.isArray(named['fields']) ? named['fields'] : [])]);
  const rows = table
    .rows(state)
    .filter((row) => domain.every((leaf) => fits(row, leaf)))
    .sort((a, b) => Number(a['id']) - Number(b['id']))
    .slice(0, limit);
  return {
    result: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => fields.has(name)))),
  };
}

/** One leaf of a domain, `[field, operator, value]`; leaves are joined by "and". An empty list counts as `false`. */
function fits(row: JsonObject, leaf: Json): boolean {
  if (!Array.isArray(leaf)) return false;
  const [field, operator, value] = leaf;
  const held = row[String(field)] ?? false;
  const is = Array.isArray(held) && held.length === 0 ? false : held;
  if (operator === 'in') return Array.isArray(value) && value.includes(is);
  if (operator === '>') return typeof is === 'number' && typeof value === 'number' && is > value;
  return operator === '=' && is === value;
}

function accessError(model: string): OdooAnswer {
  return fail(
    'odoo.exceptions.AccessError',
    `You are not allowed to access '${model}' records.\n\nThis operation is allowed for the following groups:\n\t- Administration/Access Rights\n\nContact your administrator to request access if necessary.`,
  );
}

function fail(name: string, message: string): OdooAnswer {
  return { error: { name, message } };
}
