// What the figures show before anything has run in the page: the answers of the same workers, on the starter
// list with seed 42, kept in recorded/. Run it when a stage has changed: node --import tsx lessons/figures/record.ts

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { reaches } from './common/reaches.ts'
import type { RunningStage } from './common/stage.ts'
import { newTrace } from './common/trace.ts'
import { startHeadless } from './headless.ts'
import type { Along, Check } from './workers/train1.ts'

const text = readFileSync(new URL('../../datasets/names-starter.txt', import.meta.url), 'utf8')
const name = 'emma'
const steps = 1000

/** The recordings, by the name of the figure. */
export const recordings: Record<string, () => Promise<unknown>> = {
  attention: () =>
    withStage(3, (stage) =>
      beforeAndAfter(stage, async () => ({
        text: name,
        chars: stage.built.chars,
        readings: await stage.ask('attention', { text: name }),
        next: await stage.ask('next', { prompts: ['', 'e', 'em', 'emm', 'emma'], temperature: 1 }),
      })),
    ),
  heads: () =>
    withStage(4, (stage) =>
      beforeAndAfter(stage, async () => {
        const readings = await stage.ask<{ looks: { weights: number[] }[] }[]>('attention', { text: name })
        const looks = readings.map(({ looks }) => looks.map(({ weights }) => weights))
        return { text: name, looks, survey: await stage.ask('survey', { count: 200 }) }
      }),
    ),
  counts: () =>
    withStage(0, async (stage) => {
      await stage.train({ steps }, () => {})
      return { steps, chars: stage.built.chars, table: await stage.ask('table') }
    }),
  gradient: () =>
    withStage(1, async (stage) => {
      const check = await stage.ask<Check>('check', { document: 0 })
      const place = { document: 0, index: largestOf(check), points: 61 }
      const [near, far] = await Promise.all(
        Object.values(reaches).map((reach) => stage.ask<Along>('along', { ...place, reach })),
      )
      return { check: picture(check), near, far }
    }),
  graph: () =>
    withStage(2, async (stage) => {
      const values = { a: 2, b: 3 }
      const letter = await stage.ask('letter', { text: name, position: 1 })
      return {
        text: 'a*b + a',
        values,
        graph: await stage.ask('expression', { text: 'a*b + a', values }),
        letter,
      }
    }),
  race: async () => {
    const { index, name } = await withStage(5, (stage) =>
      stage.ask<{ index: number; name: string }>('parameter', start),
    )
    const [adam, sgd] = await Promise.all([5, 4].map((n) => withStage(n, (stage) => traced(stage, index))))
    return { name, steps, adam, sgd }
  },
}

const start = { matrix: 'wte', row: 0, column: 0 }

/** The parameter that the loss depends on most. */
function largestOf({ byHand }: Check): number {
  const sizes = byHand.map(Math.abs)
  return sizes.indexOf(Math.max(...sizes))
}

/** A check as a picture needs it: where its dots are, in steps of a hundredth of the largest gradient. */
function picture({ text, loss, byHand, numerical, shapes }: Check) {
  const most = Math.max(...byHand.map(Math.abs))
  const difference = Math.max(...byHand.map((grad, i) => Math.abs(grad - numerical[i])))
  let start = 0
  const dots = shapes.map(([matrix, rows, columns]) => {
    const own = byHand.slice(start, start + rows * columns)
    start += own.length
    return { matrix, count: own.length, at: [...new Set(own.map((grad) => Math.round((100 * grad) / most)))] }
  })
  return { text, loss, most, difference, dots }
}

async function traced(stage: RunningStage, watch: number) {
  const trace = newTrace()
  await stage.train({ steps, watch }, (progress) => trace.push(progress))
  return trace.thinned(120)
}

async function beforeAndAfter<T>(
  stage: RunningStage,
  look: () => Promise<T>,
): Promise<{ before: T; after: T }> {
  const before = await look()
  await stage.train({ steps }, () => {})
  return { before, after: await look() }
}

async function withStage<T>(n: number, use: (stage: RunningStage) => Promise<T>): Promise<T> {
  const stage = await startHeadless(n, { text, seed: 42 })
  try {
    return await use(stage)
  } finally {
    stage.close()
  }
}

/** To as many digits as a picture needs; to nine where differences count. */
export function rounded(figure: string, recording: unknown): string {
  const digits = figure === 'gradient' ? 9 : figure === 'race' ? 3 : 4
  const json = JSON.stringify(recording, (_, x) =>
    typeof x === 'number' ? Number(x.toPrecision(digits)) : x,
  )
  return `${json}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2)
  for (const [figure, record] of Object.entries(recordings)) {
    if (wanted.length > 0 && !wanted.includes(figure)) continue
    const json = rounded(figure, await record())
    writeFileSync(new URL(`recorded/${figure}.json`, import.meta.url), json)
    console.log(`recorded/${figure}.json ${json.length} bytes`)
  }
}
