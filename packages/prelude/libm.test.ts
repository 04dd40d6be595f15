// Logarithm, sine and cosine against values that are known, and against the engine's own.

import { describe, expect, test } from 'vitest'
import { log, sinCos } from './libm.ts'

const smallest = 2 ** -53 // random gives multiples of it, from 0 to 1 - 2^-53

describe('log', () => {
  test.each([
    [1, 0],
    [1 - smallest, -1.1102230246251565e-16],
    [0.5, -Math.LN2],
    [smallest, -36.7368005696771],
  ])('of %d is %d, as in Python', (x, value) => {
    expect(log(x)).toBe(value)
  })
  test('is nowhere further than a last bit from the engine’s', () => {
    for (let x = smallest; x <= 1; x *= 1.0625) {
      const multiple = Math.round(x / smallest) * smallest
      expect(Math.abs(log(multiple) / Math.log(multiple) - 1)).toBeLessThanOrEqual(2 ** -52)
    }
  })
})

describe('sinCos', () => {
  test('of 0 is exact', () => {
    expect(sinCos(0)).toEqual([0, 1])
  })
  test('of pi and half of it says how far the double is from pi', () => {
    expect(sinCos(Math.PI)).toEqual([1.2246467991473532e-16, -1])
    expect(sinCos(Math.PI / 2)).toEqual([1, 6.123233995736766e-17])
  })
  test('is right in each quarter of the circle and just before its end', () => {
    for (let turn = 0; turn < 1; turn += 1 / 1024) {
      const angle = turn * 2 * Math.PI
      const [sin, cos] = sinCos(angle)
      expect(Math.abs(sin - Math.sin(angle))).toBeLessThan(2 ** -52)
      expect(Math.abs(cos - Math.cos(angle))).toBeLessThan(2 ** -52)
    }
    const [sin] = sinCos((1 - smallest) * 2 * Math.PI)
    expect(sin).toBe(-1.133107779529596e-15)
  })
  test('of the smallest angle that random can give is the angle', () => {
    expect(sinCos(smallest * 2 * Math.PI)).toEqual([smallest * 2 * Math.PI, 1])
  })
})
