// What must be true of train1, the neural network with its gradients by hand, in the order of its file. What a
// gradient should be is known from elsewhere: the loss, with one parameter a little higher and a little lower.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'lab'
import { documents, random, run } from 'prelude'
import { afterAll, describe, expect, test, vi } from 'vitest'
import * as train1 from './train1.ts'

vi.mock('prelude', async (original) => ({ ...(await original<object>()), run: vi.fn() }))

const folder = mkdtempSync(join(tmpdir(), 'train1-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A fresh copy of the stage, untrained, with these documents as its data. */
function withDocs(docs: string[], seed = 42): typeof train1 {
  const data = join(folder, 'docs.txt')
  writeFileSync(data, docs.join('\n'))
  return load<typeof train1>(new URL('train1.ts', import.meta.url), { data, seed })
}

/** The same, with weights as large as training makes them: gradients are larger then, and curves bend more. */
function withLargeWeights(docs: string[]): typeof train1 {
  const stage = withDocs(docs)
  for (const p of stage.params) p.data *= 5
  return stage
}

/**
 * A copy with its weights set by hand: the logit of what follows a token as given, '' being BOS, and 0 for others.
 * Each token has its 1 in one place of its embedding and of the hidden layer; fc2 takes the logits from there.
 */
function setByHand(follows: Record<string, string>, logit: number): typeof train1 {
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
const tokensOf = ({ BOS, encode }: typeof train1, doc: string) => [BOS, ...encode(doc), BOS]

const dataOf = ({ params }: typeof train1) => params.map((p) => p.data)
const gradsOf = ({ params }: typeof train1) => params.map((p) => p.grad)

/** The gradient of the loss of these tokens, by the stage's `backward`; the gradients are 0 before and after. */
function gradient(stage: typeof train1, tokens: number[]): number[] {
  stage.backward(tokens)
  const grads = gradsOf(stage)
  for (const p of stage.params) p.grad = 0
  return grads
}

/** The same, from the loss alone: how it changes between a little below the parameter and a little above. */
function centralDifferences({ params, forward }: typeof train1, tokens: number[]): number[] {
  const h = 1e-5
  return params.map((p) => {
    const old = p.data
    p.data = old + h
    const above = forward(tokens)
    p.data = old - h
    const below = forward(tokens)
    p.data = old
    return (above - below) / (2 * h)
  })
}

/** Hold one number for each parameter to another, and say which differ, such as fc1[3][0]. */
function expectForEachParam(
  { wte, fc1, fc2 }: typeof train1,
  got: number[],
  want: number[],
  tolerance: number,
) {
  const names = Object.entries({ wte, fc1, fc2 }).flatMap(([name, matrix]) =>
    matrix.flatMap((row, i) => row.map((_, j) => `${name}[${i}][${j}]`)),
  )
  expect(got).toHaveLength(names.length)
  const differing = names.flatMap((name, i) =>
    Math.abs(got[i] - want[i]) <= tolerance ? [] : [`${name}: got ${got[i]}, want ${want[i]}`],
  )
  const wrong = `${differing.length} of ${names.length} parameters, the first of them`
  expect(differing.slice(0, 5), wrong).toEqual([])
}

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
    expect([...train1.docs].sort()).toEqual(documents('names-starter').sort())
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
    expect(train1.chars).toEqual(alphabet)
    expect(train1.BOS).toBe(26)
    expect(train1.vocabSize).toBe(27)
  })
  test('encode gives a token for each character, decode gives the text back', () => {
    expect(train1.encode('abz')).toEqual([0, 1, 25])
    expect(train1.decode([25, 1, 0])).toBe('zba')
    const back = train1.docs.map((doc) => train1.decode(train1.encode(doc)))
    expect(back, 'all documents, there and back').toEqual(train1.docs)
  })
  test('an emoji is one token, and so is a Chinese character', () => {
    const { chars, encode, decode } = withDocs(['a語😀😀'])
    expect(chars).toEqual(['a', '語', '😀'])
    expect(encode('😀語a')).toEqual([2, 1, 0])
    expect(decode([2, 1, 0])).toBe('😀語a')
  })
})

