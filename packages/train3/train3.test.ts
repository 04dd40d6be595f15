// What is true of train3: a lesson to read from the top, and the judge of a train3.ts of your own.
//
// What stays true in later stages is in packages/lab, autograd.ts and gpt.ts; it is run from here in its place.

import * as lab from 'lab'
import { gradients, near, numbers, scale, set, setIdentity, slope } from 'lab'
import { run } from 'prelude'
import { describe, expect, test, vi } from 'vitest'
import * as train3 from './train3.ts'

vi.mock('prelude', async (original) => ({ ...(await original<object>()), run: vi.fn() }))

const { Value, dot, wte, wpe, layer, lmHead, params, encode } = train3
const { rmsnorm, attend, attention, mlp, newCache, gpt } = train3
const file = new URL('train3.ts', import.meta.url)
const stage = { ...train3, matrices: { wte, wpe, ...layer, lmHead } }

type Vector = InstanceType<typeof Value>[]
const vector = (...data: number[]): Vector => data.map((number) => new Value(number))
/** A vector of 16 that begins so, and goes on with 0. */
const vector16 = (...data: number[]) => vector(...data, ...new Array(16 - data.length).fill(0))
const [ascending, alternating] = [
  Array.from({ length: 16 }, (_, i) => i / 10),
  Array.from({ length: 16 }, (_, i) => (-1) ** i),
]

// The same in plain numbers
const times = (matrix: Vector[], x: number[]) =>
  matrix.map((row) => row.reduce((total, weight, i) => total + weight.data * x[i], 0))
const meanSquare = (x: number[]) => x.reduce((total, xi) => total + xi * xi, 0) / x.length

lab.keep(params)

describe('documents and tokenizer', () => lab.tokenizerTests(stage, file))

describe('autograd', () => lab.autogradTests(train3))

describe('parameters', () => {
  const { wq, wk, wv, wo, fc1, fc2 } = layer
  test.each([
    ['wte has 16 numbers for each of 27 tokens', wte, 27, 16],
    ['wpe has 16 numbers for each of 16 positions', wpe, 16, 16],
    ['wq makes a query of 16 numbers', wq, 16, 16],
    ['wk makes a key of 16 numbers', wk, 16, 16],
    ['wv makes a value of 16 numbers', wv, 16, 16],
    ['wo makes 16 numbers of what attention found', wo, 16, 16],
    ['fc1 widens 16 numbers to 64', fc1, 64, 16],
    ['fc2 makes 16 numbers of the 64', fc2, 16, 64],
    ['lmHead makes a logit for each of 27 tokens', lmHead, 27, 16],
  ])('%s', (_, matrix, rows, columns) => {
    expect(matrix).toHaveLength(rows)
    expect(matrix.filter((row) => row.length !== columns)).toHaveLength(0)
  })
  lab.weightsTests(stage)
})

describe('softmax', () => lab.softmaxTests(train3))

describe('rmsnorm', () => {
  test('(3, 4) has the mean square 12.5; divided by √12.5 it is (0.8485, 1.1314)', () => {
    const normed = numbers(rmsnorm(vector(3, 4)))
    expect(normed).toEqual([expect.closeTo(0.8485, 4), expect.closeTo(1.1314, 4)])
  })

  test.each([[[3, 4]], [[-7, 1, 0.5]], [ascending]])('makes the root mean square of %j 1', (x) => {
    expect(Math.sqrt(meanSquare(numbers(rmsnorm(vector(...x)))))).toBeCloseTo(1, 4)
  })

  test('(300, 400) becomes what (3, 4) becomes: size does not matter, direction does', () => {
    const [small, large] = [rmsnorm(vector(3, 4)), rmsnorm(vector(300, 400))].map(numbers)
    expect(large).toEqual(small.map((number) => expect.closeTo(number, 5)))
  })

  test('(0, 0) stays (0, 0): 0.00001 is added to the mean square, so nothing is divided by 0', () => {
    expect(numbers(rmsnorm(vector(0, 0)))).toEqual([0, 0])
  })

  test('(0.003, 0.004) has the mean square 0.0000125; with 0.00001 more it is divided by √0.0000225', () => {
    const root = Math.sqrt(0.0000225)
    expect(numbers(rmsnorm(vector(0.003, 0.004)))).toEqual(near([0.003 / root, 0.004 / root]))
  })

  test('its gradient is its slope', () => {
    const x = vector(3, 4, -2)
    const f = () => dot(rmsnorm(x), vector(1, 2, 5))
    f().backward()
    expect(gradients(x)).toEqual(x.map((xi) => expect.closeTo(slope(f, xi), 8)))
  })
})

