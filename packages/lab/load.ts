// A stage, loaded again: on other documents, with another seed, or with some of its text replaced.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as prelude from 'prelude'
import { evaluate } from './evaluate.ts'

export type Changes = {
  /** A file or the name of a list, as `--data` takes it; the starter list unless told. */
  data?: string
  seed?: number
  /** Pieces of the stage's text and what to put in their place, such as `{ 'nHead = 4': 'nHead = 1' }`. */
  replace?: Record<string, string>
}

/**
 * Build a copy of a stage that shares nothing with other copies but the random numbers: draw what you need of
 * them before you load the next.
 * @param file the stage, `new URL('train4.ts', import.meta.url)`
 * @returns its exports
 * @throws Error when a piece to be replaced stands there not exactly once
 */
export function load<Exports>(
  file: URL,
  { data = 'names-starter', seed = 42, replace = {} }: Changes = {},
): Exports {
  let source = readFileSync(file, 'utf8')
  for (const [piece, other] of Object.entries(replace)) {
    const count = source.split(piece).length - 1
    if (count !== 1) throw new Error(`"${piece}" stands ${count} times in ${fileURLToPath(file)}, not once`)
    source = source.replace(piece, () => other)
  }
  const imports = { ...prelude, options: { ...prelude.options, data, seed } }
  return evaluate(source, fileURLToPath(file), imports) as Exports
}
