// The random numbers against CPython's own, for nine seeds, to the last bit; and what cannot be a seed, nor weights.

import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { choice, gauss, random, seed, shuffle, uint32 } from './random.ts'

type Reference = {
  seed: number
  getrandbits32: number[]
  random: number[]
  'gauss_0_0.08': number[]
  shuffle_range_12: number[]
  choices_weights_1_to_27: number[]
  mixed: [number, number, number, number[], number, number]
  random_sum_of_2000: number
}

const file = new URL('reference/random.json', import.meta.url)
const references: Reference[] = JSON.parse(readFileSync(file, 'utf8'))
const range = (n: number) => Array.from({ length: n }, (_, i) => i)

test('the reference has nine seeds, from 0 to one of more than 32 bits', () => {
  const seeds = references.map((reference) => reference.seed)
  expect(new Set(seeds).size).toBe(9)
  expect(Math.min(...seeds)).toBe(0)
  expect(Math.max(...seeds)).toBeGreaterThan(2 ** 32)
})

describe.each(references)('after seed($seed), just as in Python,', (python) => {
  beforeEach(() => seed(python.seed))

  test('uint32 is getrandbits(32)', () => {
    expect(python.getrandbits32.map(uint32)).toEqual(python.getrandbits32)
  })
  test('random has all 53 bits', () => {
    expect(python.random.map(random)).toEqual(python.random)
  })
  test('gauss has the same last bit', () => {
    expect(python['gauss_0_0.08'].map(() => gauss(0, 0.08))).toEqual(python['gauss_0_0.08'])
  })
  test('shuffle is shuffle', () => {
    expect(shuffle(range(12))).toEqual(python.shuffle_range_12)
  })
  test('choice is choices()[0]', () => {
    const weights = range(27).map((i) => i + 1)
    expect(python.choices_weights_1_to_27.map(() => choice(weights))).toEqual(python.choices_weights_1_to_27)
  })
  test('gauss keeps its second number while others are drawn', () => {
    const [first, number, second, order, third, index] = python.mixed
    expect(gauss(0, 1)).toBe(first)
    expect(random()).toBe(number)
    expect(gauss(0, 1)).toBe(second)
    expect(shuffle(range(5))).toEqual(order)
    expect(gauss(0, 1)).toBe(third)
    expect(choice([0.2, 0, 0.8])).toBe(index)
  })
  test('2,000 numbers, more than three times the state, have the same sum', () => {
    expect(range(2000).reduce((sum) => sum + random(), 0)).toBe(python.random_sum_of_2000)
  })
})

describe('seed', () => {
  test('starts the same sequence again', () => {
    seed(7)
    const first = range(1000).map(uint32)
    seed(7)
    expect(range(1000).map(uint32)).toEqual(first)
  })
  test('drops the number that gauss has kept', () => {
    seed(7)
    const first = gauss(0, 1)
    seed(7)
    expect(gauss(0, 1)).toBe(first)
  })
  test.each([-1, 0.5, 2 ** 53, Number.NaN, Infinity])('refuses %d', (value) => {
    expect(() => seed(value)).toThrow(
      new RangeError(`a seed is a whole number from 0 to 2^53 - 1, not ${value}`),
    )
  })
  test('may be as large as 2^53 - 1', () => {
    seed(2 ** 53 - 1)
    const largest = range(8).map(uint32)
    seed(2 ** 53 - 2)
    expect(range(8).map(uint32)).not.toEqual(largest)
  })
})

describe('gauss', () => {
  test('has the mean and the deviation that it is asked for', () => {
    seed(42)
    const numbers = range(10_000).map(() => gauss(5, 2))
    const mean = numbers.reduce((sum, x) => sum + x) / numbers.length
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length
    expect(mean).toBeCloseTo(5, 1)
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1)
  })
})

describe('shuffle', () => {
  test('works in place and loses nothing', () => {
    const items = range(100)
    expect(shuffle(items)).toBe(items)
    expect(items).not.toEqual(range(100))
    expect(items.sort((a, b) => a - b)).toEqual(range(100))
  })
  test('leaves an empty list empty and one item where it is', () => {
    expect(shuffle([])).toEqual([])
    expect(shuffle(['a'])).toEqual(['a'])
  })
})

describe('choice', () => {
  beforeEach(() => seed(42))
  const drawn = (weights: number[]) => new Set(range(1000).map(() => choice(weights)))

  test('never draws what has the weight 0', () => {
    expect(drawn([0, 1, 0, 1e-3, 0])).toEqual(new Set([1, 3]))
  })
  test('nor does it where the weights are so small that their products are rounded', () => {
    expect(drawn([0, 5e-324, 0])).toEqual(new Set([1]))
  })
  test('draws in proportion to the weights, whatever their sum', () => {
    const twos = range(3000).filter(() => choice([10, 20]) === 1).length
    expect(twos / 3000).toBeCloseTo(2 / 3, 1)
  })
  test.each([
    [[], 0],
    [[0, 0], 0],
    [[1, Number.NaN], Number.NaN],
    [[1, Infinity], Infinity],
    [[1e308, 1e308], Infinity],
    [[1, -2], -1],
  ])('refuses the weights %j, whose sum is %d', (weights, sum) => {
    expect(() => choice(weights)).toThrow(
      new RangeError(`the weights sum to ${sum}, not to a finite number above 0`),
    )
  })
})
