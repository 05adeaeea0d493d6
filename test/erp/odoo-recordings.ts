import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

/** Folder of the recordings, where there is one. */
export const recordings = process.env['SEAM_RECORDINGS'];

/** What the title of a test says that is skipped. */
export const skipped = recordings === undefined ? ' (skipped: SEAM_RECORDINGS is not set)' : '';

export const versions = ['16', '17'] as const;
export type Version = (typeof versions)[number];

/** A recorded file, `16/05-default_get/res.partner.json`. */
export function recorded(path: string): JsonObject {
  return JSON.parse(readFileSync(join(recordings ?? '', 'odoo', path), 'utf8'));
}

/** Names of the recorded answers in a folder, without `.json`. */
export function recordedNames(folder: string): readonly string[] {
  return readdirSync(join(recordings ?? '', 'odoo', folder))
    .filter((file) => file.endsWith('.json') && file !== '_requests.json')
    .map((file) => file.slice(0, -'.json'.length));
}

/** Who asked: `admin`, in French, and an internal user without further groups. */
export type Asker = 'admin' | 'admin-fr_FR' | 'reader';

/** Models of a real server as somebody saw them; catalogue and defaults are those that admin saw. */
export function recordedModels(version: Version, asker: Asker = 'admin'): readonly OdooModel[] {
  return recordedNames(`${version}/03-fields_get/${asker}`).map((model) =>
    modelOf(version, model, {
      fields: `${version}/03-fields_get/${asker}/${model}.json`,
      rows: `${version}/04-ir.model.fields/${model}.json`,
    }),
  );
}

/** Models of a real server as they were before or after a change that was made by hand, `01-manual-fields`. */
export function driftedModels(version: Version, step: string): readonly OdooModel[] {
  const folder = `${version}/08-drift/${step}`;
  return recordedNames(folder).flatMap((name) => {
    const [, model] = /^ir\.model\.fields\.((?!selection$).+)$/.exec(name) ?? [];
    if (model === undefined) return [];
    return modelOf(version, model, {
      fields: `${folder}/fields_get.admin.${model}.json`,
      rows: `${folder}/ir.model.fields.${model}.json`,
    });
  });
}

function modelOf(
  version: Version,
  model: string,
  files: { readonly fields: string; readonly rows: string },
): OdooModel {
  return {
    model,
    name: model,
    fields: resultOf(files.fields) as JsonObject,
    rows: resultOf(files.rows) as readonly JsonObject[],
    defaults: resultOf(`${version}/05-default_get/${model}.json`) as JsonObject,
    constraints: constraintsOf(version, model),
    ...(model === 'account.move.line' ? { defaultsNeedIds: true as const } : {}),
  };
}

/** Recorded of five models; the name of a constraint starts with that of its table. */
function constraintsOf(version: Version, model: string): readonly string[] {
  const rows = resultOf(`${version}/04-ir.model.fields/_selection/ir.model.constraint.json`);
  const table = `${model.replaceAll('.', '_')}_`;
  return (Array.isArray(rows) ? rows : []).flatMap((row: JsonObject) =>
    row['type'] === 'u' && String(row['name']).startsWith(table) && typeof row['definition'] === 'string'
      ? [row['definition']]
      : [],
  );
}

function resultOf(path: string): Json | undefined {
  return recorded(path)['result'];
}

/** One recorded call that writes, and what the server did with it. */
export type RecordedWrite = {
  /** `07-write-errors/partner_unknown_field`. */
  readonly name: string;
  readonly model: string;
  readonly method: 'create' | 'write';
  readonly documents: readonly JsonObject[];
  readonly outcome: 'accepted' | 'refused' | 'altered';
};

/** The calls of a folder that create or change records of models; those that change the models themselves are left out. */
export function recordedWrites(version: Version, folder: string): readonly RecordedWrite[] {
  const requests = recorded(`${version}/${folder}/_requests.json`);
  return recordedNames(`${version}/${folder}`).flatMap((file) => {
    const call = callOf(requests[`${file}.json`]);
    if (call === undefined || call.model.startsWith('ir.')) return [];
    const { model, method, documents } = call;
    return [
      {
        name: `${folder}/${file}`,
        model,
        method,
        documents,
        outcome: outcomeOf(version, folder, file, documents),
      },
    ];
  });
}

function callOf(told: Json | undefined): Pick<RecordedWrite, 'model' | 'method' | 'documents'> | undefined {
  const { request } = told as { request: { body: { params?: { args?: readonly Json[] } } } };
  const [, , , model, method, positional] = request.body.params?.args ?? [];
  const args = Array.isArray(positional) ? positional : [];
  if (typeof model !== 'string' || (method !== 'create' && method !== 'write')) return undefined;
  return { model, method, documents: [args[method === 'create' ? 0 : 1] ?? {}].flat() as JsonObject[] };
}

/** Altered: what was read afterwards is another value than the one that was written. */
function outcomeOf(
  version: Version,
  folder: string,
  file: string,
  documents: readonly JsonObject[],
): RecordedWrite['outcome'] {
  const answer = recorded(`${version}/${folder}/${file}.json`);
  if (!Object.hasOwn(answer, 'result')) return 'refused';
  if (!recordedNames(`${version}/${folder}`).includes(`${file}_readback`)) return 'accepted';
  const [kept = {}] = resultOf(`${version}/${folder}/${file}_readback.json`) as JsonObject[];
  const differs = ([name, value]: [string, Json]) => Object.hasOwn(kept, name) && kept[name] !== value;
  return documents.some((document) => Object.entries(document).some(differs)) ? 'altered' : 'accepted';
}
