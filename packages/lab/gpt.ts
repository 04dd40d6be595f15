// What is true of every stage from train3 on: documents and tokenizer, weights, causality, loss, gradient,
// training, sampling. What a stage adds is in its own tests.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documents, options, random } from 'prelude'
import { expect, onTestFinished, test } from 'vitest'
import { load } from './load.ts'
import { differing, gradients, type Matrices, numbers, scale, set, slope, type Value } from './values.ts'

type Text = {
  docs: string[]
  chars: string[]
  BOS: number
  vocabSize: number
  encode(text: string): number[]
  decode(tokens: number[]): string
}
type Model = Text & {
  wte: Value[][]
  wpe: Value[][]
  lmHead: Value[][]
  params: Value[]
  newCache(): unknown
  gpt(token: number, position: number, cache: unknown): Value[]
  forward(tokens: number[]): Value
}
type Trained = Model & { train(steps: number): Generator<number> }
type Sampler = Model & { sample(temperature: number, prompt?: string): string }
type WithMatrices = { matrices: Matrices }

/** A file with these documents, for `load`; it is gone when the test is over. */
export function fileOf(docs: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'docs.txt')
  writeFileSync(file, docs.join('\n'))
  return file
}

/** The tokens of a document, BOS at both ends. */
export const tokensOf = ({ BOS, encode }: Text, doc: string) => [BOS, ...encode(doc), BOS]

/** The logits at each position of a document that begins with these tokens. */
export function logitsOf({ gpt, newCache }: Model, tokens: number[]): number[][] {
  const cache = newCache()
  return tokens.map((token, position) => numbers(gpt(token, position, cache)))
}

/** Softmax of plain numbers, and how surprising it is that `token` came. */
const softmax = (logits: number[]) => {
  const exps = logits.map((logit) => Math.exp(logit - Math.max(...logits)))
  return exps.map((exp) => exp / exps.reduce((total, other) => total + other))
}
const surprise = (logits: number[], token: number) => -Math.log(softmax(logits)[token])

/** Declare the tests of documents and tokenizer. */
export function tokenizerTests(stage: Text, file: URL): void {
  const { docs, chars, BOS, vocabSize, encode, decode } = stage

  test('the documents are all those of the list, in an order that the seed decides', () => {
    random.seed(options.seed)
    expect(docs).toEqual(random.shuffle(documents('names-starter')))
    expect(load<Text>(file, { seed: 7 }).docs, 'with another seed').not.toEqual(docs)
  })

  test('the starter list has 26 characters, a to z; with BOS the vocabulary is 27', () => {
    expect(chars.join('')).toBe('abcdefghijklmnopqrstuvwxyz')
    expect([BOS, vocabSize]).toEqual([26, 27])
  })

  test('encode gives each character its place in the alphabet, decode goes back', () => {
    expect(encode('abcz')).toEqual([0, 1, 2, 25])
    expect(decode([0, 1, 2, 25])).toBe('abcz')
    expect([encode(''), decode([])]).toEqual([[], ''])
  })

  test('an emoji or a Chinese character is one token like any other', () => {
    const texts = ['猫和狗', '狗😀', '👋😀猫']
    const copy = load<Text>(file, { data: fileOf(texts) })
    expect(copy.vocabSize, '猫, 和, 狗, 😀, 👋, BOS').toBe(6)
    expect(copy.encode('狗😀'), 'two characters, though JavaScript counts "😀".length as 2').toHaveLength(2)
    for (const text of texts) expect(copy.decode(copy.encode(text))).toBe(text)
  })
}

/** Declare the tests of the parameters as they are before training. */
export function weightsTests(stage: Model & WithMatrices): void {
  const { docs, params, matrices } = stage

  test('there are 4,192 parameters', () => expect(params).toHaveLength(4192))

  test(`params holds the matrices' own values, in the order ${Object.keys(matrices).join(', ')}`, () => {
    const values = Object.values(matrices).flat(2)
    expect(params).toHaveLength(values.length)
    expect(
      params.findIndex((p, i) => p !== values[i]),
      'index of the first that is another; -1: none',
    ).toBe(-1)
  })

  test('each weight is drawn from gauss(0, 0.08), in the order of params, after the documents', () => {
    random.seed(options.seed)
    random.shuffle([...docs])
    const drawn = params.map(() => random.gauss(0, 0.08))
    expect(differing(matrices, numbers(params), drawn)).toEqual([])
  })
}

