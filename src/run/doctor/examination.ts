import type { SeamError } from '../../errors/seam-error.js';
import type { Examination, Failure } from '../../model/report.js';

/** Something is as it should be. */
export function good(what: Examination['what'], says: string, source?: string): Examination {
  return { ...about(source), what, outcome: 'good', says };
}

/** Something will hurt one day. */
export function warning(what: Examination['what'], says: string, fix: string, source?: string): Examination {
  return { ...about(source), what, outcome: 'warning', says, fix };
}

/** Something stops a check, as the error that the check would end with. */
export function bad(what: Examination['what'], error: SeamError | Failure, source?: string): Examination {
  const { code, why, where = {}, fix } = 'toFailure' in error ? error.toFailure() : error;
  const { file, line, column } = where;
  const place = file === undefined || line === undefined ? '' : `${file}:${line}:${column ?? 1} `;
  return {
    ...about(source),
    what,
    outcome: 'bad',
    says: `${place}${why}`,
    ...(fix === undefined ? {} : { fix }),
    code,
  };
}

function about(source: string | undefined): { readonly source?: string } {
  return source === undefined ? {} : { source };
}
