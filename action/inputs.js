// @ts-check

/** What is wrong with an input, for whoever wrote the workflow. */
export class InputError extends Error {}

/** @typedef {ReturnType<typeof readInputs>} Inputs */

/**
 * The inputs of the action. An input that is not given is an empty text.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function readInputs(env) {
  /** @param {string} name */
  const text = (name) => (env[`INPUT_${name.replaceAll('-', '_').toUpperCase()}`] ?? '').trim();
  /**
   * @param {string} name
   * @param {boolean} otherwise
   */
  const flag = (name, otherwise) => {
    const value = text(name) || String(otherwise);
    if (value !== 'true' && value !== 'false')
      throw new InputError(`${name} is true or false, not "${value}".`);
    return value === 'true';
  };
  const unreadable = text('unreadable') || 'fail';
  if (unreadable !== 'fail' && unreadable !== 'neutral') {
    throw new InputError(`unreadable is fail or neutral, not "${unreadable}".`);
  }
  const key = text('comment-key') || 'check';
  if (!/^[\w.-]{1,50}$/.test(key))
    throw new InputError('comment-key is made of letters, digits, points and hyphens.');
  const source = text('source');
  const entities = words(text('entities'));
  if (source === '' && entities.length > 0) throw new InputError('entities needs source.');
  return {
    source,
    entities,
    options: Object.fromEntries(valued.map((name) => [name, text(name)])),
    protect: flag('protect', false),
    all: flag('all', false),
    confirm: flag('confirm', true),
    configRef: text('config-ref'),
    unreadable,
    allowedHosts: text('allowed-hosts'),
    comment: flag('comment', true),
    key,
    author: text('comment-author') || 'github-actions[bot]',
    token: text('token'),
    version: text('version'),
    packages: words(text('packages')),
    command: text('command'),
    workingDirectory: text('working-directory') || '.',
  };
}

/** Inputs that are options of `seam check` with a value, under the same name. */
const valued = ['config', 'fail-on', 'ref', 'offline', 'max-age'];

/**
 * The arguments of `seam check`. Names stand behind `--`: one that begins with a hyphen is no option.
 * @param {Inputs} inputs
 * @param {string} configRef empty: there is none
 * @param {Readonly<Record<string, string>>} files path by format
 */
export function argumentsOf({ source, entities, options, protect, all, confirm }, configRef, files) {
  return [
    'check',
    ...Object.entries(options).flatMap(([name, value]) => (value === '' ? [] : [`--${name}=${value}`])),
    ...(configRef === '' ? [] : [`--config-ref=${configRef}`]),
    ...(protect ? ['--protect'] : []),
    ...(all ? ['--all'] : []),
    ...(confirm ? [] : ['--no-confirm']),
    ...Object.entries(files).flatMap(([format, file]) => ['--format', `${format}=${file}`]),
    ...(source === '' ? [] : ['--', source, ...entities]),
  ];
}

/** @param {string} text */
function words(text) {
  return text.split(/\s+/).filter((word) => word !== '');
}
