import { SeamError } from '../../errors/seam-error.js';
import type { Row } from './client.js';

/** A text of a row. @throws SeamError `source-unusable` where there is none */
export function textIn(row: Row, name: string): string {
  const value = row[name];
  if (typeof value === 'string') return value;
  throw new SeamError('source-unusable', {
    why: `The answer has no usable "${name}": what answers may speak MySQL's protocol, but has not its catalogue.`,
    fix: 'Check that the server is MySQL 8 or MariaDB 10.4, or later.',
  });
}

/** A text of a row, or nothing. */
export function perhapsIn(row: Row, name: string): string | undefined {
  return row[name] === null || row[name] === undefined ? undefined : textIn(row, name);
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html */
export type CatalogueColumn = {
  readonly name: string;
  /** `int(10) unsigned`, `enum('a','b')` */
  readonly type: string;
  /** `int`, `enum` */
  readonly native: string;
  readonly nullable: boolean;
  readonly expression: string | undefined;
  readonly extra: string;
  readonly comment: string | undefined;
  readonly formula: string | undefined;
  readonly charset: string | undefined;
  readonly collation: string | undefined;
};

export function columnIn(row: Row): CatalogueColumn {
  return {
    name: textIn(row, 'name'),
    type: textIn(row, 'type'),
    native: textIn(row, 'native').toLowerCase(),
    nullable: textIn(row, 'nullable') === 'YES',
    expression: perhapsIn(row, 'expression'),
    extra: perhapsIn(row, 'extra') ?? '',
    comment: perhapsIn(row, 'comment'),
    formula: perhapsIn(row, 'formula'),
    charset: perhapsIn(row, 'charset'),
    collation: perhapsIn(row, 'collation'),
  };
}
