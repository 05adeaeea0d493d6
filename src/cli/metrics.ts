import type { ScanReport } from '../model/scan.js';
import { metricsOf } from '../report/metrics.js';
import { seamVersion } from '../run/version.js';
import { delivering, installed, isOn, patience, resourceOf } from './otlp.js';

/** What is loaded where a collector is named. */
const packages = [
  '@opentelemetry/api@1',
  '@opentelemetry/sdk-metrics@2',
  '@opentelemetry/resources@2',
  '@opentelemetry/exporter-metrics-otlp-http@0.223',
] as const;

/**
 * Sends what `--metrics` writes to a collector, where the environment names one; nothing is loaded where it does not. A
 * collector that is not there, or packages that are not installed, change no verdict.
 * @param warn gets a line for stderr
 */
export async function sendMetrics(
  env: Readonly<Record<string, string | undefined>>,
  scan: ScanReport,
  warn: (line: string) => void,
): Promise<void> {
  if (!isOn('metrics', env)) return;
  const sdk = await installed('metrics', packages, loaded, warn);
  if (sdk === undefined) return;
  const { metrics, resources, exporter } = sdk;
  const otlp = new exporter.OTLPMetricExporter({ timeoutMillis: patience });
  const end = delivering('metrics', otlp, warn);
  // What there is goes out when the provider is shut down, long before the first period is over.
  const reader = new metrics.PeriodicExportingMetricReader({ exporter: otlp });
  const provider = new metrics.MeterProvider({ resource: resourceOf(resources, env), readers: [reader] });
  const meter = provider.getMeter('seam', seamVersion);
  for (const { name, help, samples } of metricsOf(scan)) {
    const gauge = meter.createGauge(name, { description: help });
    for (const { value, of } of samples) gauge.record(value, of);
  }
  await end(provider);
}

async function loaded() {
  const [, metrics, resources, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return { metrics, resources, exporter };
}
