// Loaded into seam before it runs (`node --import`): it finds no package of OpenTelemetry, as where none is installed.
import { register } from 'node:module';

const hooks = `export async function resolve(name, context, next) {
  if (!name.startsWith('@opentelemetry/')) return next(name, context);
  throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' });
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
