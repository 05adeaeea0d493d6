import { expect, test, vi } from 'vitest';
import { openPace, sleep } from '../../src/transport/pace.ts';

const never = new AbortController().signal;

test('places go to those who wait longest, and nobody comes in between', async () => {
  const pace = openPace(1, 0, never);
  const order: string[] = [];
  const visit = async (name: string) => {
    const leave = await pace.enter();
    order.push(name);
    await sleep(1, never);
    leave();
    leave();
  };
  const visits = [visit('a'), visit('b'), visit('c')];
  await visits[0];
  await Promise.all([...visits, visit('d')]);
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

test('a pause holds everybody back, also who waits for another one already', async () => {
  const controller = new AbortController();
  const pace = openPace(2, 100_000, controller.signal);
  expect(pace.pause(20)).toBe(true);
  const entered = vi.fn();
  const waiting = [pace.enter().then(entered), pace.enter().then(entered)];
  // Both have begun to wait, and no timer has had its turn.
  await Promise.resolve().then(() => undefined);
  expect(pace.pause(60_000)).toBe(true);
  await sleep(60, never);
  expect(entered).not.toHaveBeenCalled();
  controller.abort();
  await Promise.allSettled(waiting);
});

test('a pause ends', async () => {
  const pace = openPace(1, 100_000, never);
  expect(pace.pause(5)).toBe(true);
  expect(await pace.enter()).toBeTypeOf('function');
});

test('pauses that overlap count once, and all together are bounded', () => {
  const pace = openPace(1, 100_000, never);
  expect([60_000, 60_000, 10, 60_000].map((milliseconds) => pace.pause(milliseconds))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(pace.pause(200_000)).toBe(false);
  expect(pace.pause(Number.MAX_SAFE_INTEGER)).toBe(false);
});

test('an abort reaches everybody who waits', async () => {
  const controller = new AbortController();
  const pace = openPace(1, 100_000, controller.signal);
  pace.pause(60_000);
  const waiting = [pace.enter(), pace.enter()];
  controller.abort('kumquat');
  expect(await Promise.allSettled([...waiting, pace.enter()])).toEqual(
    Array.from({ length: 3 }, () => ({ status: 'rejected', reason: 'kumquat' })),
  );
});
