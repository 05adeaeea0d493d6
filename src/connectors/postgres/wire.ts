import { SeamError } from '../../errors/seam-error.js';
import type { Row } from './client.js';

/** A table, view, materialized view or foreign table. https://www.postgresql.org/docs/current/catalog-pg-class.html */
export type Relation = {
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** `r` table, `p` partitioned table, `v` view, `m` materialized view, `f` foreign table. */
  readonly kind: string;
  readonly partition: boolean;
  readonly comment: string | undefined;
  /** The account has a right on a column of it. */
  readonly granted: boolean;
};

export type Writing = { readonly id: string; readonly events: number; readonly filled: boolean };

/** https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
export type Attribute = {
  readonly relation: string;
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly modifier: number;
  readonly dimensions: number;
  readonly filled: boolean;
  readonly identity: string;
  readonly generated: string;
  readonly expression: string | undefined;
  readonly comment: string | undefined;
  readonly exact: boolean;
  readonly granted: boolean;
  readonly written: boolean;
};

/** https://www.postgresql.org/docs/current/catalog-pg-type.html */
export type PgType = {
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** `b` base, `c` composite, `d` domain, `e` enum, `r` range, `m` multirange. */
  readonly kind: string;
  readonly category: string;
  readonly base: string;
  readonly element: string;
  readonly modifier: number;
  readonly filled: boolean;
  readonly dimensions: number;
  readonly expression: string | undefined;
  readonly exact: boolean;
  readonly labels: readonly string[];
  readonly checks: readonly string[];
  readonly unproved: readonly string[];
  readonly parts: string | undefined;
};

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
export type Constraint = {
  readonly relation: string;
  readonly kind: string;
  readonly proved: boolean;
  readonly columns: readonly string[];
  readonly expression: string | undefined;
  readonly text: string | undefined;
  readonly targetSchema: string | undefined;
  readonly targetName: string | undefined;
  readonly targetColumns: readonly string[];
  readonly toKey: boolean;
};

export type Unique = {
  readonly relation: string;
  readonly columns: readonly string[];
  /** It is of columns alone, and of all rows. */
  readonly plain: boolean;
  readonly condition: string | undefined;
};

/** Reads the members of a row. @throws SeamError `source-unusable` where one is not what PostgreSQL says it is */
function membersOf(row: Row) {
  const wrong = (name: string): SeamError =>
    new SeamError('source-unusable', {
      why: `The answer has no usable "${name}": what answers may speak PostgreSQL's protocol, but has not its catalogue.`,
      fix: 'Check that the server is PostgreSQL 12 or later.',
    });
  const text = (name: string): string => {
    const value = row[name];
    if (typeof value !== 'string') throw wrong(name);
    return value;
  };
  return {
    text,
    perhaps: (name: string): string | undefined => (row[name] == null ? undefined : text(name)),
    number(name: string): number {
      const value = row[name];
      if (typeof value !== 'number') throw wrong(name);
      return value;
    },
    flag(name: string): boolean {
      const value = row[name];
      if (typeof value !== 'boolean') throw wrong(name);
      return value;
    },
    texts(name: string): readonly string[] {
      const value = row[name];
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw wrong(name);
      return value;
    },
  };
}

export function relationIn(row: Row): Relation {
  const { text, perhaps, flag } = membersOf(row);
  return {
    id: text('id'),
    schema: text('schema'),
    name: text('name'),
    kind: text('kind'),
    partition: flag('partition'),
    comment: perhaps('comment'),
    granted: flag('granted'),
  };
}

export function writingIn(row: Row): Writing {
  const { text, number, flag } = membersOf(row);
  return { id: text('id'), events: number('events'), filled: flag('filled') };
}

export function attributeIn(row: Row): Attribute {
  const { text, perhaps, number, flag } = membersOf(row);
  return {
    relation: text('relation'),
    number: number('number'),
    name: text('name'),
    type: text('type'),
    modifier: number('modifier'),
    dimensions: number('dimensions'),
    filled: flag('filled'),
    identity: text('identity'),
    generated: text('generated'),
    expression: perhaps('expression'),
    comment: perhaps('comment'),
    exact: flag('exact'),
    granted: flag('granted'),
    written: flag('written'),
  };
}

export function typeIn(row: Row): PgType {
  const { text, perhaps, number, flag, texts } = membersOf(row);
  return {
    id: text('id'),
    schema: text('schema'),
    name: text('name'),
    kind: text('kind'),
    category: text('category'),
    base: text('base'),
    element: text('element'),
    modifier: number('modifier'),
    filled: flag('filled'),
    dimensions: number('dimensions'),
    expression: perhaps('expression'),
    exact: flag('exact'),
    labels: texts('labels'),
    checks: texts('checks'),
    unproved: texts('unproved'),
    parts: perhaps('parts'),
  };
}

export function constraintIn(row: Row): Constraint {
  const { text, perhaps, flag, texts } = membersOf(row);
  return {
    relation: text('relation'),
    kind: text('kind'),
    proved: flag('proved'),
    columns: texts('columns'),
    expression: perhaps('expression'),
    text: perhaps('text'),
    targetSchema: perhaps('target_schema'),
    targetName: perhaps('target_name'),
    targetColumns: texts('target_columns'),
    toKey: flag('to_key'),
  };
}

export function uniqueIn(row: Row): Unique {
  const { text, perhaps, flag, texts } = membersOf(row);
  return {
    relation: text('relation'),
    columns: texts('columns'),
    plain: flag('plain'),
    condition: perhaps('condition'),
  };
}

/** What the server says of itself. */
export function systemIn(row: Row | undefined) {
  const { text, flag } = membersOf(row ?? {});
  return {
    // `15.20 (Debian 15.20-0+deb12u1)`: what packaged it is no part of the version.
    version: text('version').split(' ', 1)[0] ?? '',
    account: text('account'),
    database: text('database'),
    /** The account may ask for the id of the cluster. */
    identified: flag('identified'),
  };
}

/** One text of a row. */
export function textIn(row: Row | undefined, name: string): string {
  return membersOf(row ?? {}).text(name);
}
