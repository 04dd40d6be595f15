// The figures' workers, bundled as for the pages, against the stages' transcripts; and the recordings and sizes.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documents as documentsInPage } from '../../packages/prelude/browser.ts'
import { documents } from '../../packages/prelude/index.ts'
import { bundleFigures, figures, lists } from './bundle.ts'
import { describe as describeCurves, spread } from './common/curves-svg.ts'
import { pick } from './common/serve.ts'
import { startHeadless } from './headless.ts'
import { recordings, rounded } from './record.ts'
import { readRuns, readTranscript, recordedCurves, stages } from './recorded-runs.ts'

const file = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
const starter = file('../../datasets/names-starter.txt')

describe('a stage in a worker', () => {
  test.each(lists)('has the documents of %s that the terminal has', (list) => {
    expect(documentsInPage(file(`../../datasets/${list}.txt`))).toEqual(documents(list))
  })

  test('trains and samples to the digit as under Node, peeking and watching or not', async () => {
    const [plain, watched] = await Promise.all(
      [0, 1].map(() => startHeadless(5, { text: starter, seed: 42 })),
    )
    const result = async (stage: typeof plain, extra: object) => {
      const [losses, samples]: [number[], string[]] = [[], []]
      await stage.train({ steps: 20, temperature: 0.5, ...extra }, (progress) =>
        losses.push(...progress.losses),
      )
      await stage.sample({ temperature: 0.5, count: 5 }, (text) => samples.push(text))
      stage.close()
      return { losses, samples }
    }
    const want = await result(plain, {})
    expect(want.losses).toHaveLength(20)
    expect(await result(watched, { peeks: [0, 10], watch: 7 })).toEqual(want)
  })

  test('stops when told, and goes on from there', async () => {
    const stage = await startHeadless(0, { text: starter, seed: 42 })
    const once = await startHeadless(0, { text: starter, seed: 42 })
    const [pieces, whole]: [number[], number[]] = [[], []]
    const first = await stage.train({ steps: 10, limit: 4 }, ({ losses }) => pieces.push(...losses))
    expect(first.step).toBe(4)
    await stage.train({ steps: 10, resume: true }, ({ losses }) => pieces.push(...losses))
    await once.train({ steps: 10 }, ({ losses }) => whole.push(...losses))
    expect(pieces).toEqual(whole)
    stage.close()
    once.close()
  })

  test('answers what cannot be with a sentence', async () => {
    const stage = await startHeadless(3, { text: starter, seed: 42 })
    await expect(stage.sample({ temperature: 0.5, prompt: 'É', count: 1 }, () => {})).rejects.toThrow(
      '“É” is in none',
    )
    await expect(stage.ask('attention', { text: 'a1' })).rejects.toThrow('“1” is in none')
    await expect(stage.train({ steps: 1, watch: 9999 }, () => {})).rejects.toThrow(
      'There is no parameter 9999',
    )
    stage.close()
  })
})

describe('the recordings', () => {
  test.each(['gradient', 'graph', 'counts'])('of %s are what the workers say now', async (figure) => {
    expect(rounded(figure, await recordings[figure]())).toBe(file(`recorded/${figure}.json`))
  })
  // attention, heads and race take a training each: a stage's transcript and its parity test stand for them

  test('of the runs are the transcripts’', () => {
    const { stages } = readRuns()
    expect(stages.map(({ params }) => params)).toEqual([0, 3184, 3184, 4192, 4192, 4192])
    for (const { steps, samples, curve } of stages) {
      expect([steps, samples.length, curve.at(-1)?.[0]]).toEqual([1000, 20, 1000])
    }
  })

  test('a transcript without parameters has none', () => {
    const { params, samples } = readTranscript('num docs: 3\nstep    1 / 1 | loss 3.3\nsample  1: ann\n')
    expect([params, samples]).toEqual([0, ['ann']])
  })
})

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'))
  beforeAll(() => bundleFigures(folder))
  afterAll(() => rmSync(folder, { recursive: true }))
  const size = (name: string) => gzipSync(readFileSync(join(folder, name))).length

  test('has all files', () => {
    const want = [
      ...figures.map((name) => `figure-${name}.js`),
      ...stages.map((n) => `stage-worker-${n}.js`),
      ...lists.map((name) => `list-${name}.js`),
      'figures.css',
    ]
    expect(readdirSync(folder).sort()).toEqual(want.sort())
  })

  test.each(figures)('figure-%s.js is at most 14 KB compressed, with no module in it', (name) => {
    expect(size(`figure-${name}.js`)).toBeLessThan(14 * 1024)
    expect(readFileSync(join(folder, `figure-${name}.js`), 'utf8')).not.toMatch(/^(import|export)\b/m)
  })
})

test('labels that would cover each other move apart, in order', () => {
  expect(spread([{ at: 10 }, { at: 0 }, { at: 12 }], 15)).toEqual([{ at: 0 }, { at: 15 }, { at: 30 }])
})

test('curves are told in words', () => {
  const curves = [{ name: 'train0', losses: [[1000, 2.5]] as [number, number][] }]
  expect(describeCurves(curves, 1000)).toBe(
    'Smoothed losses over 1,000 training steps; at the end: train0 2.50.',
  )
})

test('the picture of the recorded runs has all six stages, and no markup that a page could not hold', () => {
  const svg = recordedCurves()
  for (const n of stages) expect(svg).toContain(`train${n}`)
  expect(svg).not.toMatch(/style=|NaN|undefined/)
})

test('a point picks the weight that it falls on', () => {
  expect([0, 0.49, 0.5, 0.999].map((point) => pick([2, 0, 2], point))).toEqual([0, 0, 2, 2])
  expect(() => pick([0, 0], 0.5)).toThrow()
})
