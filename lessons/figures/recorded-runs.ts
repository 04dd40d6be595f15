// What the transcripts and the meter say, thinned for a picture.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Curve, curvesSvg } from './common/curves-svg.ts'
import { ewma, thin } from './common/numbers.ts'
import type { Meter, Runs } from './common/runs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const stages = [0, 1, 2, 3, 4, 5]

/** The recorded runs of all stages. */
export function readRuns(): Runs {
  const meter = JSON.parse(readFileSync(join(root, 'scripts/meter.json'), 'utf8')) as Meter
  for (const { history } of Object.values(meter))
    for (const point of history) point[1] = Number(point[1].toFixed(3))
  return {
    stages: stages.map((n) =>
      readTranscript(readFileSync(join(root, `packages/train${n}/transcript.txt`), 'utf8')),
    ),
    meter,
  }
}

/** The picture of all stages' recorded runs, as SVG text; figures.css has its style. */
export function recordedCurves(): string {
  const { stages, meter } = readRuns()
  const curves = stages.map(({ curve }, n): Curve => {
    const name = `train${n}`
    return { name, losses: curve, meter: meter[name].history }
  })
  return curvesSvg(curves, stages[0].steps)
}

/** What a transcript says: the smoothed losses, and the samples. */
export function readTranscript(text: string): Runs['stages'][number] {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1])
  const losses = all(/^step .* loss (\S+)$/gm).map(Number)
  const round = ([x, y]: [number, number]): [number, number] => [x, Number(y.toFixed(3))]
  return {
    documents: Number(all(/^num docs: (\d+)$/gm)[0]),
    params: Number(all(/^num params: (\d+)$/gm)[0] ?? 0),
    steps: losses.length,
    curve: thin(ewma(losses), 120).map(round),
    samples: all(/^sample .\d: (.*)$/gm),
  }
}
