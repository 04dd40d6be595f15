// What must be true of train2, where autograd finds the gradients, in the order of its file. Every derivative is
// held to one found in another way: by hand, from the value a little above and below, or by train1.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'lab'
import { documents, random, run } from 'prelude'
import * as train1 from 'train1'
import { afterAll, describe, expect, test, vi } from 'vitest'
import * as train2 from './train2.ts'

vi.mock('prelude', async (original) => ({ ...(await original<object>()), run: vi.fn() }))

const { Value, dot, softmax, sum } = train2
type Value = train2.Value

const folder = mkdtempSync(join(tmpdir(), 'train2-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A fresh copy of the stage, untrained, with these documents as its data. */
function withDocs(docs: string[], seed = 42, replace: Record<string, string> = {}): typeof train2 {
  const data = join(folder, 'docs.txt')
  writeFileSync(data, docs.join('\n'))
  return load<typeof train2>(new URL('train2.ts', import.meta.url), { data, seed, replace })
}

/**
 * A copy with its weights set by hand: the logit of what follows a token as given, '' being BOS, and 0 for others.
 * Each token has its 1 in one place of its embedding and of the hidden layer; fc2 takes the logits from there.
 */
function setByHand(follows: Record<string, string>, logit: number): typeof train2 {
  const stage = withDocs([Object.entries(follows).flat().join('')])
  const { BOS, encode, wte, fc1, fc2, params } = stage
  for (const p of params) p.data = 0
  for (const [char, next] of Object.entries(follows)) {
    const [token = BOS] = encode(char)
    const [nextToken = BOS] = encode(next)
    wte[token][token].data = 1
    fc1[token][token].data = 1
    fc2[nextToken][token].data = logit
  }
  return stage
}

/** BOS→a, a→b and b→BOS have probability 1/2, all others 1/4, as in train0 after one "ab": e ** logits are 2:1:1. */
const likeTrain0AfterAb = () => setByHand({ '': 'a', a: 'b', b: '' }, Math.log(2))

/** What the model sees of a document: its tokens between two BOS. */
const tokensOf = ({ BOS, encode }: Tokenizer, doc: string) => [BOS, ...encode(doc), BOS]
type Tokenizer = Pick<typeof train2, 'BOS' | 'encode'>

type Params = { data: number; grad: number }[]
const dataOf = ({ params }: { params: Params }) => params.map((p) => p.data)
const gradsOf = ({ params }: { params: Params }) => params.map((p) => p.grad)

/** The gradient after `backward`; the gradients of the parameters are 0 before and after. */
function gradient({ params }: { params: Params }, backward: () => void): number[] {
  backward()
  const grads = gradsOf({ params })
  for (const p of params) p.grad = 0
  return grads
}

/** Hold one number for each parameter to another, and say which differ, such as fc1[3][0]. */
function expectForEachParam(
  { wte, fc1, fc2 }: typeof train2,
  got: number[],
  want: number[],
  isClose: (got: number, want: number) => boolean,
) {
  const names = Object.entries({ wte, fc1, fc2 }).flatMap(([name, matrix]) =>
    matrix.flatMap((row, i) => row.map((_, j) => `${name}[${i}][${j}]`)),
  )
  expect(got).toHaveLength(names.length)
  const differing = names.flatMap((name, i) =>
    isClose(got[i], want[i]) ? [] : [`${name}: got ${got[i]}, want ${want[i]}`],
  )
  const wrong = `${differing.length} of ${names.length} parameters, the first of them`
  expect(differing.slice(0, 5), wrong).toEqual([])
}

/** How far a number is from another: relative to that one, or absolute where that one is below 1. */
const off = (got: number, want: number) => Math.abs(got - want) / Math.max(1, Math.abs(want))
/** Both stages add up in the same order, so that they differ by rounding at most: 1e-12 of the number. */
const same = (got: number, want: number) => Math.abs(got - want) <= 1e-12 * Math.max(Math.abs(want), 1e-6)
/** A difference that comes from rounding data once: data are below 1, where doubles are 1e-16 apart. */
const rounded = (got: number, want: number) => Math.abs(got - want) <= 1e-15

const alphabet = [...'abcdefghijklmnopqrstuvwxyz']

describe('documents', () => {
  test('are all the lines of the file, in another order', () => {
    const { docs } = withDocs(alphabet)
    expect(docs, 'in another order').not.toEqual(alphabet)
    expect([...docs].sort(), 'all of them').toEqual(alphabet)
  })
  test('are in the same order for the same seed, and in another for another seed', () => {
    const { docs } = withDocs(alphabet, 1)
    expect(withDocs(alphabet, 1).docs, 'with seed 1 again').toEqual(docs)
    expect(withDocs(alphabet, 2).docs, 'with seed 2').not.toEqual(docs)
  })
  test('of the starter list are all there', () => {
    expect([...train2.docs].sort()).toEqual(documents('names-starter').sort())
  })
})

describe('tokenizer', () => {
  test('"cab" and "bad" have the characters a, b, c, d: tokens 0 to 3, and BOS is 4', () => {
    const { chars, BOS, vocabSize } = withDocs(['cab', 'bad'])
    expect(chars).toEqual(['a', 'b', 'c', 'd'])
    expect(BOS, 'BOS, after the last character').toBe(4)
    expect(vocabSize, 'the characters and BOS').toBe(5)
  })
  test('names have 27 tokens: a to z, and BOS is 26', () => {
    expect(train2.chars).toEqual(alphabet)
    expect(train2.BOS).toBe(26)
    expect(train2.vocabSize).toBe(27)
  })
  test('encode gives a token for each character, decode gives the text back', () => {
    expect(train2.encode('abz')).toEqual([0, 1, 25])
    expect(train2.decode([25, 1, 0])).toBe('zba')
    const back = train2.docs.map((doc) => train2.decode(train2.encode(doc)))
    expect(back, 'all documents, there and back').toEqual(train2.docs)
  })
  test('an emoji is one token, and so is a Chinese character', () => {
    const { chars, encode, decode } = withDocs(['a語😀😀'])
    expect(chars).toEqual(['a', '語', '😀'])
    expect(encode('😀語a')).toEqual([2, 1, 0])
    expect(decode([2, 1, 0])).toBe('😀語a')
  })
})

describe('Value', () => {
  test('a new one is its number, with the gradient 0', () => {
    const a = new Value(2)
    expect(a.data).toBe(2)
    expect(a.grad).toBe(0)
  })
  test('with a = 2 and b = 3, L = a·b + a is 8, dL/da = b + 1 = 4 and dL/db = a = 2', () => {
    const [a, b] = [new Value(2), new Value(3)]
    const L = a.mul(b).add(a)
    expect(L.data).toBe(8)
    L.backward()
    expect(L.grad, 'dL/dL').toBe(1)
    expect(a.grad, 'dL/da').toBe(4)
    expect(b.grad, 'dL/db').toBe(2)
  })
  test('the gradient waits for backward: until then it is 0', () => {
    const a = new Value(2)
    a.mul(3).add(a)
    expect(a.grad).toBe(0)
  })
  test('an operation makes a new value and leaves its inputs as they are', () => {
    const [a, b] = [new Value(2), new Value(3)]
    a.add(b).mul(a).div(b).pow(2).log().exp().neg().relu().backward()
    expect([a.data, b.data]).toEqual([2, 3])
  })

  const anywhere = [
    [2, 3],
    [-1.5, 0.5],
    [0.25, -2],
    [-3, -0.1],
    [1e-3, 1],
    [-1e-3, -1e-3],
    [0, 2],
    [0, 0],
  ]
  const apartFromZero = anywhere.filter(([a]) => a !== 0)
  const aboveZero = [[2], [0.3], [1], [1e-3], [1e-8]]
  type Operation = [string, (...x: Value[]) => Value, (...x: number[]) => number, places: number[][]]
  const operations: Operation[] = [
    ['a + b', (a, b) => a.add(b), (a, b) => a + b, anywhere],
    ['a + 3', (a) => a.add(3), (a) => a + 3, anywhere],
    ['a + a', (a) => a.add(a), (a) => a + a, anywhere],
    ['a · b', (a, b) => a.mul(b), (a, b) => a * b, anywhere],
    ['a · 3', (a) => a.mul(3), (a) => a * 3, anywhere],
    ['a · a', (a) => a.mul(a), (a) => a * a, anywhere],
    ['-a', (a) => a.neg(), (a) => -a, anywhere],
    ['b / a', (a, b) => b.div(a), (a, b) => b / a, apartFromZero],
    ['a / 4', (a) => a.div(4), (a) => a / 4, anywhere],
    ['a / a', (a) => a.div(a), (a) => a / a, apartFromZero],
    ['a ** 2', (a) => a.pow(2), (a) => a * a, anywhere],
    ['a ** 3', (a) => a.pow(3), (a) => a * a * a, anywhere],
    ['a ** 1', (a) => a.pow(1), (a) => a, anywhere],
    ['a ** -1', (a) => a.pow(-1), (a) => 1 / a, apartFromZero],
    ['a ** -2', (a) => a.pow(-2), (a) => 1 / (a * a), apartFromZero],
    ['a ** 0.5', (a) => a.pow(0.5), (a) => Math.sqrt(a), aboveZero],
    ['log a', (a) => a.log(), (a) => Math.log(a), aboveZero],
    ['exp a', (a) => a.exp(), (a) => Math.exp(a), anywhere],
    ['relu a', (a) => a.relu(), (a) => Math.max(a, 0), apartFromZero],
    ['the sum of a alone', (a) => sum([a]), (a) => a, anywhere],
    ['the sum of a, b and a', (a, b) => sum([a, b, a]), (a, b) => a + b + a, anywhere],
    ['[a] · [b]', (a, b) => dot([a], [b]), (a, b) => a * b, anywhere],
    ['[a, b] · [b, 5]', (a, b) => dot([a, b], [b, new Value(5)]), (a, b) => a * b + b * 5, anywhere],
    ['[a, b] · [a, b]', (a, b) => dot([a, b], [a, b]), (a, b) => a * a + b * b, anywhere],
    [
      'e ** (a · b) / (a + 9)',
      (a, b) => a.mul(b).exp().div(a.add(9)),
      (a, b) => Math.exp(a * b) / (a + 9),
      anywhere,
    ],
  ]
  // Central differences with h = x / 10,000 err by some (h/x)² = 1e-8 of the slope, rounding adds 1e-12.
  test.each(operations)('%s has its value, and the slope of its curve as gradient', (_, f, g, places) => {
    for (const place of places) {
      const inputs = place.map((x) => new Value(x))
      const result = f(...inputs)
      expect(off(result.data, g(...place)), `at ${place}: value ${result.data}, off by`).toBeLessThan(1e-12)
      result.backward()
      for (const [i, { grad }] of inputs.slice(0, f.length).entries()) {
        const h = Math.abs(place[i]) / 10_000 || 1e-4
        const moved = (step: number) => g(...place.map((x, j) => (i === j ? x + step : x)))
        const slope = (moved(h) - moved(-h)) / (2 * h)
        const what = `at ${place}, input ${i + 1}: gradient ${grad}, slope ${slope}, off by`
        expect(off(grad, slope), what).toBeLessThan(1e-6)
      }
    }
  })
  test('relu passes the gradient on above 0, and nothing at 0 or below', () => {
    for (const [x, want] of [
      [5, 1],
      [1e-300, 1],
      [0, 0],
      [-1e-300, 0],
      [-5, 0],
    ]) {
      const a = new Value(x)
      a.relu().backward()
      expect(a.grad, `the gradient at ${x}`).toBe(want)
    }
    expect(new Value(0).relu().data).toBe(0)
  })
  test('the sum of no values, and the dot product of no values, are 0 and go backward', () => {
    for (const nothing of [sum([]), dot([], [])]) {
      expect(nothing.data).toBe(0)
      nothing.backward()
      expect(nothing.grad).toBe(1)
    }
  })
})

describe('backward', () => {
  test('a value used twice gets both gradients: b = a + a and c = b + b give dc/da = 4', () => {
    const a = new Value(3)
    const b = a.add(a)
    const c = b.add(b)
    c.backward()
    expect(c.data).toBe(12)
    expect(b.grad, 'dc/db').toBe(2)
    expect(a.grad, 'dc/da').toBe(4)
  })
  // In both orders, as a naive walk, which goes on to a's as soon as it comes to b, may be right in one by luck.
  // On b + c it gives 2 if it goes through b once, before c has added its share, and 12 if through b each time.
  test.each(['b + c', 'c + b'])(
    'goes through a value after all that use it: b = 2a, c = b + b, d = %s has dd/da = 6',
    (sum) => {
      const a = new Value(1)
      const b = a.mul(2)
      const c = b.add(b)
      const d = sum === 'b + c' ? b.add(c) : c.add(b)
      d.backward()
      expect(d.data).toBe(6)
      expect(b.grad, 'dd/db: 1 directly, 2 through c').toBe(3)
      expect(a.grad, 'dd/da').toBe(6)
    },
  )
  test('a long way round counts as much as the short one: x + (((x + 1) + 1) ... + 1) has the gradient 2', () => {
    const x = new Value(1)
    const y = x.mul(1)
    let long = y
    for (let i = 0; i < 10; i++) long = long.add(1)
    y.add(long).backward()
    expect(x.grad).toBe(2)
  })
  test('goes through each value once: doubled 15 times, x has the gradient 2 ** 15', () => {
    const x = new Value(1)
    let y = x
    for (let i = 0; i < 15; i++) y = y.add(y)
    y.backward()
    expect(x.grad).toBe(2 ** 15)
  })
  test('run again after the gradients were set to 0, it gives the same ones', () => {
    const [a, b] = [new Value(2), new Value(3)]
    const product = a.mul(b)
    const L = product.add(a)
    for (const _ of [1, 2, 3]) {
      for (const value of [a, b, product, L]) value.grad = 0
      L.backward()
      expect([a.grad, b.grad, product.grad, L.grad]).toEqual([4, 2, 1, 1])
    }
  })
  test('two results that share a value add to its gradient', () => {
    const [a, b] = [new Value(2), new Value(3)]
    a.mul(b).backward()
    a.add(b).backward()
    expect(a.grad, 'b = 3 from a · b, and 1 from a + b').toBe(4)
  })
  test('starts from the value it is called on: what was made from that later gets nothing', () => {
    const a = new Value(2)
    const b = a.mul(3)
    const later = b.mul(5)
    b.backward()
    expect(a.grad).toBe(3)
    expect(later.grad).toBe(0)
  })
  test('a chain of 2,000 values does not overflow the stack', () => {
    const x = new Value(0)
    let y = x
    for (let i = 0; i < 2000; i++) y = y.add(1)
    y.backward()
    expect(y.data).toBe(2000)
    expect(x.grad).toBe(1)
  })
})

describe('parameters', () => {
  const { wte, fc1, fc2, params } = train2

  test('are 27 × 16 + 64 × 16 + 27 × 64 = 3184 values in three matrices', () => {
    const shape = (matrix: unknown[][]) => [matrix.length, ...new Set(matrix.map((row) => row.length))]
    expect(shape(wte), 'wte: rows and columns').toEqual([27, 16])
    expect(shape(fc1), 'fc1: rows and columns').toEqual([64, 16])
    expect(shape(fc2), 'fc2: rows and columns').toEqual([27, 64])
    expect(params).toHaveLength(3184)
    expect(params[0], 'params has the very objects of the matrices').toBe(wte[0][0])
    expect(params[27 * 16], 'fc1 comes after wte').toBe(fc1[0][0])
    expect(params[3183], 'fc2 comes last').toBe(fc2[26][63])
    expect(
      params.every((p) => p instanceof Value),
      'values, all of them',
    ).toBe(true)
  })
  test('importing the stage trains nothing: they are as drawn, after the shuffle, from gauss(0, 0.08)', () => {
    random.seed(42)
    random.shuffle(documents('names-starter'))
    const drawn = params.map(() => random.gauss(0, 0.08))
    expectForEachParam(train2, dataOf(train2), drawn, Object.is)
  })
  test('have the gradient 0 before training', () => {
    expectForEachParam(
      train2,
      gradsOf(train2),
      params.map(() => 0),
      Object.is,
    )
  })
  test('are the same as those of train1', () => {
    expect(train2.docs).toEqual(train1.docs)
    expectForEachParam(train2, dataOf(train2), dataOf(train1), Object.is)
  })
})

describe('softmax', () => {
  const probsOf = (logits: number[]) => softmax(logits.map((logit) => new Value(logit))).map((p) => p.data)

  test('of the logarithms of 1, 2 and 3 is 1/6, 2/6 and 3/6', () => {
    const probs = probsOf([Math.log(1), Math.log(2), Math.log(3)])
    expect(probs).toHaveLength(3)
    for (const [i, p] of probs.entries()) expect(p).toBeCloseTo((i + 1) / 6, 12)
  })
  test('sums to 1, and leaves the order as it was', () => {
    const [a, b, c, d] = probsOf([0.3, -2, 5, 0.31])
    expect(a + b + c + d).toBeCloseTo(1, 12)
    expect([b, a, d, c]).toEqual([a, b, c, d].sort((p, q) => p - q))
  })
  test('does not change when the same number is added to all logits', () => {
    const probs = probsOf([101, 103, 102])
    for (const [i, p] of probsOf([1, 3, 2]).entries()) expect(p).toBeCloseTo(probs[i], 12)
  })
  test('of huge logits neither overflows nor vanishes', () => {
    expect(probsOf([1000, 1000])).toEqual([1 / 2, 1 / 2])
    expect(probsOf([1000, 0, -1000])).toEqual([1, 0, 0])
    expect(probsOf([-1000, -1000])).toEqual([1 / 2, 1 / 2])
  })
  test('-log(p) pushes the right logit up by 1 - p and the others down by p', () => {
    const logits = [1, 2, 3].map((x) => new Value(Math.log(x)))
    softmax(logits)[2].log().neg().backward()
    for (const [i, want] of [1 / 6, 2 / 6, 3 / 6 - 1].entries()) {
      expect(logits[i].grad, `the gradient of logit ${i}`).toBeCloseTo(want, 12)
    }
  })
})

describe('model', () => {
  const numbers = (values: Value[]) => values.map((value) => value.data)

  test('with all weights 0 it gives logits 0, probabilities 1/27 and the loss ln 27', () => {
    const stage = withDocs(alphabet)
    for (const p of stage.params) p.data = 0
    for (let token = 0; token < 27; token++) {
      const logits = stage.mlp(token)
      expect(numbers(logits)).toEqual(new Array(27).fill(0))
      for (const p of stage.softmax(logits)) expect(p.data).toBeCloseTo(1 / 27, 15)
    }
    expect(stage.forward(tokensOf(stage, 'abc')).data).toBeCloseTo(Math.log(27), 12)
  })
  test('a = [1, 2] through fc1 = [3, 4], [-5, 0] is [11, -5]; relu makes it [11, 0]; fc2 makes it [22, -11, 0]', () => {
    const { wte, fc1, fc2, mlp, params } = withDocs(['ab'])
    for (const p of params) p.data = 0
    wte[0][0].data = 1
    wte[0][1].data = 2
    fc1[0][0].data = 3
    fc1[0][1].data = 4
    fc1[1][0].data = -5
    fc2[0][0].data = 2
    fc2[1][0].data = -1
    fc2[1][1].data = 100 // times 0, as relu has taken the -5
    expect(numbers(mlp(0))).toEqual([22, -11, 0])
  })
  test('a unit that relu has cut off passes nothing back', () => {
    const { wte, fc1, fc2, BOS, forward } = withDocs(['ab'])
    for (const p of wte[BOS]) p.data = 1
    for (const p of fc1[0]) p.data = -1 // -16: cut off
    for (const p of fc1[1]) p.data = 1 // 16: alive
    forward([BOS, BOS]).backward()
    const isZero = (p: { grad: number }) => p.grad === 0
    expect(fc1[0].every(isZero), 'cut off: all gradients of fc1[0] are 0').toBe(true)
    expect(fc1[1].some(isZero), 'alive: none of fc1[1] is').toBe(false)
    expect(isZero(fc2[0][0]), 'cut off: nothing reaches fc2[0][0]').toBe(true)
    expect(isZero(fc2[0][1]), 'alive: something reaches fc2[0][1]').toBe(false)
  })
})

describe('loss', () => {
  test('is a value, with the number that train1 gives', () => {
    for (const doc of ['', 'a', ...train2.docs.slice(0, 10)]) {
      const loss = train2.forward(tokensOf(train2, doc))
      expect(loss, `the loss of "${doc}"`).toBeInstanceOf(Value)
      const want = train1.forward(tokensOf(train1, doc))
      expect(off(loss.data, want), `"${doc}": got ${loss.data}, want ${want}, off by`).toBeLessThan(1e-12)
    }
  })
  test('is the average of -log(probability) over the tokens to predict, BOS at the end included', () => {
    const stage = likeTrain0AfterAb()
    const loss = (doc: string) => stage.forward(tokensOf(stage, doc)).data
    expect(loss(''), 'BOS at once: 1/4').toBeCloseTo(Math.log(4), 12)
    expect(loss('ab'), 'a, b, BOS: 1/2 each').toBeCloseTo(Math.log(2), 12)
    expect(loss('b'), 'b 1/4, BOS 1/2').toBeCloseTo((Math.log(4) + Math.log(2)) / 2, 12)
    expect(loss('ba'), 'b, a, BOS: 1/4 each').toBeCloseTo(Math.log(4), 12)
  })
  test('computing it leaves parameters and gradients alone', () => {
    const stage = withDocs(['ab'])
    const before = dataOf(stage)
    stage.forward(tokensOf(stage, 'ab'))
    expectForEachParam(stage, dataOf(stage), before, Object.is)
    expectForEachParam(
      stage,
      gradsOf(stage),
      before.map(() => 0),
      Object.is,
    )
  })
})

describe('autograd and train1', () => {
  test('give the same gradient for every parameter, for each of the first five documents', () => {
    for (const doc of train2.docs.slice(0, 5)) {
      const tokens = tokensOf(train2, doc)
      const got = gradient(train2, () => train2.forward(tokens).backward())
      const want = gradient(train1, () => train1.backward(tokens))
      expectForEachParam(train2, got, want, same)
    }
  })
  test('stay together for 50 steps: the same losses, the same parameters, and then the same samples', () => {
    const here = load<typeof train2>(new URL('train2.ts', import.meta.url))
    const there = load<typeof train1>(new URL('../train1/train1.ts', import.meta.url))
    const want = [...there.train(50)]
    const got = [...here.train(50)]
    const differing = want.flatMap((loss, i) => (same(got[i], loss) ? [] : [i + 1]))
    expect(got).toHaveLength(50)
    expect(differing, 'the steps whose loss differs').toEqual([])
    expectForEachParam(here, dataOf(here), dataOf(there), same)
    const samples = ({ sample }: { sample: typeof train1.sample }) => {
      random.seed(1)
      return Array.from({ length: 20 }, () => sample(0.5))
    }
    expect(samples(here)).toEqual(samples(there))
  })
})

describe('training', () => {
  test('one step moves each parameter by -1 × its gradient', () => {
    const stage = withDocs(train2.docs)
    const before = dataOf(stage)
    const grads = gradient(stage, () => stage.forward(tokensOf(stage, stage.docs[0])).backward())
    stage.train(1).next()
    const want = before.map((data, i) => data - grads[i])
    expectForEachParam(stage, dataOf(stage), want, rounded)
  })
  test('the learning rate falls in a line: in four steps it is 1, 3/4, 1/2 and 1/4', () => {
    const stage = withDocs(['abba', 'b', 'cab'])
    const steps = stage.train(4)
    for (const [step, rate] of [1, 3 / 4, 1 / 2, 1 / 4].entries()) {
      const before = dataOf(stage)
      const grads = gradient(stage, () => stage.forward(tokensOf(stage, stage.docs[step % 3])).backward())
      steps.next()
      const want = before.map((data, i) => data - rate * grads[i])
      expectForEachParam(stage, dataOf(stage), want, rounded)
    }
  })
  test('the gradients are 0 again after each step', () => {
    const stage = withDocs(['abba', 'b', 'cab'])
    const zeros = stage.params.map(() => 0)
    for (const _ of stage.train(4)) expectForEachParam(stage, gradsOf(stage), zeros, Object.is)
  })
  test('takes the documents in order, gives the loss before the step, and begins again after the last', () => {
    const stage = withDocs(['a', 'bb', 'ccc'])
    const steps = stage.train(7)
    for (let step = 0; step < 7; step++) {
      const doc = stage.docs[step % 3]
      const loss = stage.forward(tokensOf(stage, doc)).data
      expect(steps.next().value, `step ${step + 1}, on "${doc}"`).toBeCloseTo(loss, 12)
    }
    expect(steps.next().done, 'no eighth step').toBe(true)
  })
  test('gives one loss for each step, a plain number, and none for no steps', () => {
    const { train } = withDocs(['ab', 'ba', 'b'])
    expect([...train(0)]).toEqual([])
    expect([...train(1)]).toEqual([expect.any(Number)])
    expect([...train(7)]).toHaveLength(7)
  })
  test('stops when told: a loop left after one of 1,000 steps has trained for one', () => {
    const [left, right] = [withDocs(['ab', 'ba']), withDocs(['ab', 'ba'])]
    for (const _ of left.train(1000)) break
    right.train(1000).next()
    expectForEachParam(left, dataOf(left), dataOf(right), Object.is)
  })
  test('200 steps on "ab" teach it that a begins, b follows and BOS ends', () => {
    const stage = withDocs(['ab'])
    expect([...stage.train(200)]).toHaveLength(200)
    const [a, b, BOS] = [0, 1, 2]
    const probability = (token: number, next: number) => stage.softmax(stage.mlp(token))[next].data
    expect(probability(BOS, a), 'a at the start').toBeGreaterThan(0.9)
    expect(probability(a, b), 'b after a').toBeGreaterThan(0.9)
    expect(probability(b, BOS), 'BOS after b').toBeGreaterThan(0.9)
    expect(stage.sample(0.1)).toBe('ab')
  })
  test('learns from a document of 10,000 characters', () => {
    // in a narrow model: the graph of the whole one would take 870 MB
    const stage = withDocs(['ab'.repeat(5000)], 42, { 'nEmbd = 16': 'nEmbd = 2' })
    const before = dataOf(stage)
    const [loss] = stage.train(1)
    expect(loss, 'untrained, with three tokens: about ln 3').toBeCloseTo(Math.log(3), 1)
    expect(dataOf(stage)).not.toEqual(before)
  })
})

describe('sampling', () => {
  /**
   * Draw 1,000 texts, seeded, so the same ones on every run; what is returned holds the share of a text to its
   * probability. A share strays by less than four standard deviations, sqrt(p (1 - p) / 1000): at most 0.063.
   */
  function draw(temperature: number) {
    const { sample } = likeTrain0AfterAb()
    random.seed(1)
    const texts = Array.from({ length: 1000 }, () => sample(temperature))
    return function expectShare(text: string, p: number) {
      const share = texts.filter((drawn) => drawn === text).length / texts.length
      const strays = `"${text}" came with a share of ${share}, not ${p}: off by`
      expect(Math.abs(share - p), strays).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 1000))
    }
  }

  test('at temperature 1 a text comes with its probability: "" 1/4, "a", "b" and "ab" 1/8, "ba" 1/64', () => {
    const expectShare = draw(1)
    expectShare('', 1 / 4) // BOS
    expectShare('a', 1 / 8) // a 1/2, BOS 1/4
    expectShare('b', 1 / 8) // b 1/4, BOS 1/2
    expectShare('ab', 1 / 8) // 1/2 each
    expectShare('ba', 1 / 64) // 1/4 each
  })
  test('at temperature 1/2 the probabilities are squared: 2:1:1 becomes 4:1:1, and "ab" has (4/6)³', () => {
    const expectShare = draw(0.5)
    expectShare('', 1 / 6)
    expectShare('ab', (4 / 6) ** 3)
  })
  test('at a temperature near 0 the most likely token is certain: "ab", whose b is followed by BOS', () => {
    const { sample } = likeTrain0AfterAb()
    for (let i = 0; i < 100; i++) expect(sample(1e-4)).toBe('ab')
  })
  test('begins with the prompt and goes on from its last character', () => {
    const { sample } = setByHand({ a: 'b', b: '', c: 'd', d: '' }, 1)
    for (const prompt of ['a', 'bb', 'dada']) expect(sample(1, prompt).slice(0, prompt.length)).toBe(prompt)
    expect(sample(0.01, 'a')).toBe('ab')
    expect(sample(0.01, 'c')).toBe('cd')
    expect(sample(0.01, 'ac')).toBe('acd')
  })
  test('stops after 16 characters, those of the prompt included', () => {
    const { sample } = setByHand({ '': 'a', a: 'b', b: 'a' }, 5)
    const sixteen = 'ab'.repeat(8)
    expect(sample(0.01)).toBe(sixteen)
    expect(sample(0.01, 'ababa')).toBe(sixteen)
    expect(sample(0.01, sixteen)).toBe(sixteen)
    random.seed(1)
    const lengths = Array.from({ length: 100 }, () => sample(1).length)
    expect(Math.max(...lengths), 'the longest of 100').toBe(16)
  })
  test('counts characters, not what JavaScript calls length: 16 emoji', () => {
    const { sample } = setByHand({ '😀': '😀' }, 1)
    expect(sample(0.01, '😀')).toBe('😀'.repeat(16))
  })
  test('changes nothing', () => {
    const stage = likeTrain0AfterAb()
    const before = dataOf(stage)
    stage.sample(1)
    expectForEachParam(stage, dataOf(stage), before, Object.is)
    expectForEachParam(
      stage,
      gradsOf(stage),
      before.map(() => 0),
      Object.is,
    )
  })
})

test('the last line hands the stage to its terminal, with temperature 1/2', () => {
  const { docs, vocabSize, params, train, sample } = train2
  expect(run).toHaveBeenCalledWith({ docs, vocabSize, params, train, sample, temperature: 0.5 })
})
