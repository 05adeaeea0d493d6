import type { ResolvedSource } from '../../config/interpolate.js';
import { exactNames, isGlob, selectEntities } from '../../config/select.js';
import { type ErrorCode, errorCodes } from '../../errors/codes.js';
import { didYouMean } from '../../errors/did-you-mean.js';
import { SeamError } from '../../errors/seam-error.js';
import type { Config } from '../../model/config.js';
import type { PulledSource } from '../../model/pull.js';
import type { Failure } from '../../model/report.js';
import type { EntitySchema } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import type { RunContext } from '../context.js';
import { pullSource } from '../pull-source.js';
import { refused } from '../refused.js';

type Unreadable = { readonly entity: string; readonly why: string };

/** What the first contracts are of. */
export type Picked = {
  /** The source's answers, for the entities that have one. */
  readonly pulled: PulledSource;
  readonly schemas: readonly EntitySchema[];
  /** As `entities` of seam.yaml says it, so that it finds these and no other. */
  readonly entities: readonly string[];
  /** What a glob finds and this account cannot read. */
  readonly leftOut: readonly Unreadable[];
};

/**
 * Pulls what is to be contracted. What a glob finds and cannot be read is excluded by name; what was named itself has to
 * be readable, unless it may be left out.
 * @throws SeamError `usage-invalid` for a name or glob that fits nothing, a `source-*` code where it cannot be read
 */
export async function pickEntities(
  resolved: ResolvedSource,
  { folder }: Config,
  { leaveOut = false }: { readonly leaveOut?: boolean | undefined },
  context: RunContext,
): Promise<Picked> {
  const selectors = resolved.source.entities;
  const named = exactNames(selectors);
  const chosen = [...selectEntities(selectors, named).selected.keys()];
  const pulled = await pullSource(resolved, { names: chosen, selectors }, folder, context);
  if (pulled.failure !== undefined) throw errorOf(pulled.failure);
  const described = pulled.results.flatMap((each) => (each.status === 'described' ? [each] : []));
  const others = pulled.results.flatMap((each) => (each.status === 'described' ? [] : [each]));
  refuseStrangers(resolved, pulled, named);
  const explicit = others.find(({ entity }) => named.includes(entity));
  if (explicit !== undefined && !leaveOut) throw unreadable(explicit, resolved.source.name);
  const [first] = others;
  if (described.length === 0 && first !== undefined) throw unreadable(first, resolved.source.name);
  const left = new Set(others.map(({ entity }) => entity));
  const texts = selectors.map(({ name, exclude }) => (exclude ? `!${name}` : name));
  const byGlob = others.filter(({ entity }) => !named.includes(entity));
  return {
    pulled: { ...pulled, results: described },
    schemas: described.map(({ schema }) => schema),
    entities: [...texts.filter((text) => !left.has(text)), ...byGlob.map(({ entity }) => `!${entity}`)],
    leftOut: others.map(({ entity, why }) => ({ entity, why })),
  };
}

/** A name that the source does not have, or a glob that finds nothing, is a slip. */
function refuseStrangers(
  { source }: ResolvedSource,
  { results, listed = [] }: PulledSource,
  named: readonly string[],
): void {
  const missing = results.find(({ entity, status }) => status === 'missing' && named.includes(entity));
  if (missing !== undefined) {
    const near = didYouMean(missing.entity, listed);
    const hint = near === undefined ? 'Name one that is there' : `Did you mean "${near}"`;
    throw refused(
      `There is no entity "${missing.entity}" that this account sees.`,
      `${hint}${near === undefined ? '.' : '?'}`,
    );
  }
  const known = [...listed, ...results.map(({ entity }) => entity)];
  const dead = source.entities.find(({ name, exclude }) => {
    return !exclude && isGlob(name) && selectEntities([{ name, exclude }], known).selected.size === 0;
  });
  if (dead !== undefined) {
    throw refused(
      `"${dead.name}" fits none of the ${listed.length} entities that this account sees.`,
      'Correct it: --entities NAME…',
    );
  }
}

function unreadable(
  { entity, status, why, ...rest }: Exclude<EntityResult, { status: 'described' }>,
  source: string,
): SeamError {
  return new SeamError(status === 'forbidden' ? 'source-forbidden' : 'source-unusable', {
    why,
    where: { source, entity },
    fix: rest.fix ?? 'Leave it out, or let the account read it.',
  });
}

/** What stopped a source, as the error that it was. */
function errorOf({ code, why, where, fix, frame, also }: Failure): SeamError {
  const known = Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'source-unusable';
  return new SeamError(known, {
    why,
    ...(where === undefined ? {} : { where }),
    ...(fix === undefined ? {} : { fix }),
    ...(frame === undefined ? {} : { frame }),
    ...(also === undefined ? {} : { also }),
  });
}
