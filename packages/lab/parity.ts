// The tests that hold a stage to the figures of the Python original, loss by loss and name by name.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { load } from './load.ts'
import { haveNames } from './names.ts'
import { type Digest, reference } from './reference.ts'

type Param = { data: number; grad: number }
type Stage = {
  docs: string[]
  BOS: number
  encode: (text: string) => number[]
  params?: Param[]
  forward: (tokens: number[]) => number | { data: number; backward: () => void }
  /** In train1, which has its gradients by hand. */
  backward?: (tokens: number[]) => number
  train: (steps: number) => Iterable<number>
  sample: (temperature: number) => string
}

const tolerance = 1e-12 // relative, as rounding differs between Python's libraries and JavaScript's

/**
 * Declare the parity tests of one stage: on the starter list, and on names.txt where it is.
 * @param stage such as 'train3'
 * @param temperature at which the original sampled
 * @param testFile the calling test's import.meta.url: the stage is beside it
 */
export function parity(stage: string, temperature: number, testFile: string): void {
  const file = new URL(`${stage}.ts`, testFile)
  parityOn('starter', 'names-starter', stage, temperature, file)
  describe.runIf(haveNames || process.env.CI)('names.txt', () => {
    parityOn('names', 'names', stage, temperature, file)
    test('`start` prints transcript.txt, byte for byte', () => {
      const program = ['--import', 'tsx', fileURLToPath(file)]
      const output = execFileSync(process.execPath, program, {
        cwd: new URL('.', testFile),
        encoding: 'utf8',
      })
      expect(output).toBe(readFileSync(new URL('transcript.txt', testFile), 'utf8'))
    })
  })
}

function parityOn(
  list: 'names' | 'starter',
  data: string,
  stage: string,
  temperature: number,
  file: URL,
): void {
  describe(`${stage} on the ${list} list agrees with the Python original`, () => {
    const want = reference(list, stage)
    const got = {
      losses: [] as number[],
      samples: [] as string[],
      initial: digest([]),
      gradient: digest([]),
      final: digest([]),
    }
    beforeAll(() => {
      const copy = load<Stage>(file, { data })
      const { params = [], train, sample } = copy
      got.initial = digest(params.map((p) => p.data))
      got.gradient = digest(firstGradient(copy))
      got.losses.push(...train(want.losses.length))
      got.final = digest(params.map((p) => p.data))
      got.samples = drawSamples(() => want.samples.map(() => sample(temperature)))
    }, 120_000)

    test('every loss', () => {
      expect(got.losses).toHaveLength(want.losses.length)
      const differing = want.losses.flatMap((loss, i) => (close(got.losses[i], loss) ? [] : [i + 1]))
      expect(differing, 'the steps whose loss differs: look at what the first of them does').toEqual([])
    })
    test('every sample', () => expect(got.samples).toEqual(want.samples))
    const { initialParams, firstGradient: gradient, finalParams } = want
    if (initialParams && gradient && finalParams) {
      test('the number of parameters', () => expect(got.initial.count).toBe(initialParams.count))
      test('the parameters before training', () => expectSame(got.initial, initialParams))
      test('the gradient of the first step', () => expectSame(got.gradient, gradient))
      test('the parameters after training', () => expectSame(got.final, finalParams))
    }
  })
}

/** When nothing can be drawn, the other comparisons can still say where it began. */
function drawSamples(draw: () => string[]): string[] {
  try {
    return draw()
  } catch (error) {
    return [`none: ${(error as Error).message}`]
  }
}

/** The gradient that the first step will see; it leaves the parameters as they were. */
function firstGradient({ docs, BOS, encode, params = [], forward, backward }: Stage): number[] {
  const tokens = [BOS, ...encode(docs[0]), BOS]
  if (backward) backward(tokens)
  else {
    const loss = forward(tokens)
    if (typeof loss === 'object') loss.backward()
  }
  const gradient = params.map((p) => p.grad)
  for (const p of params) p.grad = 0
  return gradient
}

function digest(numbers: number[]): Digest {
  const total = (f: (x: number) => number) => numbers.reduce((sum, number) => sum + f(number), 0)
  const [sum, sumOfSquares] = [total((x) => x), total((x) => x * x)]
  return { count: numbers.length, first: numbers.slice(0, 8), sum, sumOfSquares }
}

function expectSame(got: Digest, want: Partial<Digest>): void {
  const differing = (want.first ?? []).flatMap((number, i) => (close(got.first[i], number) ? [] : [i]))
  expect(differing, 'which of the first eight differ').toEqual([])
  // sums of thousands of numbers of both signs: relative to the size of what is added up
  const scale = Math.sqrt(got.count * got.sumOfSquares)
  expect(Math.abs(got.sum - (want.sum ?? Number.NaN)) / scale, 'the sum of all, off by').toBeLessThan(
    tolerance,
  )
  if (want.sumOfSquares === undefined) return
  expect(close(got.sumOfSquares, want.sumOfSquares), 'the sum of all squares is the same').toBe(true)
}

const close = (got: number, want: number) =>
  Math.abs(got - want) <= tolerance * Math.max(Math.abs(want), 1e-3)
