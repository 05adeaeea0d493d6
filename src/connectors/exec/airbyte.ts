import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import { observedOfTap } from './capabilities.js';
import type { Told, ToldEntity } from './told.js';
import { objectLines, objectsIn, textIn, textsIn, unusable, type Written } from './wire.js';

/**
 * The catalog among the messages that a source writes with `discover`. Lines that are no message are logs.
 * https://docs.airbyte.com/platform/understanding-airbyte/airbyte-protocol
 * @throws SeamError `program-failed` where a message says that it failed, `source-unusable`, `source-truncated`
 */
export function readAirbyte(written: Written): Told {
  const { program } = written;
  let catalog: JsonObject | undefined;
  let broken: SeamError | undefined;
  try {
    for (const [message] of objectLines(written)) {
      const { type, trace } = message;
      if (type === 'TRACE' && isJsonObject(trace) && trace['type'] === 'ERROR')
        throw failed(trace['error'], program);
      if (type === 'CATALOG' && isJsonObject(message['catalog'])) catalog = message['catalog'];
    }
  } catch (error) {
    if (!(error instanceof SeamError) || error.code === 'program-failed' || catalog === undefined)
      throw error;
    // A log that looks like JSON and is none, behind a catalog that is whole.
    broken = error;
  }
  const streams = catalog?.['streams'];
  if (!Array.isArray(streams)) {
    throw (
      broken ?? unusable(program, `"${program}" wrote no message of the type CATALOG with a list "streams".`)
    );
  }
  const entities = new Map<string, ToldEntity>();
  for (const [index, stream] of objectsIn(streams).entries()) {
    const [own, namespace] = [textIn(stream, 'name'), textIn(stream, 'namespace')];
    if (own === undefined)
      throw unusable(program, `Stream ${index + 1} in the catalog of "${program}" has no name.`);
    const name = namespace === undefined ? own : `${namespace}.${own}`;
    if (entities.has(name))
      throw unusable(program, `The catalog of "${program}" has the stream "${name}" twice.`);
    entities.set(name, { what: streamOf(name, stream) });
  }
  return {
    system: { product: 'Airbyte source', version: program },
    entities,
    observed: observedOfTap,
    onlyReads: true,
  };
}

/** What a TRACE message says. Its stack trace is for the author of the source. */
function failed(error: Json | undefined, program: string): SeamError {
  const { message, internal_message: internal, failure_type: kind } = isJsonObject(error) ? error : {};
  const said =
    [message, internal].find((text) => typeof text === 'string' && text !== '') ?? 'it does not say why';
  return new SeamError('program-failed', {
    why: `"${program}" says that it failed: ${String(said).slice(0, 1000)}`,
    ...(kind === 'config_error'
      ? { fix: 'Check `config` of the source, and the rights of its account.' }
      : {}),
  });
}

function streamOf(entity: string, stream: JsonObject): ToldEntity['what'] {
  const { json_schema: schema, source_defined_primary_key: primary } = stream;
  if (!isJsonObject(schema)) {
    return { entity, status: 'unreadable', why: 'The catalog has no json_schema of this stream.' };
  }
  const paths = Array.isArray(primary) ? primary.map((path) => textsIn(path).join('.')) : [];
  const key = [...new Set(paths)].filter((path) => path !== '').sort(byCodePoint);
  return { schema, dialect: 'draft-07', facets: key.length === 0 ? {} : { key } };
}
