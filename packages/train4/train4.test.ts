// What is true of train4: a lesson to read from the top, and the judge of a train4.ts of your own.
//
// What it shares with other stages is in packages/lab, autograd.ts and gpt.ts; it is run from here in its place.

import * as lab from 'lab'
import { near, numbers, scale, set, setIdentity } from 'lab'
import { run } from 'prelude'
import * as train3 from 'train3'
import { describe, expect, test, vi } from 'vitest'
import * as train4 from './train4.ts'

vi.mock('prelude', async (original) => ({ ...(await original<object>()), run: vi.fn() }))

type Stage = typeof train4
type Vector = InstanceType<Stage['Value']>[]

const file = new URL('train4.ts', import.meta.url)
const withMatrices = (stage: Stage) => {
  const { wte, wpe, lmHead, layers } = stage
  const perLayer = layers.flatMap((layer, i) =>
    Object.entries(layer).map(([name, matrix]) => [`layers[${i}].${name}`, matrix]),
  )
  return { ...stage, matrices: { wte, wpe, lmHead, ...Object.fromEntries(perLayer) } }
}
const stage = withMatrices(train4)
const oneHead = lab.load<Stage>(file, { replace: { 'nHead = 4': 'nHead = 1' } })
const twoLayers = withMatrices(lab.load<Stage>(file, { replace: { 'nLayer = 1': 'nLayer = 2' } }))
const noLayers = lab.load<Stage>(file, { replace: { 'nLayer = 1': 'nLayer = 0' } })
for (const { params } of [train4, oneHead, twoLayers, noLayers]) lab.keep(params)

const { layers, params, wte, wpe, lmHead, attention, attend, newCache } = train4
const [layer] = layers
const marianna = [train4.BOS, ...train4.encode('marianna')]

/** A vector of 16 with these numbers in these places, and 0 in the others. */
const vector = (places: Record<number, number>): Vector =>
  Array.from({ length: 16 }, (_, i) => new train4.Value(places[i] ?? 0))
const times = (matrix: lab.Value[][], x: number[]) =>
  matrix.map((row) => row.reduce((total, weight, i) => total + weight.data * x[i], 0))

describe('documents and tokenizer', () => lab.tokenizerTests(stage, file))

describe('autograd', () => lab.autogradTests(train4))

describe('parameters', () => {
  test.each([
    ['wte', wte, 27, 16],
    ['wpe', wpe, 16, 16],
    ['lmHead', lmHead, 27, 16],
    ['wq', layer.wq, 16, 16],
    ['wk', layer.wk, 16, 16],
    ['wv', layer.wv, 16, 16],
    ['wo', layer.wo, 16, 16],
    ['fc1', layer.fc1, 64, 16],
    ['fc2', layer.fc2, 16, 64],
  ])('%s has the size it had in train3', (_, matrix, rows, columns) => {
    expect(matrix).toHaveLength(rows)
    expect(matrix.filter((row) => row.length !== columns)).toHaveLength(0)
  })

  test('one layer is the default', () => expect(layers).toHaveLength(1))

  lab.weightsTests(stage)

  test('a second layer has 3,072 parameters more, after those of the first', () => {
    expect(twoLayers.params).toHaveLength(4192 + 3072)
    expect(twoLayers.params).toEqual(Object.values(twoLayers.matrices).flat(2))
    expect(numbers(twoLayers.params.slice(0, 4192))).toEqual(numbers(params))
  })
})

describe('softmax', () => lab.softmaxTests(train4))

