/** What of the world outside a layer may touch. */
export type World = 'files' | 'network' | 'processes' | 'clock' | 'environment';

/** A folder of `src/` (or its `index.ts`): which others it may import, what it may touch, and why no more. */
export type Layer = {
  readonly may: readonly string[] | 'everything but cli';
  readonly touches: readonly World[];
  readonly because: string;
};

const anything: readonly World[] = ['files', 'network', 'processes', 'clock'];

/** DESIGN.md, "Who may import whom". Type imports count. */
export const layers: Readonly<Record<string, Layer>> = {
  model: {
    may: [],
    touches: [],
    because: 'the model is the vocabulary that all share; it can be shared because it needs nothing.',
  },
  errors: {
    may: ['model'],
    touches: [],
    because: 'everything throws these errors, so what they import would be imported by everything.',
  },
  transport: {
    may: ['model', 'errors'],
    touches: ['files', 'network', 'processes', 'clock'],
    because: 'HTTP and programs know no ERP: one client serves every connector.',
  },
  'protocols/<id>': {
    may: ['model', 'errors'],
    touches: [],
    because: 'a protocol parses text; it is no product, and fetches nothing.',
  },
  config: {
    may: ['model', 'errors'],
    touches: ['files', 'processes'],
    because: 'the config is read before anything else runs; `run` hands it the schemas of the connectors.',
  },
  git: {
    may: ['model', 'errors'],
    touches: ['files', 'processes'],
    because: 'git serves contracts and knows nothing of them.',
  },
  demo: {
    may: ['model', 'errors'],
    touches: ['files', 'network', 'clock'],
    because:
      'the demo ERP is the other end of the wire: sharing code with a connector would hide the faults of both.',
  },
  contract: {
    may: ['git', 'model', 'errors'],
    touches: ['files'],
    because: 'a contract is the same whoever made it and whatever judges it.',
  },
  connectors: {
    may: ['transport', 'model', 'errors'],
    // The clock: a plugin that never answers is given up.
    touches: ['files', 'clock'],
    because: 'the interface stands above every connector; only the registry loads one.',
  },
  'connectors/<id>': {
    may: ['protocols/<id>', 'model', 'errors'],
    touches: [],
    because: 'a built-in connector gets what a plugin gets: the interface, and HTTP in `context`.',
  },
  conformance: {
    may: ['connectors', 'contract', 'transport', 'model', 'errors'],
    touches: ['network', 'clock'],
    because: 'the suite asks a connector as a run does, and knows none by name.',
  },
  drift: {
    may: ['contract', 'model'],
    touches: [],
    because: 'drift is a function of two documents; the same pair gives the same changes, always.',
  },
  verdict: {
    may: ['model'],
    touches: [],
    because: 'a verdict follows from change, seam and law; the time is an argument.',
  },
  report: {
    may: ['model'],
    touches: [],
    because: 'a format is a pure function of the report: what it prints stands in the report.',
  },
  notify: {
    may: ['report', 'model', 'errors'],
    touches: [],
    because: 'a channel carries a finished report; the HTTP client is an argument.',
  },
  validate: {
    may: ['contract', 'git', 'model', 'errors'],
    touches: ['files'],
    because: 'records are held against contracts, not against a running ERP.',
  },
  scan: {
    may: ['contract', 'git', 'model', 'errors'],
    touches: ['files'],
    because: 'the state of a scan is kept beside the contracts; `run` tells it what was found.',
  },
  run: {
    may: 'everything but cli',
    touches: anything,
    because: 'a use case serves the library as well as the command line.',
  },
  'index.ts': {
    may: 'everything but cli',
    touches: [],
    because: 'the library is all that the command line can do, without the command line.',
  },
  cli: {
    may: ['run', 'report', 'errors', 'model'],
    touches: [...anything, 'environment'],
    because: 'a command parses, calls, renders and exits; what it calls is in `run`.',
  },
};

/** Layers that only named files may import, whatever their own layer may do. */
export const reserved: Readonly<
  Record<string, { readonly to: readonly string[]; readonly because: string }>
> = {
  'connectors/<id>': {
    to: ['src/connectors/registry.ts'],
    because: 'the registry alone loads connectors, so that adding one is a folder and a line.',
  },
  cli: {
    to: [],
    because: 'arguments, colours and exit codes are the outermost layer; nothing is built on them.',
  },
};

/** How the outside is reached: by module, or by global name. */
export const world: Readonly<
  Record<
    World,
    { readonly modules: readonly string[]; readonly globals: readonly string[]; readonly because: string }
  >
> = {
  files: {
    modules: ['node:fs', 'node:fs/promises'],
    globals: [],
    because: 'only layers that read or write files for a living do so.',
  },
  network: {
    modules: [
      'undici',
      'nodemailer',
      'node:http',
      'node:https',
      'node:http2',
      'node:net',
      'node:tls',
      'node:dns',
      'node:dgram',
    ],
    globals: ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'],
    because: 'timeouts, limits, retries and secrets are handled in one place, `transport`.',
  },
  processes: {
    modules: ['simple-git', 'node:child_process', 'node:worker_threads', 'node:cluster'],
    globals: ['process.kill'],
    because:
      'only config (secrets by command), transport (programs that are sources), git and the use cases start programs.',
  },
  clock: {
    modules: ['node:timers', 'node:timers/promises', 'node:perf_hooks'],
    globals: [
      'Date.now',
      'new Date()',
      'performance',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'Math.random',
    ],
    because: 'what is computed depends on its arguments alone: the time is one of them.',
  },
  environment: {
    modules: ['node:process', 'node:tty', 'node:readline', 'node:readline/promises', 'chalk', 'commander'],
    globals: ['process', 'console'],
    because:
      'environment, terminal, colour and exit belong to bin/ and src/cli; elsewhere they are arguments.',
  },
};
