// Logarithm, sine and cosine as the C library under the original (glibc 2.36) rounds them, in all but about one of
// a thousand numbers. JavaScript leaves their last bit to the engine, so gauss would depend on the browser.
//
// Each is summed as a series in whole numbers, which count units of 2^-112. Of these a double keeps 53 bits.

const bits = 112n
const one = 1n << bits
// pi and the logarithm of 2, in these units
const pi = 0x3243f6a8885a308d313198a2e0370n
const log2 = 0xb17217f7d1cf79abc9e3b39803f2n
const toFixed = (x: number) => BigInt(x * Number(one))
const toNumber = (x: bigint) => Number(x) / Number(one) // the nearest double
const times = (a: bigint, b: bigint) => (a * b) >> bits

/**
 * The natural logarithm.
 * @param x a multiple of 2^-53 above 0, at most 1: what 1 - random() gives
 */
export function log(x: number): number {
  let doublings = 0n
  for (; x <= 0.5; x *= 2) doublings++
  const ratio = ((one - toFixed(x)) << bits) / (one + toFixed(x))
  let sum = 0n // ratio + ratio^3 / 3 + ratio^5 / 5 + ... = -log(x) / 2
  for (let power = ratio, n = 1n; power > 0n; power = times(times(power, ratio), ratio), n += 2n) {
    sum += power / n
  }
  return toNumber(-2n * sum - doublings * log2)
}

/**
 * Sine and cosine.
 * @param angle from 0 to 2 pi: what 2 * pi * random() gives
 */
export function sinCos(angle: number): [number, number] {
  const quarters = Math.round(angle / (Math.PI / 2))
  const rest = toFixed(angle) - (BigInt(quarters) * pi) / 2n
  // glibc rounds twice: it adds what is missing to the entry of a table with steps of 1/128, or, for the sine of a
  // small angle, to the angle itself
  const x = toNumber(rest)
  const [sinEntry, cosEntry] = series(toFixed(Math.round(x * 128) / 128)).map(toNumber)
  const starts = [Math.abs(x) < 0.126 ? x : sinEntry, cosEntry]
  const [sin, cos] = series(rest).map((exact, i) => starts[i] + toNumber(exact - toFixed(starts[i])))
  if (quarters === 1) return [cos, -sin]
  if (quarters === 2) return [-sin, -cos]
  if (quarters === 3) return [-cos, sin]
  return [sin, cos]
}

/** Sine and cosine as sums: x - x^3 / 3! + x^5 / 5! - ... and 1 - x^2 / 2! + x^4 / 4! - ... */
function series(x: bigint): [bigint, bigint] {
  let [sin, cos, term] = [0n, 0n, one]
  for (let n = 1n; term !== 0n; n += 2n) {
    cos += term
    term = times(term, x) / n
    sin += term
    term = -times(term, x) / (n + 1n)
  }
  return [sin, cos]
}
