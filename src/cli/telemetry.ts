import type { Attributes, Context, Span as OtelSpan, Tracer } from '@opentelemetry/api';
import type { Span } from '../model/span.js';
import { seamVersion } from '../run/version.js';
import type { Trace } from './trace.js';

/** Where spans go, by the variables of OpenTelemetry's exporters. https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
const endpoints = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/** What is loaded where an endpoint is named: packages that the user installs beside seam. */
const telemetryPackages = [
  '@opentelemetry/api@1',
  '@opentelemetry/sdk-trace-base@2',
  '@opentelemetry/resources@2',
  '@opentelemetry/exporter-trace-otlp-http@0.223',
] as const;

/** Milliseconds that a run waits at its end for a collector. */
const patience = 5_000;

export type Telemetry = {
  /** The run as a whole. */
  readonly root: Span;
  /** Ends the run's span and delivers all of them; says on stderr what could not be delivered, and never throws. */
  close(failure: string | undefined): Promise<void>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Traces of a run, where the environment names a collector; nothing is loaded where it does not. A collector that is not
 * there, or packages that are not installed, change no verdict.
 * @param name of the run: `seam check`
 * @param warn gets a line for stderr
 */
export async function openTelemetry(
  env: Environment,
  name: string,
  trace: Trace,
  warn: (line: string) => void,
): Promise<Telemetry | undefined> {
  if (env['OTEL_SDK_DISABLED'] === 'true' || endpoints.every((key) => !env[key])) return undefined;
  const sdk = await loaded();
  if (sdk === undefined) {
    const command = `npm install --save-dev ${telemetryPackages.join(' ')}`;
    warn(`OpenTelemetry is turned on and not installed, so there are no traces: ${command}\n`);
    return undefined;
  }
  const { api, base, resources, exporter } = sdk;
  const own = resources.resourceFromAttributes({
    'service.name': env['OTEL_SERVICE_NAME'] ?? 'seam',
    'service.version': seamVersion,
  });
  const told = resources.detectResources({ detectors: [resources.envDetector] });
  const ids = new base.RandomIdGenerator();
  let undelivered: string | undefined;
  const provider = new base.BasicTracerProvider({
    resource: own.merge(told),
    idGenerator: { generateTraceId: () => trace.id, generateSpanId: () => ids.generateSpanId() },
    spanProcessors: [
      new base.BatchSpanProcessor(
        watched(new exporter.OTLPTraceExporter({ timeoutMillis: patience }), (error) => {
          undelivered = error.message;
        }),
      ),
    ],
  });
  const tracer = provider.getTracer('seam', seamVersion);
  const started =
    trace.parent === undefined
      ? api.ROOT_CONTEXT
      : api.trace.setSpanContext(api.ROOT_CONTEXT, {
          traceId: trace.id,
          spanId: trace.parent,
          traceFlags: api.TraceFlags.SAMPLED,
          isRemote: true,
        });
  const root = spanOf(api, tracer, name, {}, started);
  return {
    root,
    async close(failure) {
      root.end(failure);
      try {
        await provider.shutdown();
      } catch (error) {
        undelivered = error instanceof Error ? error.message : String(error);
      }
      if (undelivered !== undefined) warn(`The traces of this run could not be delivered: ${undelivered}\n`);
    },
  };
}

type Api = typeof import('@opentelemetry/api');

function spanOf(api: Api, tracer: Tracer, name: string, facts: Attributes, within: Context): Span {
  const span: OtelSpan = tracer.startSpan(name, { attributes: facts }, within);
  const below = api.trace.setSpan(within, span);
  return {
    id: span.spanContext().spanId,
    begin: (part, attributes) => spanOf(api, tracer, part, attributes, below),
    end(failure) {
      if (failure !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR, message: failure });
      span.end();
    },
  };
}

type Exporter = import('@opentelemetry/sdk-trace-base').SpanExporter;

/** The exporter, with whoever must know told of what it could not deliver: the SDK tells only its own log. */
function watched(exporter: Exporter, failed: (error: Error) => void): Exporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) failed(result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

async function loaded() {
  try {
    const [api, base, resources, exporter] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { api, base, resources, exporter };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
