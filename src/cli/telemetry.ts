import type { Attributes, Context, Span as OtelSpan, Tracer } from '@opentelemetry/api';
import type { Span } from '../model/span.js';
import { seamVersion } from '../run/version.js';
import { delivering, installed, isOn, patience, resourceOf } from './otlp.js';
import type { Trace } from './trace.js';

/** What is loaded where a collector is named. */
const packages = [
  '@opentelemetry/api@1',
  '@opentelemetry/sdk-trace-base@2',
  '@opentelemetry/resources@2',
  '@opentelemetry/exporter-trace-otlp-http@0.223',
] as const;

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
  if (!isOn('traces', env)) return undefined;
  const sdk = await installed('traces', packages, loaded, warn);
  if (sdk === undefined) return undefined;
  const { api, base, resources, exporter } = sdk;
  const ids = new base.RandomIdGenerator();
  const otlp = new exporter.OTLPTraceExporter({ timeoutMillis: patience });
  const end = delivering('traces', otlp, warn);
  const provider = new base.BasicTracerProvider({
    resource: resourceOf(resources, env),
    idGenerator: { generateTraceId: () => trace.id, generateSpanId: () => ids.generateSpanId() },
    spanProcessors: [new base.BatchSpanProcessor(otlp)],
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
      await end(provider);
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

async function loaded() {
  const [api, base, resources, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  return { api, base, resources, exporter };
}
