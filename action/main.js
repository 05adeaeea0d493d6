// @ts-check
/** The entry of the GitHub Action: runs `seam check`, and shows its report where the users of GitHub look. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NotAllowed, writeComment } from './comment.js';
import { bringBase, readEvent } from './event.js';
import { argumentsOf, InputError, readInputs } from './inputs.js';
import { seamCommand } from './install.js';

const { env } = process;

/** Exit codes of seam that the action tells apart. */
const codes = { ok: 0, drift: 1, usage: 2, unchecked: 3, undelivered: 4 };

async function main() {
  const inputs = readInputs(env);
  const folder = resolve(env['GITHUB_WORKSPACE'] ?? '.', inputs.workingDirectory);
  const event = await readEvent(env);
  // A base that cannot be had ends the run: without it the pull request would say where the secrets go.
  const configRef =
    event.base === undefined
      ? inputs.configRef
      : inputs.configRef || (await bringBase(event.base, folder, env).catch(unknownBase(event.base)));
  const temporary = mkdtempSync(join(env['RUNNER_TEMP'] || tmpdir(), 'seam-report-'));
  const files = Object.fromEntries(
    Object.entries(extensions).map(([format, extension]) => [format, join(temporary, `report.${extension}`)]),
  );
  const args = argumentsOf(inputs, configRef, files);
  const { code, said } = await runSeam(seamCommand(inputs, temporary), args, folder, inputs.allowedHosts);
  const neutral = code === codes.unchecked && inputs.unreadable === 'neutral';
  const markdown =
    textOf(files['markdown']) ?? `### ✖ seam: exit ${code}, and no report\n\n${fenced(said)}\n`;
  const text = neutral ? `${notGreen}\n\n${markdown}` : markdown;
  printSafely(textOf(files['pretty']) ?? '');
  process.stdout.write(
    textOf(files['github']) ?? annotation('error', said || `seam ended with exit ${code}.`),
  );
  if (neutral)
    annotate(
      'warning',
      'The ERP could not be read, so this was not checked. The job passes because `unreadable` is neutral.',
    );
  appendTo(env['GITHUB_STEP_SUMMARY'], text);
  for (const format of ['sarif', 'json', 'html'])
    setOutput(format, existsSync(files[format] ?? '') ? (files[format] ?? '') : '');
  setOutput('exit-code', String(code));
  const delivered =
    event.pull === undefined ||
    !inputs.comment ||
    (await comment(inputs, event.pull, text, code !== codes.ok || isTold(textOf(files['json']))));
  if (neutral) return delivered ? codes.ok : codes.undelivered;
  return code === codes.ok && !delivered ? codes.undelivered : code;
}

/**
 * True where a run that is good has something to tell: a finding, or what the change does to the check itself.
 * @param {string | undefined} json
 */
function isTold(json) {
  if (json === undefined) return false;
  const { findings, gate } = JSON.parse(json);
  const changes = gate === undefined ? 0 : gate.weakened.length + gate.unheeded.length;
  return changes > 0 || findings.some((/** @type {{ verdict: string }} */ { verdict }) => verdict !== 'info');
}

/** Reports that are written, and what their files are called. */
const extensions = {
  pretty: 'txt',
  github: 'github.txt',
  markdown: 'md',
  sarif: 'sarif',
  json: 'json',
  html: 'html',
};

const notGreen =
  '> [!WARNING]\n> **Not checked.** The ERP could not be read; this is not a green result, although the job passes.';

/** @param {string} base */
function unknownBase(base) {
  return (/** @type {unknown} */ error) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `The base of this pull request (${base}) is not in the clone and cannot be fetched: ${why}`,
    );
  };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} folder
 * @param {string} allowedHosts
 * @returns {Promise<{ readonly code: number, readonly said: string }>}
 */
function runSeam(command, args, folder, allowedHosts) {
  // The token of the job and what the runner reads from files are no business of a connector.
  const own = Object.entries(env).filter(
    ([name]) => !/^(?:INPUT_|ACTIONS_|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE)$)/.test(name),
  );
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(own), ...(allowedHosts === '' ? {} : { SEAM_ALLOWED_HOSTS: allowedHosts }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-60_000);
    });
  }
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 70, said }));
  });
}

/**
 * Writes the comment; where the token may not, the summary has said it all.
 * @param {import('./inputs.js').Inputs} inputs
 * @param {number} pull
 * @param {string} text
 * @param {boolean} worthIt
 * @returns {Promise<boolean>} false: it could not be delivered
 */
async function comment({ token, key, author }, pull, text, worthIt) {
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository = '' } = env;
  const pause = Number(env['SEAM_ACTION_PAUSE'] ?? 1000);
  try {
    await writeComment({ api, repository, pull, token, key, author, pause }, text, worthIt);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof NotAllowed) {
      annotate(
        'notice',
        `No comment: the token may not write one (${why}). The summary of the run has the report.`,
      );
      return true;
    }
    annotate('error', `The comment could not be written: ${why}. The summary of the run has the report.`);
    return false;
  }
}

/**
 * Prints what may hold anything: until the token comes again the runner takes no line for a command.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
 * @param {string} text
 */
function printSafely(text) {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text}\n::${token}::\n`);
}

/**
 * @param {'error' | 'warning' | 'notice'} level
 * @param {string} message
 */
function annotate(level, message) {
  process.stdout.write(annotation(level, message));
}

/**
 * @param {string} level
 * @param {string} message
 */
function annotation(level, message) {
  const escaped = message.trim().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return `::${level} title=seam::${escaped}\n`;
}

/** @param {string | undefined} file */
function textOf(file) {
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * @param {string | undefined} file
 * @param {string} text
 */
function appendTo(file, text) {
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

/**
 * @param {string} name
 * @param {string} value
 */
function setOutput(name, value) {
  const end = randomUUID();
  appendTo(env['GITHUB_OUTPUT'], `${name}<<${end}\n${value}\n${end}\n`);
}

/** @param {string} text */
function fenced(text) {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}\n${text.trim()}\n${fence}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  annotate('error', message);
  appendTo(env['GITHUB_STEP_SUMMARY'], `### ✖ seam: not checked\n\n${fenced(message)}\n`);
  process.exitCode = codes.usage;
}
