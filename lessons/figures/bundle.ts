// The figures as files for the pages: classic scripts, so that they also run from a folder. Each figure is one;
// each stage's worker and each list is one more, loaded when first needed (see common/source.ts).

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { type Curve, curvesCss, curvesSvg } from './common/curves-svg.ts'
import { ewma, thin } from './common/numbers.ts'
import type { Meter, Runs } from './common/runs.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')

/** The figures, by the name after `gpt-`. */
export const figures = ['runner', 'counts', 'gradient', 'graph', 'attention', 'heads', 'race', 'curves']
/** The lists that a reader can pick; names.txt is not ours to publish. */
export const lists = ['names-starter', 'cities', 'words', 'poems']
export const stages = [0, 1, 2, 3, 4, 5]

/** Write figure-NAME.js, stage-worker-N.js, list-NAME.js and figures.css into a folder. */
export async function bundleFigures(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(outDir, name), text)
  for (const list of lists)
    write(
      `list-${list}.js`,
      register(`list-${list}`, readFileSync(join(root, `datasets/${list}.txt`), 'utf8')),
    )
  write('figures.css', readFileSync(join(here, 'figures.css'), 'utf8') + curvesCss)
  await Promise.all([
    ...figures.map(async (name) => write(`figure-${name}.js`, await bundle(join(here, `${name}.ts`)))),
    ...stages.map(async (n) =>
      write(`stage-worker-${n}.js`, register(`stage-worker-${n}`, await stageWorker(n))),
    ),
  ])
}

/** The program of the worker that holds stage n. */
export const stageWorker = (n: number) => bundle(join(here, `workers/train${n}.ts`))

/** A script that leaves a text where source() finds it. */
const register = (name: string, text: string) =>
  `(globalThis.gptTexts??={})[${JSON.stringify(name)}]=${JSON.stringify(text)}\n`

async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [runs()],
    resolve: { conditions: ['browser'] },
    build: {
      write: false,
      target: 'es2022',
      reportCompressedSize: false,
      lib: { entry, formats: ['iife'], name: 'figure', fileName: 'figure' },
    },
  })
  const [{ output }] = result as Exclude<typeof result, { output: unknown } | { close: unknown }>
  return output[0].code
}

/** `import runs from 'virtual:runs'`: what the transcripts and the meter say, thinned for a picture. */
function runs(): Plugin {
  const name = 'virtual:runs'
  return {
    name: 'runs',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(readRuns())}` : undefined),
  }
}

/** The recorded runs of all stages. */
export function readRuns(): Runs {
  const meter = readdirSync(join(root, 'scripts')).includes('meter.json')
    ? (JSON.parse(readFileSync(join(root, 'scripts/meter.json'), 'utf8')) as Meter)
    : undefined
  for (const { history } of Object.values(meter ?? {}))
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
    return { name, losses: curve, meter: meter?.[name]?.history }
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
