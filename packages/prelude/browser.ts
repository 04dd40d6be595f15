// The prelude in a page: the same exports as index.ts, without a disk and without a terminal. Whoever loads
// a stage sets the options first; `options.data` is there the text itself, one document per line.

import type { Options } from './options.ts'
import * as python from './random.ts'

/** What a stage is to be built with, until the page says otherwise. */
export const options: Options = { steps: 1000, samples: 20, seed: 42, prompt: '' }

/** The documents in a text: its lines without the blanks around them, blank lines left out. */
export function documents(text = ''): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** As in index.ts, but an object: a page may put a `choice` of its own here, to see what a stage draws from. */
export const random = { ...python }

/** A page has no terminal. */
export function run(): void {}
