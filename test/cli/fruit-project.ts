import { onTestFinished } from 'vitest';
import type { Answer, Asked, Listening } from '../erp/listening.ts';
import { startFruitService } from '../erp/odata.ts';
import { makeProject, type Project, type Run } from './project.ts';

/** A project on an OData service of its own; both end with the test. */
export type FruitProject = {
  readonly service: Listening;
  readonly erp: Project;
  /** Runs `seam` with the password of the service, which holds the canary. */
  seam(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
};

/** @param answer gives the metadata; the fixture's own without it */
export async function fruitProject(answer?: (asked: Asked) => Answer): Promise<FruitProject> {
  const service = await startFruitService(answer);
  onTestFinished(service.close);
  const erp = makeProject(`sources:
  erp:
    connector: odata
    url: ${service.url}/odd
    auth: { user: seam-reader, password: "\${PASSWORD}" }
    entities: ["*"]
`);
  onTestFinished(erp.remove);
  return {
    service,
    erp,
    seam: (args, env = {}) => erp.seam(args, { env: { PASSWORD: 'canary-of-fruit', ...env } }),
  };
}