describe('parameters', () => {
  const { wte, fc1, fc2, params } = train1

  test('are 27 × 16 + 64 × 16 + 27 × 64 = 3184 numbers in three matrices', () => {
    const shape = (matrix: unknown[][]) => [matrix.length, ...new Set(matrix.map((row) => row.length))]
    expect(shape(wte), 'wte: rows and columns').toEqual([27, 16])
    expect(shape(fc1), 'fc1: rows and columns').toEqual([64, 16])
    expect(shape(fc2), 'fc2: rows and columns').toEqual([27, 64])
    expect(params).toHaveLength(3184)
    expect(params[0], 'params has the very objects of the matrices').toBe(wte[0][0])
    expect(params[27 * 16], 'fc1 comes after wte').toBe(fc1[0][0])
    expect(params[3183], 'fc2 comes last').toBe(fc2[26][63])
  })
  test('importing the stage trains nothing: they are as drawn, after the shuffle, from gauss(0, 0.08)', () => {
    random.seed(42)
    random.shuffle(documents('names-starter'))
    const drawn = params.map(() => random.gauss(0, 0.08))
    expectForEachParam(train1, dataOf(train1), drawn, 0)
  })
  test('have the gradient 0 before training', () => {
    expectForEachParam(
      train1,
      gradsOf(train1),
      params.map(() => 0),
      0,
    )
  })
})

describe('softmax', () => {
  const { softmax } = train1

  test('of the logarithms of 1, 2 and 3 is 1/6, 2/6 and 3/6', () => {
    const probs = softmax([Math.log(1), Math.log(2), Math.log(3)])
    expect(probs).toHaveLength(3)
    for (const [i, p] of probs.entries()) expect(p).toBeCloseTo((i + 1) / 6, 12)
  })
  test('sums to 1, and leaves the order as it was', () => {
    const [a, b, c, d] = softmax([0.3, -2, 5, 0.31])
    expect(a + b + c + d).toBeCloseTo(1, 12)
    expect([b, a, d, c]).toEqual([a, b, c, d].sort((p, q) => p - q))
  })
  test('does not change when the same number is added to all logits', () => {
    const probs = softmax([101, 103, 102])
    for (const [i, p] of softmax([1, 3, 2]).entries()) expect(p).toBeCloseTo(probs[i], 12)
  })
  test('of huge logits neither overflows nor vanishes', () => {
    expect(softmax([1000, 1000])).toEqual([1 / 2, 1 / 2])
    expect(softmax([1000, 0, -1000])).toEqual([1, 0, 0])
    expect(softmax([-1000, -1000])).toEqual([1 / 2, 1 / 2])
  })
})

describe('model', () => {
  test('with all weights 0 it gives logits 0, probabilities 1/27 and the loss ln 27', () => {
    const stage = withDocs(alphabet)
    for (const p of stage.params) p.data = 0
    for (let token = 0; token < 27; token++) {
      const logits = stage.mlp(token)
      expect(logits).toEqual(new Array(27).fill(0))
      for (const p of stage.softmax(logits)) expect(p).toBeCloseTo(1 / 27, 15)
    }
    expect(stage.forward(tokensOf(stage, 'abc'))).toBeCloseTo(Math.log(27), 12)
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
    expect(mlp(0)).toEqual([22, -11, 0])
  })
  test('gives the same logits after the same token, and others after another', () => {
    const { mlp } = train1
    expect(mlp(0)).toEqual(mlp(0))
    expect(mlp(0)).not.toEqual(mlp(1))
  })
})

