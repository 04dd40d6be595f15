// The figures as files for the pages: classic scripts, so that they also run from a folder. Each figure is one;
// each stage's worker and each list is one more, loaded when first needed (see common/source.ts).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { curvesCss } from './common/curves-svg.ts'
import { readRuns, stages } from './recorded-runs.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')

/** The figures, by the name after `gpt-`. */
export const figures = ['runner', 'counts', 'gradient', 'graph', 'attention', 'heads', 'race', 'curves']
/** The lists that a reader can pick; names.txt is not ours to publish. */
export const lists = ['names-starter', 'cities', 'words', 'poems']

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
export const register = (name: string, text: string) =>
  `(globalThis.gptTexts??={})[${JSON.stringify(name)}]=${JSON.stringify(text)}\n`

/** A program as one classic script. */
export async function bundle(entry: string, plugins: Plugin[] = [runs()]): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins,
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
