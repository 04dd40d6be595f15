// `npm run workshop:pack`: a folder and a .zip for a memory stick, for a room without a network: the pages, the
// handouts, and each stage as one file that runs with nothing but Node.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Zippable, zipSync } from 'fflate'
import { haveNames } from '../../packages/lab/names.ts'
import { dist } from '../lessons/render/build.ts'
import { bundleStage, downloader } from './bundles.ts'
import { printHandouts } from './print.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const megabytes = 10 // at most, so that copying it for thirty people takes no time

/**
 * Write the folder `gpt-by-diff` and `gpt-by-diff.zip` into a folder.
 * @throws Error when they are too large, or the pages have not been built
 */
export async function pack(outDir: string): Promise<void> {
  if (!existsSync(join(dist, 'index.html')))
    throw new Error('The pages are not built: npm run lessons:build.')
  if (!haveNames)
    console.warn(
      'datasets/names.txt is not there, so the packed programs will learn from the starter list and print other numbers than the lessons. npm start fetches it.',
    )
  const handouts = mkdtempSync(join(tmpdir(), 'handouts-'))
  await printHandouts(handouts) // first: it fails where there is no browser, and what was packed before stays
  const folder = join(outDir, 'gpt-by-diff')
  rmSync(folder, { recursive: true, force: true })
  cpSync(dist, join(folder, 'lessons'), { recursive: true })
  cpSync(handouts, join(folder, 'handouts'), { recursive: true })
  rmSync(handouts, { recursive: true })
  await packStages(join(folder, 'stages'))
  writeFileSync(join(folder, 'START-HERE.txt'), startHere)

  const zip = zipSync(filesIn(folder, outDir), { level: 9 })
  writeFileSync(join(outDir, 'gpt-by-diff.zip'), zip)
  const sizes = [
    ['folder', sizeOf(folder)],
    ['zip', zip.length],
  ] as const
  for (const [what, size] of sizes) console.log(`${what.padEnd(6)} ${(size / 1e6).toFixed(1)} MB`)
  if (sizes.some(([, size]) => size > megabytes * 1e6)) throw new Error(`That is more than ${megabytes} MB.`)
}

async function packStages(folder: string): Promise<void> {
  mkdirSync(join(folder, 'datasets'), { recursive: true })
  const licences = new Map<string, string>()
  for (const n of [0, 1, 2, 3, 4, 5]) {
    const bundle = await bundleStage(n)
    writeFileSync(join(folder, `train${n}.mjs`), bundle.text)
    cpSync(join(root, `packages/train${n}/train${n}.ts`), join(folder, `train${n}.ts`)) // to read
    for (const [name, text] of bundle.licences) licences.set(name, text)
  }
  cpSync(downloader, join(folder, 'download.mjs'))
  const lists = readdirSync(join(root, 'datasets')).filter((name) => /\.(txt|md)$/.test(name))
  for (const list of lists) cpSync(join(root, 'datasets', list), join(folder, 'datasets', list))
  const ours = readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  const others = [...licences].map(([name, text]) => `${name}\n\n${text}`)
  writeFileSync(
    join(folder, 'LICENCES.txt'),
    `${[`GPT by diff\n\n${ours}`, ...others].join('\n\n---\n\n')}\n`,
  )
}

const startHere = `GPT by diff: six small programs, from counting letters to a GPT

Nothing here needs a network, and nothing is installed. If this came as a .zip,
unpack it first, and copy it from a memory stick before you begin.

1. Read, and run in the page. Open lessons/index.html in a browser. Each lesson
   trains the real program in the page, on your machine.

2. Write, in the page. lessons/playground.html is an editor with the six
   programs and their tests. Its tab "Steps" leads from one to the next: it is
   there what "npm run practice" is in a copy of the whole project.

3. Run in a terminal, if this machine has Node 20.19 or newer (node --version).
   In the folder stages:

     node train0.mjs                       count letters
     node train5.mjs                       the whole GPT; a few seconds
     node train5.mjs --data cities         or words, poems, or a text file of yours
     node train5.mjs --help                what else there is

   Where a lesson says "cd packages/train3" and "npm start", that is
   "node train3.mjs" here; "npm start -- --steps 5000" is "node train3.mjs
   --steps 5000". Where it says "npm test", use the playground.
   Without datasets/names.txt the programs learn from our own starter list.

4. On paper: handouts/ has each lesson and each program as a PDF.

5. If you teach: lessons/teaching.html has plans, and slides-0.html to
   slides-6.html beside it are the slides; s opens the speaker's window.

stages/train0.ts to train5.ts are the programs to read.
`

/** The files of a folder for the zip, by their paths from `base`. */
function filesIn(folder: string, base: string): Zippable {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name)
      return [relative(base, file).replaceAll('\\', '/'), new Uint8Array(readFileSync(file))]
    }),
  )
}

const sizeOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  pack(join(root, 'workshop')).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