describe('loss', () => {
  test('is the average of -log(probability) over the tokens to predict, BOS at the end included', () => {
    const stage = likeTrain0AfterAb()
    const loss = (doc: string) => stage.forward(tokensOf(stage, doc))
    expect(loss(''), 'BOS at once: 1/4').toBeCloseTo(Math.log(4), 12)
    expect(loss('ab'), 'a, b, BOS: 1/2 each').toBeCloseTo(Math.log(2), 12)
    expect(loss('b'), 'b 1/4, BOS 1/2').toBeCloseTo((Math.log(4) + Math.log(2)) / 2, 12)
    expect(loss('ba'), 'b, a, BOS: 1/4 each').toBeCloseTo(Math.log(4), 12)
  })
  test('computing it leaves parameters and gradients alone', () => {
    const stage = withDocs(['ab'])
    const before = dataOf(stage)
    stage.forward(tokensOf(stage, 'ab'))
    expectForEachParam(stage, dataOf(stage), before, 0)
    expectForEachParam(
      stage,
      gradsOf(stage),
      before.map(() => 0),
      0,
    )
  })
})

// How near is near? Central differences with h = 1e-5 err by less than 1e-10: the loss is rounded to a few 1e-16,
// which the division by 2h makes some 1e-11, and a curve that bends adds about h² / 6. So 1e-9, where the largest
// gradients are 0.01 to 0.6. One-sided differences err by h / 2 times the bend, some 2e-6 here. So 1e-5.
describe('gradient', () => {
  test('backward gives the slope of the loss for every one of 3184 parameters', () => {
    const tokens = tokensOf(train1, train1.docs[0])
    expectForEachParam(train1, gradient(train1, tokens), centralDifferences(train1, tokens), 1e-9)
  })
  test('backward gives it for large weights too, and for documents of all kinds', () => {
    const stage = withLargeWeights(['abc'])
    for (const doc of ['abba', 'c', 'bbbbac']) {
      const tokens = tokensOf(stage, doc)
      const grads = gradient(stage, tokens)
      expect(Math.max(...grads.map(Math.abs)), 'the largest gradient').toBeGreaterThan(0.1)
      expectForEachParam(stage, grads, centralDifferences(stage, tokens), 1e-9)
    }
  })
  test('numericalGradient gives it too, less exactly, and puts every parameter back', () => {
    const stage = withLargeWeights(['abc'])
    const before = dataOf(stage)
    const tokens = tokensOf(stage, 'cab')
    const numerical = stage.numericalGradient(tokens)
    expectForEachParam(stage, dataOf(stage), before, 0)
    expectForEachParam(stage, numerical, centralDifferences(stage, tokens), 1e-5)
  })
  test('backward gives the loss that forward gives', () => {
    const stage = withDocs(train1.docs)
    for (const doc of stage.docs.slice(0, 10)) {
      const tokens = tokensOf(stage, doc)
      expect(stage.backward(tokens), `the loss of "${doc}"`).toBeCloseTo(stage.forward(tokens), 12)
    }
  })
  test('backward adds to the gradients that are there: twice gives the double', () => {
    const stage = withDocs(['abba'])
    const once = gradient(stage, tokensOf(stage, 'abba'))
    stage.backward(tokensOf(stage, 'abba'))
    stage.backward(tokensOf(stage, 'abba'))
    const double = once.map((grad) => 2 * grad)
    expectForEachParam(stage, gradsOf(stage), double, 1e-15)
  })
  test('backward leaves the parameters as they are', () => {
    const stage = withDocs(['abba'])
    const before = dataOf(stage)
    stage.backward(tokensOf(stage, 'abba'))
    expectForEachParam(stage, dataOf(stage), before, 0)
  })
  test('the embedding of a letter that is not in the document has the gradient 0, and the others have not', () => {
    const stage = withDocs(alphabet)
    stage.backward(tokensOf(stage, 'anna'))
    const moved = stage.wte.flatMap((row, token) => (row.some((p) => p.grad !== 0) ? [token] : []))
    expect(moved, 'a, n and BOS').toEqual([0, 13, 26])
  })
  test('the logit of the right token is pushed up by 1 - p, and those of the others down by p', () => {
    const { wte, fc1, fc2, params, backward } = withDocs(['ab'])
    const [a, b, BOS] = [0, 1, 2]
    for (const p of params) p.data = 0
    wte[BOS][0].data = 1
    fc1[0][0].data = 1 // so that hidden[0] is 1, and the gradient of fc2[i][0] that of logit i
    backward([BOS, a])
    const slopes = [a, b, BOS].map((token) => fc2[token][0].grad)
    for (const [i, want] of [1 / 3 - 1, 1 / 3, 1 / 3].entries()) expect(slopes[i]).toBeCloseTo(want, 12)
  })
  test('a unit that relu has cut off passes nothing back', () => {
    const { wte, fc1, fc2, BOS, backward } = withDocs(['ab'])
    for (const p of wte[BOS]) p.data = 1
    for (const p of fc1[0]) p.data = -1 // -16: cut off
    for (const p of fc1[1]) p.data = 1 // 16: alive
    for (const p of fc1[2]) p.data = 0 // 0: on the edge, and taken as cut off
    backward([BOS, BOS])
    const isZero = (p: { grad: number }) => p.grad === 0
    expect(fc1[0].every(isZero), 'cut off: all gradients of fc1[0] are 0').toBe(true)
    expect(fc1[1].some(isZero), 'alive: none of fc1[1] is').toBe(false)
    expect(fc1[2].every(isZero), 'on the edge: all of fc1[2] are 0').toBe(true)
    expect(isZero(fc2[0][0]), 'cut off: nothing reaches fc2[0][0]').toBe(true)
    expect(isZero(fc2[0][1]), 'alive: something reaches fc2[0][1]').toBe(false)
  })
})

