/** An exact decimal: `digits` × 10^-`scale`, with `scale` ≥ 0. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

/** The decimal that a JSON number is written as: 0.1 is one tenth, not the nearest binary fraction. */
export function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? reduced(digits, scale) : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The JSON number that is written as this decimal, or `undefined` where no double has these digits. */
export function numberOf(decimal: Decimal): number | undefined {
  const value = Number(`${decimal.digits}e-${decimal.scale}`);
  if (!Number.isFinite(value)) return undefined;
  return compare(decimalOf(value), decimal) === 0 ? value + 0 : undefined;
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** True where `value` is a whole number of `step`s; `step` is positive. */
export function isMultiple(value: Decimal, step: Decimal): boolean {
  const [left, right] = aligned(value, step);
  return left % right === 0n;
}

/** The least positive decimal that is a multiple of both; both are positive. */
export function leastCommonMultiple(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return reduced((left / greatestCommonDivisor(left, right)) * right, scale);
}

/** How many whole `step`s fit into `value`, rounded down, or up where `up`. */
export function steps(value: Decimal, step: Decimal, up: boolean): bigint {
  const [left, right] = aligned(value, step);
  const quotient = left / right;
  const rest = left % right;
  if (rest === 0n) return quotient;
  if (up) return rest > 0n ? quotient + 1n : quotient;
  return rest < 0n ? quotient - 1n : quotient;
}

export function times(count: bigint, step: Decimal): Decimal {
  return reduced(count * step.digits, step.scale);
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return reduced(left + right, scale);
}

/** The decimal half way between two. */
export function middle(a: Decimal, b: Decimal): Decimal {
  const { digits, scale } = plus(a, b);
  return reduced(digits * 5n, scale + 1);
}

function reduced(digits: bigint, scale: number): Decimal {
  let [least, places] = [digits, scale];
  while (places > 0 && least % 10n === 0n) {
    least /= 10n;
    places -= 1;
  }
  return { digits: least, scale: places };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.digits, b.digits, a.scale];
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [greater, less] = [a, b];
  while (less !== 0n) [greater, less] = [less, greater % less];
  return greater < 0n ? -greater : greater;
}
