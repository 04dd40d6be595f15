// Write the course as pages: `npm run lessons:build` makes lessons/dist, which any browser opens as it is.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'vite'
import { bundleFigures } from '../../../lessons/figures/bundle.ts'
import { recordedCurves } from '../../../lessons/figures/recorded-runs.ts'
import { bundlePlayground } from '../../../lessons/playground/bundle.ts'
import { scriptsOf, stylesOf } from '../../../lessons/site/page.ts'
import { numbersOf } from '../numbers.ts'
import { readStages } from '../stages.ts'
import { createHighlight, type Highlight } from './highlight.ts'
import { type Site, siteOf } from './site.ts'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const lessons = join(root, 'lessons')
export const dist = join(lessons, 'dist')

/** Kilobytes, compressed: before the reader presses anything; in the playground, whatever is pressed. */
const budgets = { script: 60, total: 250 }
const playground = {
  file: 'playground.html',
  script: 400,
  total: 450,
  later: ['assets/playground-worker.js', 'assets/playground-steps.js'],
}

export type Options = { live?: boolean; quiet?: boolean; highlight?: Highlight; folder?: string }

/**
 * Everything, from nothing or over what is there.
 * @throws Error with all that is wrong, one a line: stale names, lines not found, pages over their budget
 */
export async function build(outDir: string = dist, options: Options = {}): Promise<void> {
  const start = performance.now()
  const [, pages] = await Promise.all([buildAssets(outDir), buildPages(outDir, options)])
  const sizes = [...pages].map(([file, page]) => sizeOf(outDir, file, page))
  if (!options.quiet) for (const size of sizes) console.log(describe(size))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (!options.quiet) console.log(`${sizes.length} pages in ${outDir}, ${seconds} s`)
  const over = sizes.flatMap(overBudget)
  if (over.length > 0) throw new Error(over.join('\n'))
}

/** The scripts, styles and figures; a few seconds, and seldom needed again. */
export async function buildAssets(outDir: string): Promise<void> {
  const assets = join(outDir, 'assets')
  await Promise.all([buildSite(outDir), bundleFigures(assets), bundlePlayground(assets)])
}

/** The scripts and styles of every page. */
export async function buildSite(outDir: string): Promise<void> {
  const assets = join(outDir, 'assets')
  write(assets, 'styles.css', readFileSync(join(lessons, 'site/styles.css'), 'utf8'))
  write(assets, 'slides.css', readFileSync(join(lessons, 'site/slides.css'), 'utf8'))
  await Promise.all(
    ['theme', 'site', 'slides'].map(async (name) => write(assets, `${name}.js`, await script(name))),
  )
}

/** @returns the pages written, with the figures of each */
export async function buildPages(outDir: string, options: Options = {}): Promise<Site['figures']> {
  const folder = options.folder ?? lessons
  const stages = readStages(pathToFileURL(root))
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  const site = siteOf({
    texts: new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    stages,
    numbers: numbersOf(stages, pathToFileURL(root)),
    highlight: options.highlight ?? (await createHighlight()),
    readFile,
    picture: (figure) => (figure === 'curves' ? recordedCurves() : undefined),
    live: options.live ?? false,
  })
  const faults = site.faults
    .map(({ file, line, message }) => `lessons/${file}:${line}: ${message}`)
    .join('\n')
  // pages with faults are for their writer only
  if (faults && !options.live) throw new Error(faults)
  for (const [file, html] of site.pages) write(outDir, file, html)
  for (const file of readdirSync(outDir))
    if (file.endsWith('.html') && !site.pages.has(file)) rmSync(join(outDir, file))
  if (faults) throw new Error(faults)
  return site.figures
}

function readFile(path: string): string | undefined {
  const full = join(root, path)
  return existsSync(full) && statSync(full).isFile() ? readFileSync(full, 'utf8') : undefined
}

/** Only what is different, so that a watcher or a deployment sees only that. */
function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
}

/** A script of lessons/site as one classic script, which also runs where a page is opened as a file. */
async function script(name: string): Promise<string> {
  const result = await bundle({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      reportCompressedSize: false,
      lib: { entry: join(lessons, `site/${name}.ts`), formats: ['iife'], name: 'site', fileName: name },
    },
  })
  const [{ output }] = result as Exclude<typeof result, { output: unknown } | { close: unknown }>
  return output[0].code
}

// Sizes ---------------------------------------------------------------------------------------------------

type Size = { file: string; html: number; script: number; style: number }

function sizeOf(outDir: string, file: string, figures: string[]): Size {
  const compressed = (name: string) => gzipSync(readFileSync(join(outDir, name))).length / 1000
  const sum = (names: string[]) => names.reduce((total, name) => total + compressed(name), 0)
  const scripts = [...scriptsOf(figures), ...(file === playground.file ? playground.later : [])]
  return { file, html: compressed(file), script: sum(scripts), style: sum(stylesOf(figures)) }
}

const total = ({ html, script, style }: Size) => html + script + style

const describe = (size: Size): string =>
  `${size.file.padEnd(28)} ${total(size).toFixed(1).padStart(6)} kB (script ${size.script.toFixed(1)})`

/** What a page is over its budget, in words. */
export function overBudget(size: Size): string[] {
  const over = (what: string, is: number, budget: number) =>
    is > budget
      ? [`${size.file}: ${is.toFixed(1)} kB of ${what}, compressed; the budget is ${budget} kB`]
      : []
  const { script, total: all } = size.file === playground.file ? playground : budgets
  return [...over('script', size.script, script), ...over('everything', total(size), all)]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