describe('gradientCheck', () => {
  test('says that both ways give the same loss and gradient', () => {
    const stage = withDocs(train1.docs)
    const loss = stage.forward(tokensOf(stage, stage.docs[0])).toFixed(6)
    const line = `gradient check | loss_n ${loss} | loss_a ${loss} | max diff 0.00000000`
    expect(stage.gradientCheck(), 'for the first document').toBe(line)
  })
  test('names the largest difference of all, to eight digits', () => {
    const stage = withLargeWeights(['ab', 'ba'])
    const tokens = tokensOf(stage, stage.docs[0])
    const exact = gradient(stage, tokens)
    const max = Math.max(...stage.numericalGradient(tokens).map((slope, i) => Math.abs(slope - exact[i])))
    expect(max, 'large enough to be seen').toBeGreaterThan(1e-7)
    expect(stage.gradientCheck()).toContain(`max diff ${max.toFixed(8)}`)
  })
  test('leaves every gradient at 0 and every parameter as it was', () => {
    const stage = withDocs(['ab', 'ba'])
    const before = dataOf(stage)
    stage.gradientCheck()
    expectForEachParam(stage, dataOf(stage), before, 0)
    expectForEachParam(
      stage,
      gradsOf(stage),
      before.map(() => 0),
      0,
    )
  })
})

