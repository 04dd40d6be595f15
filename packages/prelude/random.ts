// Python's `random` module, as far as the original uses it: the same seed gives the same numbers, bit for bit.
// Only in gauss, where the C library has a say, about one number in a thousand has another last bit (see libm.ts).
//
// The generator is the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), with 624 words of state;
// seeding, gauss, shuffle and choices follow CPython 3.11.

import { log, sinCos } from './libm.ts'

const words = 624
const state = new Uint32Array(words)
let next = words // index of the next unused word; `words` means that all are used
let spareGauss: number | undefined // gauss makes two numbers at a time and keeps one

/**
 * Start the sequence that belongs to `value`, as Python's `random.seed(value)` does.
 * @param value a whole number from 0 to 2^53 - 1
 * @throws RangeError when it is not
 */
export function seed(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, not ${value}`)
  // CPython passes the seed as a list of 32-bit digits, lowest first
  const high = Math.floor(value / 2 ** 32)
  const key = high > 0 ? [value >>> 0, high] : [value >>> 0]
  const previous = (i: number) => state[i - 1] ^ (state[i - 1] >>> 30)

  state[0] = 19650218
  for (let i = 1; i < words; i++) state[i] = Math.imul(1812433253, previous(i)) + i
  let i = 1
  const advance = () => {
    i++
    if (i === words) {
      state[0] = state[words - 1]
      i = 1
    }
  }
  for (let n = 0; n < words; n++) {
    const digit = n % key.length
    state[i] = (state[i] ^ Math.imul(previous(i), 1664525)) + key[digit] + digit
    advance()
  }
  for (let n = 1; n < words; n++) {
    state[i] = (state[i] ^ Math.imul(previous(i), 1566083941)) - i
    advance()
  }
  state[0] = 2 ** 31
  next = words
  spareGauss = undefined
}

/** The next 32 random bits, as a whole number from 0 to 2^32 - 1: `getrandbits(32)`. */
export function uint32(): number {
  if (next === words) {
    for (let i = 0; i < words; i++) {
      const mixed = (state[i] & 0x80000000) | (state[(i + 1) % words] & 0x7fffffff)
      state[i] = state[(i + 397) % words] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0)
    }
    next = 0
  }
  let bits = state[next++]
  bits ^= bits >>> 11
  bits ^= (bits << 7) & 0x9d2c5680
  bits ^= (bits << 15) & 0xefc60000
  bits ^= bits >>> 18
  return bits >>> 0
}

/** A number from 0 (inclusive) to 1 (exclusive), with all 53 bits of a double random. */
export function random(): number {
  return ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53
}

/** A number from the normal distribution with mean `mu` and standard deviation `sigma` (Box and Muller, 1958). */
export function gauss(mu: number, sigma: number): number {
  let z = spareGauss
  spareGauss = undefined
  if (z === undefined) {
    const [sin, cos] = sinCos(random() * 2 * Math.PI)
    const radius = Math.sqrt(-2 * log(1 - random()))
    z = cos * radius
    spareGauss = sin * radius
  }
  return mu + z * sigma
}

/** Bring `items` into a random order, in place, and return it (Fisher and Yates, from the end). */
export function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const bits = 32 - Math.clz32(i + 1)
    let j: number
    do j = uint32() >>> (32 - bits)
    while (j > i)
    ;[items[i], items[j]] = [items[j], items[i]]
  }
  return items
}

/** Weights that nothing can be drawn with: their sum is 0, infinite or not a number. */
export class BadWeights extends RangeError {}

/**
 * Draw one index, each with a probability in proportion to its weight: `choices(range(n), weights)[0]`.
 * @param weights numbers >= 0; they need not sum to 1
 * @throws BadWeights when they do not sum to a finite number above 0
 */
export function choice(weights: number[]): number {
  let total = 0
  const cumulative = weights.map((weight) => (total += weight))
  if (!(total > 0 && total < Infinity))
    throw new BadWeights(`the weights sum to ${total}, not to a finite number above 0`)
  const point = random() * total
  const index = cumulative.findIndex((sum) => sum > point)
  return index === -1 ? cumulative.indexOf(total) : index // -1: a product so small that it was rounded up
}

seed(0) // for whoever forgets to: from a state of zeros come only zeros
