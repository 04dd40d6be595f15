// What must be true of train0, the model that counts, in the order of its file. With 'ab' as the only document
// there are three tokens (a, b and BOS) and three pairs, so that every number can be checked by hand.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'lab'
import { documents, random, run } from 'prelude'
import { afterAll, describe, expect, test, vi } from 'vitest'
import * as train0 from './train0.ts'

vi.mock('prelude', async (original) => ({ ...(await original<object>()), run: vi.fn() }))

const folder = mkdtempSync(join(tmpdir(), 'train0-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A fresh copy of the stage, untrained, with these documents as its data. */
function withDocs(docs: string[], seed = 42): typeof train0 {
  const data = join(folder, 'docs.txt')
  writeFileSync(data, docs.join('\n'))
  return load<typeof train0>(new URL('train0.ts', import.meta.url), { data, seed })
}

/** The same, after so many steps. */
function trained(docs: string[], steps: number): typeof train0 {
  const stage = withDocs(docs)
  expect([...stage.train(steps)]).toHaveLength(steps)
  return stage
}

/** What the model sees of a document: its tokens between two BOS. */
const tokensOf = ({ BOS, encode }: typeof train0, doc: string) => [BOS, ...encode(doc), BOS]

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
    expect([...train0.docs].sort()).toEqual(documents('names-starter').sort())
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
    expect(train0.chars).toEqual(alphabet)
    expect(train0.BOS).toBe(26)
    expect(train0.vocabSize).toBe(27)
  })
  test('encode gives a token for each character, decode gives the text back', () => {
    expect(train0.encode('abz')).toEqual([0, 1, 25])
    expect(train0.decode([25, 1, 0])).toBe('zba')
    const back = train0.docs.map((doc) => train0.decode(train0.encode(doc)))
    expect(back, 'all documents, there and back').toEqual(train0.docs)
  })
  test('an emoji is one token, and so is a Chinese character', () => {
    const { chars, encode, decode } = withDocs(['a語😀😀'])
    expect(chars).toEqual(['a', '語', '😀'])
    expect(encode('😀語a')).toEqual([2, 1, 0])
    expect(decode([2, 1, 0])).toBe('😀語a')
  })
})

describe('parameters', () => {
  test('importing the stage counts nothing: there are 27 rows of 27 zeros', () => {
    expect(train0.counts).toEqual(alphabet.concat('BOS').map(() => new Array(27).fill(0)))
  })
})

describe('model', () => {
  test('untrained, it gives each of 27 tokens the probability 1/27, whatever came before', () => {
    for (let token = 0; token < 27; token++) {
      const probs = train0.bigram(token)
      expect(probs).toHaveLength(27)
      for (const p of probs) expect(p).toBeCloseTo(1 / 27, 15)
    }
  })
  test('after one "ab", what was seen has (1+1)/(1+3) = 1/2 and what was not has 1/(1+3) = 1/4', () => {
    const { BOS, bigram } = trained(['ab'], 1)
    expect(bigram(BOS), 'a, b and BOS at the start').toEqual([1 / 2, 1 / 4, 1 / 4])
    expect(bigram(0), 'a, b and BOS after a').toEqual([1 / 4, 1 / 2, 1 / 4])
    expect(bigram(1), 'a, b and BOS after b').toEqual([1 / 4, 1 / 4, 1 / 2])
  })
  test('after two "ab", what was seen has (2+1)/(2+3) = 3/5', () => {
    const { BOS, bigram } = trained(['ab'], 2)
    const [a, b, end] = bigram(BOS)
    expect(a, 'a at the start').toBeCloseTo(3 / 5, 12)
    expect(b, 'b at the start').toBeCloseTo(1 / 5, 12)
    expect(end, 'BOS at the start').toBeCloseTo(1 / 5, 12)
  })
  test('after 100 names, the probabilities in each row still sum to 1', () => {
    const { bigram, vocabSize } = trained(train0.docs, 100)
    for (let token = 0; token < vocabSize; token++) {
      const sum = bigram(token).reduce((total, p) => total + p, 0)
      expect(sum, `the sum of bigram(${token})`).toBeCloseTo(1, 12)
    }
  })
})

describe('loss', () => {
  test('untrained, it is ln 27 = 3.2958 for every document, long or short', () => {
    for (const doc of ['', 'a', ...train0.docs.slice(0, 10)]) {
      expect(train0.forward(tokensOf(train0, doc)), `the loss of "${doc}"`).toBeCloseTo(Math.log(27), 12)
    }
  })
  test('is the average of -log(probability) over the tokens to predict, BOS at the end included', () => {
    const stage = trained(['ab'], 1)
    const loss = (doc: string) => stage.forward(tokensOf(stage, doc))
    expect(loss(''), 'BOS at once: 1/4').toBeCloseTo(Math.log(4), 12)
    expect(loss('ab'), 'a, b, BOS: 1/2 each').toBeCloseTo(Math.log(2), 12)
    expect(loss('b'), 'b 1/4, BOS 1/2').toBeCloseTo((Math.log(4) + Math.log(2)) / 2, 12)
    expect(loss('ba'), 'b, a, BOS: 1/4 each').toBeCloseTo(Math.log(4), 12)
  })
  test('computing it counts nothing', () => {
    const stage = withDocs(['ab'])
    stage.forward(tokensOf(stage, 'ab'))
    expect(stage.counts.flat()).toEqual(new Array(9).fill(0))
  })
})

