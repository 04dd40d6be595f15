// The practice steps in the page: read from the text that the build has made of them, see steps.ts.

import type { Practice, Step } from '../../scripts/practice/steps.ts'
import { source } from '../figures/common/source.ts'
import type { Name } from './originals.ts'

/** A step with its first two hints; the third is its diff. `tests` are those that fail before it and pass after it. */
export type GuidedStep = Step & { what: string; how: string; tests: string[] }
export type Guide = Omit<Practice, 'steps'> & { steps: GuidedStep[] }

type Packed = Omit<Guide, 'files'> & { files: { name: string; text: number }[][]; texts: string[] }

export async function guideOf(name: Name): Promise<Guide> {
  const all: Record<Name, Packed> = JSON.parse(await source('playground-steps'))
  const { files, texts, ...guide } = all[name]
  return {
    ...guide,
    files: files.map((file) => file.map((piece) => ({ ...piece, text: texts[piece.text] }))),
  }
}
