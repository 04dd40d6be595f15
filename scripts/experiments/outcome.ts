// What becomes of a stage with an experiment's change: `measure` finds it, a process of its own for each experiment.

import { heldOut, perplexity, perplexityOfPredictions, type Stage, steps } from './perplexity.ts'

/** Numbers are rounded to 4 decimals; JSON has no Infinity and no NaN, so that these are words. */
type Rounded = number | 'Infinity' | '-Infinity' | 'NaN'

export type Outcome = {
  /** How many steps were trained: 1,000, unless an error or a parameter that is no number ended it. */
  steps: number
  'loss.1'?: Rounded
  /** The average loss of the first, and of the last, 100 steps. */
  'loss.first100'?: Rounded
  'loss.last100'?: Rounded
  /** After training, on the meter's 500 names, from what the model predicts. */
  perplexity?: Rounded
  /** What the stage's own forward() makes of it, where that is something else. */
  'perplexity.claimed'?: Rounded
  /** The first five. */
  samples?: string[]
  /** What ended it. */
  error?: string
  /** The first of the stage's own tests that fails. */
  caughtBy?: string
}

/** Train a stage on its first 1,000 documents and look at it. */
export function measure(stage: Stage, temperature: number): Outcome {
  const losses: number[] = []
  const result = (more: Partial<Outcome>) => ({ steps: losses.length, ...first(losses), ...more })
  try {
    for (const loss of stage.train(steps)) {
      losses.push(loss)
      const broken = Number.isFinite(loss) ? undefined : firstBroken(stage)
      if (broken !== undefined)
        return result({ error: `after step ${losses.length} a parameter is ${broken}` })
    }
    return {
      ...result({}),
      'loss.first100': mean(losses.slice(0, 100)),
      'loss.last100': mean(losses.slice(-100)),
      samples: Array.from({ length: 5 }, () => stage.sample(temperature)),
      ...perplexities(stage),
    }
  } catch (error) {
    return result({ error: String(error) })
  }
}

const first = (losses: number[]) => (losses.length > 0 ? { 'loss.1': round(losses[0]) } : {})

/** The first parameter that is no finite number. */
const firstBroken = ({ params = [] }: Stage) => params.find((p) => !Number.isFinite(p.data))?.data

function perplexities(stage: Stage): Pick<Outcome, 'perplexity' | 'perplexity.claimed'> {
  const docs = heldOut(stage)
  const some = docs.slice(0, 10)
  const [found, claimed] = [perplexityOfPredictions(stage, some), perplexity(stage, some)]
  const agree = Object.is(found, claimed) || Math.abs(found / claimed - 1) < 1e-9
  return {
    perplexity: round(perplexityOfPredictions(stage, docs)),
    ...(agree ? {} : { 'perplexity.claimed': round(perplexity(stage, docs)) }),
  }
}

function mean(losses: number[]): Rounded {
  return round(losses.reduce((total, loss) => total + loss, 0) / losses.length)
}

function round(number: number): Rounded {
  if (Number.isFinite(number)) return Number(number.toFixed(4))
  return String(number) as Rounded
}
