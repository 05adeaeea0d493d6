import type { Resource } from '@opentelemetry/resources';
import { seamVersion } from '../run/version.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What OpenTelemetry can be told of a run. */
export type Signal = 'traces' | 'metrics';

/** Milliseconds that a run waits at its end for a collector. */
export const patience = 5_000;

/**
 * Whether the environment names a collector for a signal.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/,
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function isOn(signal: Signal, env: Environment): boolean {
  const name = signal.toUpperCase();
  if (env['OTEL_SDK_DISABLED'] === 'true' || env[`OTEL_${name}_EXPORTER`] === 'none') return false;
  return ['OTEL_EXPORTER_OTLP_ENDPOINT', `OTEL_EXPORTER_OTLP_${name}_ENDPOINT`].some((key) => env[key]);
}

/**
 * What `load` imports: packages that the user installs beside seam. `undefined`, and a line that says how, where they are
 * not there.
 */
export async function installed<T>(
  signal: Signal,
  packages: readonly string[],
  load: () => Promise<T>,
  warn: (line: string) => void,
): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    const command = `npm install --save-dev ${packages.join(' ')}`;
    warn(`OpenTelemetry is turned on and not installed, so there are no ${signal}: ${command}\n`);
    return undefined;
  }
}

/** What a run says of itself beside its signals. */
export function resourceOf(resources: typeof import('@opentelemetry/resources'), env: Environment): Resource {
  const own = resources.resourceFromAttributes({
    'service.name': env['OTEL_SERVICE_NAME'] ?? 'seam',
    'service.version': seamVersion,
  });
  return own.merge(resources.detectResources({ detectors: [resources.envDetector] }));
}

/**
 * Ends a provider of a signal, which delivers what its exporter still holds. Says on stderr what could not be delivered,
 * since the SDK tells only its own log, and never throws.
 */
export function delivering<Items, Result extends { readonly error?: Error }>(
  signal: Signal,
  exporter: { export(items: Items, done: (result: Result) => void): void },
  warn: (line: string) => void,
): (provider: { shutdown(): Promise<void> }) => Promise<void> {
  let undelivered: string | undefined;
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      if (result.error !== undefined) undelivered = result.error.message;
      done(result);
    });
  return async (provider) => {
    try {
      await provider.shutdown();
    } catch (error) {
      undelivered = error instanceof Error ? error.message : String(error);
    }
    if (undelivered !== undefined) warn(`The ${signal} of this run could not be delivered: ${undelivered}\n`);
  };
}
