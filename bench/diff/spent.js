// @ts-check

/** Milliseconds of this process on a processor: what others do on the machine does not count. */
export function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
