// The figures of the Python original (CPython 3.11, seed 42, 1,000 steps), one file for each stage and list.

import { readFileSync } from 'node:fs'

/** What is kept of all the parameters, or of all their gradients: the first eight, and sums over all. */
export type Digest = { count: number; first: number[]; sum: number; sumOfSquares: number }

export type Reference = {
  /** The lines printed before training. */
  head: string[]
  /** Nats per token, one for each step. */
  losses: number[]
  samples: string[]
  /** Of the parameters before and after training, and of the gradient of the first step; absent in train0. */
  initialParams?: Omit<Digest, 'sumOfSquares'>
  firstGradient?: Omit<Digest, 'count'>
  finalParams?: Omit<Digest, 'count'>
}

export function reference(list: 'names' | 'starter', stage: string): Reference {
  return JSON.parse(readFileSync(new URL(`reference/${list}-${stage}.json`, import.meta.url), 'utf8'))
}