/** Declare the tests of what may influence what. */
export function causalityTests(stage: Model): void {
  const anna = [stage.BOS, ...stage.encode('anna')]
  const anno = [stage.BOS, ...stage.encode('anno')]
  const inna = [stage.BOS, ...stage.encode('inna')]

  test('a later token never changes an earlier prediction: up to “ann”, anna and anno are the same', () => {
    const [a, b] = [logitsOf(stage, anna), logitsOf(stage, anno)]
    expect(a.slice(0, 4)).toEqual(b.slice(0, 4))
    expect(a[4], 'the last token differs').not.toEqual(b[4])
  })

  test.each([1, 2, 3, 4])('an earlier token changes later predictions: anna and inna at position %d', (p) => {
    const [a, b] = [logitsOf(stage, anna), logitsOf(stage, inna)]
    expect(a[0], 'at position 0 there is only BOS').toEqual(b[0])
    expect(a[p], 'the token in position 1 is remembered in the cache').not.toEqual(b[p])
  })

  test('a new cache remembers nothing of the document before', () => {
    const first = logitsOf(stage, inna)
    logitsOf(stage, anna)
    expect(logitsOf(stage, inna)).toEqual(first)
  })

  test('the same token in another position leads to another prediction', () => {
    const at = (position: number) => numbers(stage.gpt(0, position, stage.newCache()))
    expect(at(1)).not.toEqual(at(0))
  })
}

/** Declare the tests of the loss of one document. */
export function lossTests(stage: Model): void {
  const { wpe, vocabSize, params, forward } = stage

  test('with all weights 0, each of 27 tokens is equally likely: the loss is ln 27', () => {
    set(params, 0)
    expect(forward(tokensOf(stage, 'anna')).data).toBeCloseTo(Math.log(vocabSize), 12)
  })

  test('the loss is the mean of -log p(next token) over all positions, the final BOS included', () => {
    const tokens = tokensOf(stage, 'anna')
    const logits = logitsOf(stage, tokens.slice(0, -1))
    const surprises = logits.map((l, position) => surprise(l, tokens[position + 1]))
    expect(surprises).toHaveLength(5)
    expect(forward(tokens).data).toBeCloseTo(surprises.reduce((total, s) => total + s) / 5, 12)
  })

  test('of a document longer than the context, the first 16 predictions count', () => {
    const [alphabet, other] = ['abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopzzz'].map((doc) =>
      tokensOf(stage, doc),
    )
    expect(wpe).toHaveLength(16)
    const loss = forward(alphabet).data
    expect(loss, 'what comes after the 16th letter').toBe(forward(other).data)
    const logits = logitsOf(stage, alphabet.slice(0, 16))
    const total = logits.reduce((sum, l, position) => sum + surprise(l, alphabet[position + 1]), 0)
    expect(loss, 'the mean of 16').toBeCloseTo(total / 16, 12)
  })

  test('a document of 15 letters fills the context: its final BOS is still predicted', () => {
    const tokens = tokensOf(stage, 'abcdefghijklmno')
    expect(forward(tokens).data).not.toBe(forward([...tokens.slice(0, -1), 0]).data)
  })
}

/** Declare the tests of the gradient. */
export function gradientTests(stage: Model & WithMatrices): void {
  const { wte, wpe, BOS, encode, params, matrices, forward } = stage
  const tokens = tokensOf(stage, 'anna')

  // With four times the weights, or attention would be so even that wq and wk had hardly any gradient. The
  // largest of each matrix is then 0.4 to 4 (measured, train3 and two layers of train4), and no slope over 2e-5 is
  // off by more than 5e-10, from rounding and curvature. Ten times that is allowed; a wrong gradient is far off.
  test.each(Object.keys(matrices))('the gradient of %s is the slope of the loss', (name) => {
    scale(params, 4)
    forward(tokens).backward()
    const all = matrices[name].flat()
    const strongest = all.reduce((a, b) => (Math.abs(b.grad) > Math.abs(a.grad) ? b : a))
    const some = [strongest, ...all.filter((_, i) => i % 97 === 0)]
    const got = gradients(some)
    expect(Math.abs(got[0]), 'the largest gradient').toBeGreaterThan(0.1)
    const slopes = some.map((p) => slope(() => forward(tokens), p))
    expect(got).toEqual(slopes.map((number) => expect.closeTo(number, 8)))
  })

  test('tokens and positions that do not occur in a document get no gradient at all, exactly 0', () => {
    forward(tokens).backward()
    const reached = (matrix: Value[][]) =>
      [...matrix.keys()].filter((i) => matrix[i].some((p) => p.grad !== 0))
    expect(reached(wte), 'rows of wte: a, n and BOS').toEqual([...encode('an'), BOS])
    expect(reached(wpe), 'rows of wpe: five positions').toEqual([0, 1, 2, 3, 4])
  })

  test('the final BOS is only predicted, never read: without BOS in front, its embedding has no gradient', () => {
    forward([...encode('anna'), BOS]).backward()
    expect(gradients(wte[BOS]).every((g) => g === 0)).toBe(true)
  })
}