describe('attend', () => {
  test('with a single key, finds its value, whatever is asked', () => {
    const found = attend(vector(-5, 9), [vector(1, 1)], [vector(30, 40)])
    expect(numbers(found)).toEqual(near([30, 40]))
  })

  test('with equal keys, finds the average of the values', () => {
    const key = vector(1, 2)
    const found = attend(vector(5, -3), [key, key, key], [vector(1, 0), vector(2, 0), vector(6, 9)])
    expect(numbers(found)).toEqual(near([3, 3]))
  })

  test('with a key that fits much better than the others, finds its value alone', () => {
    const keys = [vector(-100, 0), vector(100, 0), vector(0, 100)]
    const found = attend(vector(10, 0), keys, [vector(1, 2), vector(3, 4), vector(5, 6)])
    expect(numbers(found)).toEqual(near([3, 4]))
  })

  test('query (2, 0, 0, 0) and key (ln 3, 0, 0, 0): 2 ln 3 / √4 = ln 3, so odds of 3 to 1 against a key of 0', () => {
    const query = vector(2, 0, 0, 0)
    const keys = [vector(Math.log(3), 0, 0, 0), vector(0, 0, 0, 0)]
    const values = [vector(4, 0, 8, 0), vector(0, 4, 8, 0)]
    const hint = '(3.6, 0.4, …) would be without a division, (2.54, 1.46, …) with one by 4'
    expect(numbers(attend(query, keys, values)), hint).toEqual(near([3, 1, 8, 0]))
  })

  test('its weights sum to 1: values that agree are found unchanged', () => {
    const keys = [vector(1, 2), vector(-3, 0), vector(0.5, 4)]
    const value = vector(7, -2)
    expect(numbers(attend(vector(1, 1), keys, [value, value, value]))).toEqual(near([7, -2]))
  })

  test('does not see the order: keys and values swapped together make no difference', () => {
    const [query, k1, k2] = [vector(1, 1), vector(1, 2), vector(-3, 1)]
    const [v1, v2] = [vector(7, -2), vector(1, 1)]
    const found = numbers(attend(query, [k1, k2], [v1, v2]))
    expect(numbers(attend(query, [k2, k1], [v2, v1]))).toEqual(near(found))
  })

  test('its gradient is its slope, for the query, the keys and the values', () => {
    const query = vector(1, -2)
    const [k1, k2, v1, v2] = [vector(1, 0.5), vector(-1, 2), vector(3, 1), vector(-2, 4)]
    const f = () => dot(attend(query, [k1, k2], [v1, v2]), vector(1, 3))
    f().backward()
    const all = [query, k1, k2, v1, v2].flat()
    expect(gradients(all)).toEqual(all.map((x) => expect.closeTo(slope(f, x), 8)))
  })
})

describe('attention', () => {
  test('a new cache is empty', () => {
    expect(newCache()).toEqual({ keys: [], values: [] })
  })

  test('each call caches one key, wk · x, and one value, wv · x, after those that were there', () => {
    const cache = newCache()
    for (const [i, x] of [ascending, alternating].entries()) {
      attention(vector(...x), cache)
      expect([cache.keys.length, cache.values.length], `after call ${i + 1}`).toEqual([i + 1, i + 1])
    }
    expect(cache.keys.map(numbers)).toEqual([ascending, alternating].map((x) => near(times(layer.wk, x))))
    expect(cache.values.map(numbers)).toEqual([ascending, alternating].map((x) => near(times(layer.wv, x))))
  })

  test('the first token can attend to nothing but itself: it gets wo · wv · x', () => {
    const found = attention(vector(...ascending), newCache())
    expect(numbers(found)).toEqual(near(times(layer.wo, times(layer.wv, ascending))))
  })

  test('the second asks with wq · x, of both keys; wo turns what is found', () => {
    scale(params, 5) // or the scores would hardly differ
    const cache = newCache()
    attention(vector(...alternating), cache)
    const found = attention(vector(...ascending), cache)
    const query = vector(...times(layer.wq, ascending))
    expect(numbers(found)).toEqual(near(times(layer.wo, numbers(attend(query, cache.keys, cache.values)))))
  })

  test('with identity matrices, (8, 0, …) after (0, 8, …) looks at itself alone, as its score is 64 / √16 = 16 to 0', () => {
    for (const matrix of [layer.wq, layer.wk, layer.wv, layer.wo]) setIdentity(matrix)
    const cache = newCache()
    attention(vector16(0, 8), cache)
    const [first, second] = numbers(attention(vector16(8), cache))
    expect(first).toBeCloseTo(8, 5)
    expect(second).toBeCloseTo(0, 5)
  })
})

