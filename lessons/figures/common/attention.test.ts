import { load } from 'lab'
import { expect, test } from 'vitest'
import { addPlaces, places, readAttention } from './attention.ts'

type Stage3 = typeof import('../../../packages/train3/train3.ts')
type Stage4 = typeof import('../../../packages/train4/train4.ts')

test('train3: the weights and scores that are read are those of attend()', () => {
  const stage = load<Stage3>(new URL('../../../packages/train3/train3.ts', import.meta.url))
  const cache = stage.newCache()
  const tokens = [stage.BOS, ...stage.encode('emma')]
  tokens.forEach((token, position) => {
    const { looks, keys, values } = readAttention(stage.gpt(token, position, cache), cache)
    expect(looks).toHaveLength(1)
    const [{ weights, scores, query, mix }] = looks
    expect([keys.length, values.length, weights.length]).toEqual([position + 1, position + 1, position + 1])
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12)
    const own = stage.attend(
      query.map((x) => new stage.Value(x)),
      cache.keys,
      cache.values,
    )
    expect(mix).toEqual(own.map(({ data }) => data))
    const fit = keys.map((key) => key.reduce((sum, k, i) => sum + k * query[i], 0) / 4)
    scores.forEach((score, t) => void expect(score).toBeCloseTo(fit[t], 12))
  })
})

test('train4: four heads, each of four numbers, in order', () => {
  const stage = load<Stage4>(new URL('../../../packages/train4/train4.ts', import.meta.url))
  const cache = stage.newCache()
  const tokens = [stage.BOS, ...stage.encode('emma')]
  tokens.forEach((token, position) => {
    const { looks, values } = readAttention(stage.gpt(token, position, cache), cache[0])
    expect(looks.map(({ mix }) => mix.length)).toEqual([4, 4, 4, 4])
    looks.forEach(({ weights, mix }, head) => {
      const mixed = mix.map((_, i) => weights.reduce((sum, w, t) => sum + w * values[t][4 * head + i], 0))
      mix.forEach((x, i) => void expect(x).toBeCloseTo(mixed[i], 12))
    })
  })
})

test('all of a position’s attention has a place', () => {
  const totals = places.map(() => 0)
  addPlaces(totals, [0.1, 0.2, 0.3, 0.15, 0.25])
  expect(totals).toEqual([0.1, 0.2, 0.3, 0.15, 0.25])
})
