// The prelude in the playground: what a stage gets for `import … from 'prelude'`, learner's copy or tests' copy.

import { fn } from '@vitest/spy'
import { documents as documentsOf, options } from '../../../packages/prelude/browser.ts'
import { Mistake } from '../../../packages/prelude/mistake.ts'
import { listOf } from '../protocol.ts'
import { existsSync, readFileSync } from './files.ts'

export * as random from '../../../packages/prelude/random.ts'
export { options }

/** The documents of a list, or of a file that a test has written. */
export function documents(data = 'names-starter'): string[] {
  const path = [data, listOf(data.replace(/\.txt$/, ''))].find(existsSync)
  if (path === undefined) throw new Mistake(`There is no list "${data}" here: choose one on the page.`)
  const found = documentsOf(readFileSync(path))
  if (found.length === 0) throw new Mistake('There is no text in it: it takes one document per line.')
  return found
}

/** Remembers what it was given: run.ts goes on with that, and the tests look at it. */
export const run = fn()
