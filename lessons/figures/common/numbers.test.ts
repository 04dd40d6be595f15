import { expect, test } from 'vitest'
import { ewma, short, smoother, thin, ticks, tickTexts } from './numbers.ts'

test('smoothing begins with the first number and leaves a constant as it is', () => {
  for (const average of ewma([3, 3, 3])) expect(average).toBeCloseTo(3, 12)
  expect(ewma([4, 2], 2)).toEqual([4, (0.5 * 4 + 2) / 1.5])
})

test('smoothing is the same in pieces as at once', () => {
  const { push } = smoother(10)
  expect([...push([1, 5, 2]), ...push([8])]).toEqual(ewma([1, 5, 2, 8], 10))
})

test('thinning keeps the first and the last, and all where there are few', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => i)
  const points = thin(numbers, 120)
  expect(points).toHaveLength(120)
  expect([points[0], points[119]]).toEqual([
    [1, 0],
    [1000, 999],
  ])
  expect(thin([7, 8], 120)).toEqual([
    [1, 7],
    [2, 8],
  ])
  expect(thin([], 120)).toEqual([])
})

test('ticks are round, within the range, and there for a range of nothing', () => {
  expect(ticks(2.3, 3.4, 5)).toEqual([2.4, 2.6, 2.8, 3, 3.2, 3.4])
  expect(ticks(0, 1000, 5)).toEqual([0, 200, 400, 600, 800, 1000])
  expect(ticks(2, 2, 5)).toEqual([2])
})

test('tick texts have as many digits as tell them apart', () => {
  expect(tickTexts([3.29, 3.291, 3.292])).toEqual(['3.290', '3.291', '3.292'])
  expect(tickTexts([-0.2, 0, 0.2])).toEqual(['−0.2', '0', '0.2'])
})

test('short numbers keep three digits and a real minus', () => {
  expect([0, -1.23456, 1234.5, 0.0000123, Number.NaN].map(short)).toEqual([
    '0',
    '−1.23',
    '1230',
    '1.2e−5',
    'NaN',
  ])
})