describe('heads', () => {
  /** A layer whose attention gives out just what the heads find, in the order that they find it. */
  const transparent = () => {
    scale(params, 8) // or the scores would hardly differ
    setIdentity(layer.wo)
    return layer
  }
  const tokens = [
    vector({ 0: 1, 3: -1, 6: 2, 9: 1, 15: -2 }),
    vector({ 1: 2, 4: 1, 7: -1, 10: 3, 13: 1 }),
    vector({ 2: -1, 5: 2, 8: 1, 11: -2, 14: 2 }),
  ]
  /** What the heads find for the last of the tokens. */
  const find = () => {
    const cache = { keys: [], values: [] }
    return tokens.map((x) => numbers(attention(x, layer, cache)))[2]
  }
  const part = <T>(x: T[], head: number) => x.slice(4 * head, 4 * head + 4)
  const heads = [0, 1, 2, 3]

  test('each call caches one key, wk · x, and one value, wv · x, whole: the heads share the cache', () => {
    const cache = { keys: [] as Vector[], values: [] as Vector[] }
    for (const x of tokens) attention(x, layer, cache)
    const want = (matrix: Vector[]) => tokens.map((x) => near(times(matrix, numbers(x))))
    expect(cache.keys.map(numbers)).toEqual(want(layer.wk))
    expect(cache.values.map(numbers)).toEqual(want(layer.wv))
  })

  test('the first token gets wo · wv · x, as in train3: with one key there is nothing to choose', () => {
    const found = attention(tokens[0], layer, { keys: [], values: [] })
    expect(numbers(found)).toEqual(near(times(layer.wo, times(layer.wv, numbers(tokens[0])))))
  })

  test('head h attends with numbers 4h to 4h + 3 of query, keys and values; the four results stand in order', () => {
    const { wq, wk, wv } = transparent()
    const all = (matrix: Vector[]) => tokens.map((x) => times(matrix, numbers(x)))
    const values = (x: number[]) => x.map((number) => new train4.Value(number))
    const [query, keys, vals] = [all(wq)[2], all(wk), all(wv)]
    const want = heads.map((h) =>
      numbers(
        attend(
          values(part(query, h)),
          keys.map((k) => values(part(k, h))),
          vals.map((v) => values(part(v, h))),
        ),
      ),
    )
    const got = find()
    for (const h of heads) expect(part(got, h), `head ${h}`).toEqual(near(want[h]))
    expect(got).toHaveLength(16)
  })

  test.each(heads)('the part of wv of head %d matters to that head alone: 0 there, and it finds 0', (h) => {
    const { wv } = transparent()
    const before = find()
    set(part(wv, h).flat(), 0)
    const after = find()
    for (const head of heads) {
      const want = head === h ? [0, 0, 0, 0] : part(before, head)
      expect(part(after, head), `head ${head}`).toEqual(near(want))
    }
  })

  test.each(heads.flatMap((h) => [['wq', h] as const, ['wk', h] as const]))(
    'the part of %s of head %d matters to that head alone: 0 there, and it finds the average value',
    (name, h) => {
      const layer = transparent()
      const before = find()
      set(part(layer[name], h).flat(), 0)
      const after = find()
      const values = tokens.map((x) => times(layer.wv, numbers(x)))
      const average = values[0].map((_, i) => (values[0][i] + values[1][i] + values[2][i]) / 3)
      for (const head of heads) {
        const want = head === h ? average : before
        expect(part(after, head), `head ${head}`).toEqual(near(part(want, head)))
      }
      expect(part(after, h), 'there was a difference to be seen').not.toEqual(near(part(before, h)))
    },
  )

  test('at the same time, one head can look at the first token and another at the second', () => {
    for (const matrix of [layer.wq, layer.wv, layer.wo]) setIdentity(matrix)
    set(layer.wk.flat(), 0)
    set([layer.wk[0][1], layer.wk[4][5]], 1) // the keys of heads 0 and 1: numbers 1 and 5
    const cache = { keys: [], values: [] }
    attention(vector({ 1: 10, 2: 33 }), layer, cache)
    attention(vector({ 5: 10, 6: 77 }), layer, cache)
    const found = numbers(attention(vector({ 0: 10, 4: 10 }), layer, cache))
    expect(found.slice(0, 4), 'head 0 looks at the first').toEqual(near([0, 10, 33, 0]))
    expect(found.slice(4, 8), 'head 1 looks at the second').toEqual(near([0, 10, 77, 0]))
  })

  test('scores are divided by √4, the root of the size of a head: x² = 2 ln 3 has odds of 3 to 1 against 0', () => {
    for (const matrix of [layer.wq, layer.wk, layer.wv, layer.wo]) setIdentity(matrix)
    const cache = { keys: [], values: [] }
    const x = Math.sqrt(2 * Math.log(3))
    attention(vector({}), layer, cache)
    expect(numbers(attention(vector({ 0: x }), layer, cache))).toEqual(
      near(numbers(vector({ 0: (3 / 4) * x }))),
    )
  })
})

describe('one head and one layer', () => {
  const sameWeights = () => {
    set(oneHead.wte.flat(), numbers(train3.wte.flat()))
    set(oneHead.wpe.flat(), numbers(train3.wpe.flat()))
    set(oneHead.lmHead.flat(), numbers(train3.lmHead.flat()))
    for (const name of ['wq', 'wk', 'wv', 'wo', 'fc1', 'fc2'] as const)
      set(oneHead.layers[0][name].flat(), numbers(train3.layer[name].flat()))
  }

  test('from the same weights, with nHead = 1, every logit is exactly that of train3', () => {
    sameWeights()
    expect(lab.logitsOf(oneHead, marianna)).toEqual(lab.logitsOf(train3, marianna))
  })

  test('so is the loss', () => {
    sameWeights()
    const tokens = [...marianna, train4.BOS]
    expect(oneHead.forward(tokens).data).toBe(train3.forward(tokens).data)
  })

  test('four heads agree with one in position 0, where there is one key, and differ from then on', () => {
    const [four, one] = [train4, oneHead].map((stage) => lab.logitsOf(stage, marianna))
    expect(four[0]).toEqual(near(one[0]))
    for (let position = 1; position < marianna.length; position++) {
      expect(four[position], `position ${position}`).not.toEqual(near(one[position]))
    }
  })
})

