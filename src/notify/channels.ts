import type { Channel } from './channel.js';

/** Types of channels, loaded when used. Adding one is its file, a line here, and its keys in the schema of `seam.yaml`. */
const channels: Readonly<Record<string, () => Promise<Channel>>> = {
  webhook: async () => (await import('./webhook.js')).webhook,
  slack: async () => (await import('./slack.js')).slack,
  teams: async () => (await import('./teams.js')).teams,
  pagerduty: async () => (await import('./pagerduty.js')).pagerduty,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  email: async () => (await import('./email.js')).email,
};

/** Names of the types. */
export const channelTypes: readonly string[] = Object.keys(channels);

/**
 * The channel of a type.
 * @throws RangeError where there is none: the schema of `seam.yaml` has checked it
 */
export async function loadChannel(type: string): Promise<Channel> {
  const load = Object.hasOwn(channels, type) ? channels[type] : undefined;
  if (load === undefined) throw new RangeError(`there is no type of channel ${type}`);
  return load();
}