describe('mlp', () => {
  test('two hidden numbers, x and -x, of which relu keeps the positive one: 5 gives 2 · 5, and -5 gives 3 · 5', () => {
    set([layer.fc1, layer.fc2].flat(2), 0)
    set([layer.fc1[0][0], layer.fc1[63][0]], [1, -1])
    set([layer.fc2[0][0], layer.fc2[15][63]], [2, 3])
    expect(numbers(mlp(vector16(5)))).toEqual(near(numbers(vector16(10))))
    expect(numbers(mlp(vector16(-5))).at(-1)).toBeCloseTo(15, 12)
    expect(numbers(mlp(vector16(-5)))[0], 'relu makes -5 · 2 a 0').toBeCloseTo(0, 12)
  })

  test('is fc2 · relu(fc1 · x)', () => {
    const hidden = times(layer.fc1, ascending).map((h) => Math.max(0, h))
    expect(numbers(mlp(vector(...ascending)))).toEqual(near(times(layer.fc2, hidden)))
  })
})

describe('gpt', () => {
  const [a, b, c] = encode('abc')
  /** The prediction for a token in position 2, after these two. */
  const after = (first: number, second: number, token: number) => {
    const cache = newCache()
    gpt(first, 0, cache)
    gpt(second, 1, cache)
    return numbers(gpt(token, 2, cache))
  }
  const silenceAttention = () => set(layer.wo.flat(), 0)
  const silenceMlp = () => set(layer.fc2.flat(), 0)

  test('gives a logit for each of the 27 tokens', () => {
    expect(gpt(a, 0, newCache())).toHaveLength(27)
  })

  test('with attention and MLP silenced, the token and its position pass through to lmHead, normalized', () => {
    silenceAttention()
    silenceMlp()
    const x = wte[c].map((w, i) => w.data + wpe[2][i].data)
    const root = Math.sqrt(meanSquare(x) + 1e-5)
    const want = times(
      lmHead,
      x.map((xi) => xi / root),
    )
    expect(after(a, b, c), 'attention and MLP are added to x; they do not replace it').toEqual(near(want))
  })

  test('attention and MLP each see x normalized, and what they find is added to x', () => {
    const add = (x: Vector, y: Vector) => x.map((xi, i) => xi.add(y[i]))
    const [cache, other] = [newCache(), newCache()]
    for (const [position, token] of [a, b, c].entries()) {
      let x = rmsnorm(add(wte[token], wpe[position]))
      x = add(x, attention(rmsnorm(x), other))
      x = add(x, mlp(rmsnorm(x)))
      expect(numbers(gpt(token, position, cache)), `position ${position}`).toEqual(
        near(times(lmHead, numbers(x))),
      )
    }
  })

  test('with attention silenced, a token does not know what came before it', () => {
    expect(after(a, b, c), 'with attention it does').not.toEqual(after(b, a, c))
    silenceAttention()
    expect(after(a, b, c)).toEqual(after(b, a, c))
  })

  test('with attention silenced and wpe 0, a token does not know its position', () => {
    silenceAttention()
    expect(after(a, b, c), 'with wpe it does').not.toEqual(numbers(gpt(c, 0, newCache())))
    set(wpe.flat(), 0)
    expect(after(a, b, c)).toEqual(numbers(gpt(c, 0, newCache())))
  })

  test('with wpe 0, attention sees which tokens came before, but not in which order', () => {
    set(wpe.flat(), 0)
    expect(after(a, b, c)).toEqual(near(after(b, a, c)))
    expect(after(a, b, c)).not.toEqual(near(after(a, a, c)))
  })

  lab.causalityTests(stage)
})

describe('loss', () => lab.lossTests(stage))

describe('gradient', () => lab.gradientTests(stage))

describe('training', () => {
  lab.trainingTests(file)
  lab.sgdTests(stage, 0.1)
})

describe('sampling', () => lab.samplingTests(stage))

test('the stage is handed to the terminal, which samples at temperature 0.5', () => {
  const { docs, vocabSize, params, train, sample } = train3
  expect(run).toHaveBeenCalledWith({ docs, vocabSize, params, train, sample, temperature: 0.5 })
})