describe('mlp', () => {
  test('is fc2 · relu(fc1 · x), with the weights of the layer that it is given', () => {
    const x = [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, -16]
    for (const { fc1, fc2 } of twoLayers.layers) {
      const hidden = times(fc1, x).map((h) => Math.max(0, h))
      const found = twoLayers.mlp(
        x.map((number) => new twoLayers.Value(number)),
        { ...layer, fc1, fc2 },
      )
      expect(numbers(found)).toEqual(near(times(fc2, hidden)))
    }
  })
})

describe('layers', () => {
  const { gpt, rmsnorm } = twoLayers
  const silence = ({ wo, fc2 }: Stage['layers'][0]) => set([wo, fc2].flat(2), 0)

  test('each layer has a cache of its own, empty at first', () => {
    expect(newCache()).toEqual([{ keys: [], values: [] }])
    expect(twoLayers.newCache()).toEqual([
      { keys: [], values: [] },
      { keys: [], values: [] },
    ])
  })

  test('a token leaves one key and one value in each, made with the wk and wv of that layer', () => {
    const cache = twoLayers.newCache()
    for (const [position, token] of marianna.entries()) gpt(token, position, cache)
    for (const { keys, values } of cache) expect([keys.length, values.length]).toEqual([9, 9])
    const [first, second] = cache.map(({ keys }) => numbers(keys[0]))
    expect(second).not.toEqual(first)
  })

  test('in each layer, attention and then the MLP see x normalized, and what they find is added to x', () => {
    const add = (x: Vector, y: Vector) => x.map((xi, i) => xi.add(y[i]))
    const [cache, other] = [twoLayers.newCache(), twoLayers.newCache()]
    for (const [position, token] of marianna.entries()) {
      let x = rmsnorm(add(twoLayers.wte[token], twoLayers.wpe[position]))
      for (const [i, layer] of twoLayers.layers.entries()) {
        x = add(x, twoLayers.attention(rmsnorm(x), layer, other[i]))
        x = add(x, twoLayers.mlp(rmsnorm(x), layer))
      }
      const want = times(twoLayers.lmHead, numbers(x))
      expect(numbers(gpt(token, position, cache)), `position ${position}`).toEqual(near(want))
    }
  })

  test.each([
    ['second', 1],
    ['first', 0],
  ])('with wo and fc2 of the %s of two layers 0, the model is that of the other alone', (_, silent) => {
    silence(twoLayers.layers[silent])
    for (const name of ['wte', 'wpe', 'lmHead'] as const)
      set(stage[name].flat(), numbers(twoLayers[name].flat()))
    set(Object.values(layer).flat(2), numbers(Object.values(twoLayers.layers[1 - silent]).flat(2)))
    expect(lab.logitsOf(twoLayers, marianna)).toEqual(lab.logitsOf(train4, marianna))
  })

  test('both layers count: silencing either changes the predictions', () => {
    const before = lab.logitsOf(twoLayers, marianna)
    silence(twoLayers.layers[1])
    const withFirst = lab.logitsOf(twoLayers, marianna)
    silence(twoLayers.layers[0])
    expect(withFirst).not.toEqual(before)
    expect(lab.logitsOf(twoLayers, marianna)).not.toEqual(withFirst)
  })

  test.each([
    ['with nLayer = 0', noLayers],
    ['with the only layer silenced', train4],
  ])('%s, token and position pass through to lmHead, normalized', (_, stage) => {
    stage.layers.forEach(silence)
    for (const [position, logits] of lab.logitsOf(stage, marianna).entries()) {
      const x = stage.wte[marianna[position]].map((w, i) => w.data + stage.wpe[position][i].data)
      const root = Math.sqrt(x.reduce((total, xi) => total + xi * xi, 0) / 16 + 1e-5)
      expect(logits, `position ${position}`).toEqual(near(times(stage.lmHead, x).map((l) => l / root)))
    }
  })
})

describe('four heads and two layers', () => {
  lab.causalityTests(twoLayers)
  lab.gradientTests(twoLayers)
})

describe('loss', () => lab.lossTests(stage))

describe('training', () => {
  lab.trainingTests(file)
  lab.sgdTests(stage, 0.1)
})

describe('sampling', () => lab.samplingTests(stage))

test('the stage is handed to the terminal, which samples at temperature 0.5', () => {
  const { docs, vocabSize, params, train, sample } = train4
  expect(run).toHaveBeenCalledWith({ docs, vocabSize, params, train, sample, temperature: 0.5 })
})
