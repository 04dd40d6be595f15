// The recorded runs: what is shown before a reader runs anything.

import type { Point } from './numbers.ts'

/** What transcript.txt says about a stage. */
export type Run = {
  documents: number
  params: number
  steps: number
  /** Step and smoothed loss. */
  curve: Point[]
  samples: string[]
}

/** What scripts/meter.json says: perplexity on held-out names, every so many steps, for each stage. */
export type Meter = Record<string, { history: Point[] }>

export type Runs = { stages: Run[]; meter: Meter }
