import { didYouMean } from '../../errors/did-you-mean.js';
import { SeamError } from '../../errors/seam-error.js';
import type { OdooVersion } from './wire.js';

const checkCredentials =
  'Check auth.user and its API key or password: keys expire, and with two-factor login only a key works.';

/** A password where Odoo takes keys alone. */
export function keyNeeded(version: OdooVersion): SeamError {
  return new SeamError('config-invalid', {
    why: `Odoo ${version.text} offers no JSON-RPC here, and a password needs it.`,
    fix: 'Set auth.apiKey of the source instead of auth.password.',
  });
}

/** A language that is not installed. */
export function unknownLanguage(language: string, installed: readonly string[]): SeamError {
  const near = didYouMean(language, installed);
  return new SeamError('config-invalid', {
    why: `Odoo has no language "${language}".`,
    fix: `Set \`language\` to one of: ${installed.join(', ')}${near === undefined ? '.' : `; did you mean "${near}"?`}`,
  });
}

/** Odoo does not let the account in. */
export function notAccepted(why: string): SeamError {
  return new SeamError('source-unauthorised', { why, fix: checkCredentials });
}

/** While logging in, PostgreSQL's refusal and a KeyError both mean that the database cannot be opened. */
export function noDatabase(database: string): SeamError {
  return new SeamError('source-not-found', {
    why: `Odoo cannot open database "${database}".`,
    where: { database },
    fix: 'Correct `database` of the source; if it is right, look at the log of Odoo.',
  });
}

/** The same error with what is likely: an Odoo that serves several databases says 404 for one it does not know. */
export function explained(error: unknown, database: string | undefined): unknown {
  if (!(error instanceof SeamError)) return error;
  if (error.code !== 'source-forbidden' && error.code !== 'source-not-found') return error;
  if (isOdooOnline(error.where['url'])) {
    return withFix(
      error,
      'Odoo Online offers its API on the Custom plan alone: check the plan, then url and database.',
    );
  }
  if (error.code === 'source-forbidden' || Object.hasOwn(error.where, 'database')) return error;
  const named = database === undefined ? 'Set `database`' : `Check database "${database}"`;
  return withFix(error, `${named} and url: Odoo says "not found" for a database that it does not know, too.`);
}

function withFix(error: SeamError, fix: string): SeamError {
  return new SeamError(error.code, { why: error.message, where: error.where, fix, cause: error });
}

function isOdooOnline(url: string | number | undefined): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).hostname.endsWith('.odoo.com');
}