describe('training', () => {
  test('one step moves each parameter by -1 × its gradient', () => {
    const stage = withDocs(train1.docs)
    const before = dataOf(stage)
    const grads = gradient(stage, tokensOf(stage, stage.docs[0]))
    stage.train(1).next()
    const want = before.map((data, i) => data - grads[i])
    expectForEachParam(stage, dataOf(stage), want, 1e-15)
  })
  test('the learning rate falls in a line: in four steps it is 1, 3/4, 1/2 and 1/4', () => {
    const stage = withDocs(['abba', 'b', 'cab'])
    const steps = stage.train(4)
    for (const [step, rate] of [1, 3 / 4, 1 / 2, 1 / 4].entries()) {
      const before = dataOf(stage)
      const grads = gradient(stage, tokensOf(stage, stage.docs[step % 3]))
      steps.next()
      const want = before.map((data, i) => data - rate * grads[i])
      expectForEachParam(stage, dataOf(stage), want, 1e-15)
    }
  })
  test('the gradients are 0 again after each step', () => {
    const stage = withDocs(['abba', 'b', 'cab'])
    const zeros = stage.params.map(() => 0)
    for (const _ of stage.train(4)) expectForEachParam(stage, gradsOf(stage), zeros, 0)
  })
  test('takes the documents in order, gives the loss before the step, and begins again after the last', () => {
    const stage = withDocs(['a', 'bb', 'ccc'])
    const steps = stage.train(7)
    for (let step = 0; step < 7; step++) {
      const doc = stage.docs[step % 3]
      const loss = stage.forward(tokensOf(stage, doc))
      expect(steps.next().value, `step ${step + 1}, on "${doc}"`).toBeCloseTo(loss, 12)
    }
    expect(steps.next().done, 'no eighth step').toBe(true)
  })
  test('gives one loss for each step, and none for no steps', () => {
    const { train } = withDocs(['ab', 'ba', 'b'])
    expect([...train(0)]).toEqual([])
    expect([...train(1)]).toHaveLength(1)
    expect([...train(7)]).toHaveLength(7)
  })
  test('stops when told: a loop left after one of 1,000 steps has trained for one', () => {
    const [left, right] = [withDocs(['ab', 'ba']), withDocs(['ab', 'ba'])]
    for (const _ of left.train(1000)) break
    right.train(1000).next()
    expectForEachParam(left, dataOf(left), dataOf(right), 0)
  })
  test('200 steps on "ab" teach it that a begins, b follows and BOS ends', () => {
    const { mlp, softmax, sample, train } = withDocs(['ab'])
    expect([...train(200)]).toHaveLength(200)
    const [a, b, BOS] = [0, 1, 2]
    expect(softmax(mlp(BOS))[a], 'a at the start').toBeGreaterThan(0.9)
    expect(softmax(mlp(a))[b], 'b after a').toBeGreaterThan(0.9)
    expect(softmax(mlp(b))[BOS], 'BOS after b').toBeGreaterThan(0.9)
    expect(sample(0.1)).toBe('ab')
  })
  test('learns from a document of 10,000 characters', () => {
    const [first, second] = withDocs(['ab'.repeat(5000)]).train(2)
    expect(first, 'nearly untrained, with three tokens: about ln 3').toBeCloseTo(Math.log(3), 1)
    expect(second, 'less after one step').toBeLessThan(first)
  })
})

describe('sampling', () => {
  /**
   * Draw 4,000 texts, seeded, so the same ones on every run; what is returned holds the share of a text to its
   * probability. A share strays by less than four standard deviations, sqrt(p (1 - p) / 4000): at most 0.032.
   */
  function draw(temperature: number) {
    const { sample } = likeTrain0AfterAb()
    random.seed(1)
    const texts = Array.from({ length: 4000 }, () => sample(temperature))
    return function expectShare(text: string, p: number) {
      const share = texts.filter((drawn) => drawn === text).length / texts.length
      const strays = `"${text}" came with a share of ${share}, not ${p}: off by`
      expect(Math.abs(share - p), strays).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000))
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
    expectForEachParam(stage, dataOf(stage), before, 0)
    expectForEachParam(
      stage,
      gradsOf(stage),
      before.map(() => 0),
      0,
    )
  })
})

test('the last line hands the stage to its terminal, with temperature 1/2', () => {
  const { docs, vocabSize, params, gradientCheck, train, sample } = train1
  expect(run).toHaveBeenCalledWith({
    docs,
    vocabSize,
    params,
    gradientCheck,
    train,
    sample,
    temperature: 0.5,
  })
})