describe('training', () => {
  test('one step on "ab" counts BOS→a, a→b and b→BOS once each, and nothing else', () => {
    const { counts } = trained(['ab'], 1)
    expect(counts[0], 'after a').toEqual([0, 1, 0])
    expect(counts[1], 'after b').toEqual([0, 0, 1])
    expect(counts[2], 'after BOS').toEqual([1, 0, 0])
    for (const row of counts) expect(Object.keys(row), 'columns').toEqual(['0', '1', '2'])
  })
  test('a document is predicted before it is counted: the losses of "ab" are ln 3, ln 4/2, ln 5/3', () => {
    const losses = [...withDocs(['ab']).train(3)]
    expect(losses[0], 'nothing is counted yet: 1/3 each').toBeCloseTo(Math.log(3), 12)
    expect(losses[1], 'counted once: 2/4 each').toBeCloseTo(Math.log(4 / 2), 12)
    expect(losses[2], 'counted twice: 3/5 each').toBeCloseTo(Math.log(5 / 3), 12)
  })
  test('gives one loss for each step, and none for no steps', () => {
    const { train } = withDocs(['ab', 'ba', 'b'])
    expect([...train(0)]).toEqual([])
    expect([...train(1)]).toHaveLength(1)
    expect([...train(7)]).toHaveLength(7)
  })
  test('stops when told: a loop left after two of 1,000 steps has counted two documents', () => {
    const { counts, train } = withDocs(['aaaa'])
    let steps = 0
    for (const _ of train(1000)) if (++steps === 2) break
    expect(counts[0][0], 'a→a, three times in each document').toBe(6)
  })
  test('takes the documents in order, and begins again after the last', () => {
    const { docs, counts, encode, train } = withDocs(['a', 'b', 'c'])
    const steps = train(7)
    for (const times of [1, 2]) {
      for (const doc of docs) {
        steps.next()
        const [token] = encode(doc)
        expect(counts[token][3], `how often "${doc}" has been counted`).toBe(times)
      }
    }
  })
  test('learns from a document of 10,000 characters', () => {
    const { counts, train } = withDocs(['ab'.repeat(5000)])
    const [loss] = train(1)
    expect(loss, 'untrained, with three tokens').toBeCloseTo(Math.log(3), 9)
    expect(counts[0][1], 'how often b came after a').toBe(5000)
  })
})

describe('sampling', () => {
  /**
   * Draw 4,000 texts, seeded, so the same ones on every run; what is returned holds the share of a text to its
   * probability. A share strays by less than four standard deviations, sqrt(p (1 - p) / 4000): at most 0.032.
   */
  function draw(temperature: number) {
    const { sample } = trained(['ab'], 1)
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
    const { sample } = trained(['ab'], 1)
    for (let i = 0; i < 100; i++) expect(sample(1e-4)).toBe('ab')
  })
  test('begins with the prompt and goes on from its last character', () => {
    const { sample } = trained(['ab', 'cd'], 2)
    for (const prompt of ['a', 'bb', 'dada']) expect(sample(1, prompt).slice(0, prompt.length)).toBe(prompt)
    expect(sample(1e-4, 'a')).toBe('ab')
    expect(sample(1e-4, 'c')).toBe('cd')
    expect(sample(1e-4, 'ac')).toBe('acd')
  })
  test('stops after 16 characters, those of the prompt included', () => {
    const { sample } = trained(['ab'.repeat(500)], 1)
    const sixteen = 'ab'.repeat(8)
    expect(sample(0.01)).toBe(sixteen)
    expect(sample(0.01, 'ababa')).toBe(sixteen)
    expect(sample(0.01, sixteen)).toBe(sixteen)
    random.seed(1)
    const lengths = Array.from({ length: 500 }, () => sample(1).length)
    expect(Math.max(...lengths), 'the longest of 500').toBe(16)
  })
  test('counts characters, not what JavaScript calls length: 16 emoji', () => {
    const { sample } = trained(['😀'.repeat(500)], 1)
    expect(sample(0.01, '😀')).toBe('😀'.repeat(16))
  })
})

test('the last line hands the stage to its terminal, with temperature 1', () => {
  const { docs, vocabSize, train, sample } = train0
  expect(run).toHaveBeenCalledWith({ docs, vocabSize, train, sample, temperature: 1 })
})
