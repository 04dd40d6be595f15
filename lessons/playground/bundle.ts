// The playground as files for its page: the script, and the worker's program as a text, as the figures have theirs.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { bundle, register } from '../figures/bundle.ts'
import { packedSteps } from './steps.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const worker = join(here, 'worker')

/** Write figure-playground.js, playground-worker.js and playground-steps.js into a folder. */
export async function bundlePlayground(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true })
  writeFileSync(join(outDir, 'playground-steps.js'), register('playground-steps', packedSteps()))
  const program = await bundle(join(worker, 'main.ts'), [forPages()])
  writeFileSync(join(outDir, 'playground-worker.js'), register('playground-worker', program))
  writeFileSync(
    join(outDir, 'figure-playground.js'),
    await bundle(join(here, 'playground.ts'), [withoutCompiler()]),
  )
}

/** The judge of the practice runs the compiler; a page asks the editor's parser. */
const withoutCompiler = (): Plugin => ({
  name: 'without-compiler',
  enforce: 'pre',
  resolveId: (id) => (id === './judge.ts' ? join(here, 'syntax.ts') : undefined),
})

/** What the tests import, in a page: the learner's stage, and stand-ins for what only Node has. */
function forPages(): Plugin {
  const aliases: Record<string, string> = {
    prelude: join(worker, 'prelude.ts'),
    vitest: join(root, 'scripts/practice/tests/vitest.ts'),
    './evaluate.ts': join(worker, 'evaluate.ts'),
    'node:fs': join(worker, 'files.ts'),
    'node:os': join(worker, 'files.ts'),
    'node:path': join(worker, 'files.ts'),
    'node:url': join(worker, 'files.ts'),
    'node:child_process': join(worker, 'files.ts'),
  }
  const edited = '\0edited'
  return {
    name: 'for-pages',
    enforce: 'pre',
    resolveId(id, importer = '') {
      if (/\btrain\d\.test\.ts$/.test(importer) && /^\.\/train\d\.ts$/.test(id)) return edited
      return aliases[id]
    },
    load: (id) => (id === edited ? 'module.exports = globalThis.edited' : undefined),
    // a stage's address leads to the files that the page hands over
    transform: (code, id) =>
      id.startsWith(join(root, 'packages'))
        ? code.replaceAll('import.meta.url', JSON.stringify(`file:///${id.slice(root.length)}`))
        : undefined,
  }
}
