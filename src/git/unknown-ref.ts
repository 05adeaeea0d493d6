import type { SimpleGit } from 'simple-git';
import { didYouMean } from '../errors/did-you-mean.js';
import type { SeamError } from '../errors/seam-error.js';
import { gitFailed } from './client.js';

/** The error for a ref that is not in this clone: with the command that brings it, where a remote may have it. */
export async function unknownRef(git: SimpleGit, ref: string, cause?: unknown): Promise<SeamError> {
  const [remotes, shallow, refs] = await Promise.all([
    lines(git, 'remote'),
    lines(git, 'rev-parse', '--is-shallow-repository'),
    lines(git, 'for-each-ref', '--format=%(refname:short)'),
  ]);
  const isShallow = shallow[0] === 'true';
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];
  const near = didYouMean(ref, refs);
  const command =
    remote === undefined || (near !== undefined && !isShallow)
      ? undefined
      : fetchCommand(ref, { remote, remotes, refs, isShallow });
  const says = [
    ...(near === undefined ? [] : [`Did you mean "${near}"?`]),
    ...(command === undefined ? [] : [`Fetch it: ${command}`]),
  ];
  const clone = isShallow ? 'This clone is shallow and does not have' : 'git knows no commit called';
  return gitFailed(`${clone} ${JSON.stringify(ref)}.`, {
    where: { ref },
    fix: says.length === 0 ? 'Name a branch, a tag or a commit of this repository.' : says.join(' '),
    cause,
  });
}

type Clone = {
  readonly remote: string;
  readonly remotes: readonly string[];
  readonly refs: readonly string[];
  readonly isShallow: boolean;
};

/** The command after which the ref is there, if the remote has it; a shallow clone stays shallow where it can. */
function fetchCommand(ref: string, { remote, remotes, refs, isShallow }: Clone): string | undefined {
  const bring = isShallow ? 'git fetch --depth=1' : 'git fetch';
  const [name, steps] = split(ref);
  const isAbbreviated = /^[\da-f]{4,39}$/.test(name);
  if (isAbbreviated || (steps !== '' && (name === 'HEAD' || refs.includes(name)))) {
    return isShallow ? `git fetch --unshallow ${quoted(remote)}` : undefined;
  }
  if (/^[\da-f]{40}(?:[\da-f]{24})?$/.test(name)) return `${bring} ${quoted(remote)} ${name}`;
  const of = remotes.find((each) => name.startsWith(`${each}/`));
  if (of !== undefined) {
    const branch = name.slice(of.length + 1);
    return `${bring} ${quoted(of)} ${quoted(`+refs/heads/${branch}:refs/remotes/${of}/${branch}`)}`;
  }
  return `${bring} ${quoted(remote)} ${isVersion(name) ? `tag ${quoted(name)}` : quoted(`${name}:${name}`)}`;
}

/** A name, and the steps back from it: `main` and `~3`. https://git-scm.com/docs/gitrevisions */
function split(ref: string): readonly [string, string] {
  const at = ref.search(/[~^@:]/);
  return at < 0 ? [ref, ''] : [ref.slice(0, at), ref.slice(at)];
}

/** What looks like a version is taken for a tag. */
function isVersion(name: string): boolean {
  return /^v?\d+(?:\.\d+)*/.test(name);
}

function quoted(argument: string): string {
  return /^[\w./:+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Lines of an answer; none where git cannot tell, for this only helps to say what is wrong. */
async function lines(git: SimpleGit, ...question: readonly string[]): Promise<readonly string[]> {
  try {
    return (await git.raw([...question])).split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}
