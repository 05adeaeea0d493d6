import { readFileSync } from 'node:fs';
import { type Answer, type Asked, type Listening, listen } from './listening.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/odata/${name}`, import.meta.url), 'utf8');

/** The metadata document of the service. */
export const metadata = (): Answer => ({
  headers: { 'content-type': 'application/xml;charset=utf-8' },
  body: fixture('kumquats.v4.edmx'),
});

/** An OData service on loopback, below `/odd`, that has nothing but metadata. */
export function startFruitService(answer: (asked: Asked) => Answer = metadata): Promise<Listening> {
  return listen((asked) => (asked.path === '/odd/$metadata' ? answer(asked) : { status: 404, body: 'no' }));
}