/** Declare the tests of training that hold with every optimizer. */
export function trainingTests(file: URL): void {
  test('step after step yields the loss of one document, before it is learned, and begins again after the last', () => {
    const copy = load<Trained>(file, { data: fileOf(['anna', 'bob', 'christine']) })
    const training = copy.train(5)
    for (const doc of [...copy.docs, ...copy.docs].slice(0, 5)) {
      const { data } = copy.forward(tokensOf(copy, doc))
      expect(training.next().value, doc).toBe(data)
    }
    expect(training.next().done, 'and ends after the number of steps').toBe(true)
  })

  test('after each step all gradients are 0 again', () => {
    const { train, params } = load<Trained>(file)
    for (const _ of train(2)) {
      expect(params.filter((p) => p.grad !== 0)).toHaveLength(0)
    }
  })

  test('training for 0 steps does nothing', () => {
    const { train, params } = load<Trained>(file)
    const before = numbers(params)
    expect(train(0).next().done).toBe(true)
    expect(numbers(params)).toEqual(before)
  })
}

/** Declare the tests of gradient descent. */
export function sgdTests(stage: Trained & WithMatrices, learningRate: number): void {
  const { docs, params, matrices, forward, train } = stage

  test(`each step moves each parameter by -rate · gradient; the rate falls in a line from ${learningRate} to 0`, () => {
    const training = train(4)
    for (const [step, rate] of [1, 0.75, 0.5, 0.25].map((left) => learningRate * left).entries()) {
      forward(tokensOf(stage, docs[step])).backward()
      const want = params.map((p) => p.data - rate * p.grad)
      set(params, numbers(params)) // the gradient is for training to find
      training.next()
      expect(differing(matrices, numbers(params), want), `step ${step + 1} of 4, rate ${rate}`).toEqual([])
    }
  })
}

/** Declare the tests of sampling. */
export function samplingTests(stage: Sampler): void {
  const { wpe, lmHead, params, BOS, encode, decode, newCache, gpt, sample } = stage
  const coldest = 1e-6

  /** Weights that write one text by heart: position p points to the p-th of these tokens, whatever came before. */
  function recite(tokens: number[]): void {
    set(params, 0)
    tokens.forEach((token, p) => {
      set([wpe[p][p], lmHead[token][p]], 1)
    })
  }

  test('a document ends at the first BOS, which is not part of it', () => {
    recite([...encode('anna'), BOS, ...encode('bob')])
    expect(sample(coldest)).toBe('anna')
    recite([BOS, ...encode('bob')])
    expect(sample(coldest), 'BOS at once').toBe('')
  })

  test('without a BOS a document ends when the context is full, after 16 tokens', () => {
    recite(encode('abcdefghijklmnop'))
    expect(sample(coldest)).toBe('abcdefghijklmnop')
  })

  test('a prompt begins the document, and takes the places of what would have been written there', () => {
    recite([...encode('anna'), BOS])
    expect(sample(coldest, 'bo')).toBe('bona')
  })

  test('a prompt that fills the context is the document', () => {
    recite(encode('zzzzzzzzzzzzzzzz'))
    expect(sample(coldest, 'abcdefghijklmnop')).toBe('abcdefghijklmnop')
  })

  /** The oracle: one token after the other, with gpt(), softmax in plain numbers, and a way to pick one. */
  function write(prompt: string, pick: (logits: number[]) => number): string {
    const tokens = [BOS, ...encode(prompt)]
    const cache = newCache()
    for (let position = 0; position < wpe.length; position++) {
      const logits = numbers(gpt(tokens[position], position, cache))
      if (tokens.length > position + 1) continue
      const token = pick(logits)
      if (token === BOS) break
      tokens.push(token)
    }
    return decode(tokens.slice(1))
  }
  // eight times the weights: as if trained, so that the model has an opinion and earlier tokens count
  const opinionated = () => scale(params, 8)

  test.each(['', 'ma', 'chris'])(
    'near temperature 0 the likeliest token always follows (prompt "%s")',
    (prompt) => {
      opinionated()
      const likeliest = (logits: number[]) => logits.indexOf(Math.max(...logits))
      expect(sample(coldest, prompt)).toBe(write(prompt, likeliest))
    },
  )

  test.each([0.5, 1, 2])(
    'at temperature %d a token is drawn from softmax(logits / temperature)',
    (temperature) => {
      opinionated()
      const draw = (logits: number[]) => random.choice(softmax(logits.map((logit) => logit / temperature)))
      const prompts = ['', '', '', 'a', 'mar']
      random.seed(1)
      const want = prompts.map((prompt) => write(prompt, draw))
      random.seed(1)
      expect(prompts.map((prompt) => sample(temperature, prompt))).toEqual(want)
    },
  )

  test('the same seed gives the same documents, another seed others', () => {
    const three = (seed: number) => {
      random.seed(seed)
      return [sample(1), sample(1), sample(1)]
    }
    expect(three(1)).toEqual(three(1))
    expect(three(2)).not.toEqual(three(1))
  })
}
