import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/** What a login tells. The session itself is in two cookies. */
export type Session = {
  /** Version of the Service Layer, as `1000190`. */
  readonly version: string;
};

/**
 * The answer of `Login`.
 * @throws SeamError `source-unusable`
 */
export function parseLogin(body: Json): Session {
  if (!isJsonObject(body) || typeof body['SessionId'] !== 'string') throw unusable('Login', 'SessionId');
  return { version: text(body['Version']) ?? 'not told' };
}

/** What the error of a login says, without what was sent; `{"error":{"code":…,"message":{"value":…}}}`. */
export function parseError(body: Json): string {
  const error = isJsonObject(body) ? body['error'] : undefined;
  const message = isJsonObject(error) ? error['message'] : undefined;
  const said = isJsonObject(message) ? text(message['value']) : text(message);
  return (said ?? 'no reason').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
}

/** A user-defined field, as `UserFieldsMD` has it. https://help.sap.com/doc/fc2f5477516c404c8bf9ad1315a17238/10.0/en-US/ */
export type UserField = {
  /** Table of the database; a user table begins with `@`. */
  readonly table: string;
  /** Without the `U_` that it has in a record. */
  readonly name: string;
  /** Longest text, where the field is a text. */
  readonly size?: number;
  readonly mandatory: boolean;
  readonly defaultValue?: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
};

/** One page of user-defined fields, and where the next one is. */
export type Page = { readonly fields: readonly UserField[]; readonly next?: string };

/**
 * A page of `UserFieldsMD`; version 3 calls the link to the next one `odata.nextLink`.
 * @throws SeamError `source-unusable`
 */
export function parseUserFields(body: Json): Page {
  const rows = isJsonObject(body) ? body['value'] : undefined;
  if (!isJsonObject(body) || !Array.isArray(rows)) throw unusable('UserFieldsMD', 'value');
  const next = text(body['@odata.nextLink']) ?? text(body['odata.nextLink']);
  return {
    fields: rows.filter(isJsonObject).flatMap((row: JsonObject) => userField(row) ?? []),
    ...(next === undefined ? {} : { next }),
  };
}

function userField(row: JsonObject): UserField | undefined {
  const [table, name] = [text(row['TableName']), text(row['Name'])];
  if (table === undefined || name === undefined) return undefined;
  const size = row['EditSize'] ?? row['Size'];
  const defaultValue = text(row['DefaultValue']);
  const values = Array.isArray(row['ValidValuesMD']) ? row['ValidValuesMD'].filter(isJsonObject) : [];
  return {
    table,
    name,
    mandatory: row['Mandatory'] === 'tYES',
    ...(row['Type'] === 'db_Alpha' && typeof size === 'number' && size > 0 ? { size } : {}),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    values: values.flatMap((each: JsonObject) => {
      const value = text(each['Value']);
      return value === undefined ? [] : [{ value, label: text(each['Description']) ?? '' }];
    }),
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function unusable(call: string, member: string): SeamError {
  return new SeamError('source-unusable', { why: `The Service Layer's answer to ${call} lacks ${member}.` });
}
