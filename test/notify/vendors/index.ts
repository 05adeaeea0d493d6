import type { JsonObject } from '../../../src/model/json.ts';
import { startGitHub } from './github.ts';
import { startGitLab } from './gitlab.ts';
import { startPagerDuty } from './pagerduty.ts';
import { startSlack } from './slack.ts';
import { startMailServer } from './smtp.ts';
import { startTeams } from './teams.ts';
import { startWebhook } from './webhook.ts';

/** What every vendor's service has. */
export type AnyVendor = {
  readonly options: JsonObject;
  readonly taken: readonly unknown[];
  readonly refused: readonly string[];
  close(): Promise<void>;
};

/** The service that a type of channel writes to. */
export const vendors: Readonly<Record<string, () => Promise<AnyVendor>>> = {
  webhook: startWebhook,
  slack: startSlack,
  teams: startTeams,
  pagerduty: startPagerDuty,
  github: () => startGitHub(),
  gitlab: () => startGitLab(),
  email: () => startMailServer(),
};
