// What a stage does when it is started, the same in a terminal and in a page: train, tell how it goes, make new
// documents. Where the lines go, and who may interrupt, is up to the caller.

import { Mistake } from './mistake.ts'
import type { Options } from './options.ts'
import * as random from './random.ts'

/** What a stage hands over. */
export type Stage = {
  docs: string[]
  vocabSize: number
  /** Absent where nothing is learned by gradients. */
  params?: unknown[]
  /** A line to print before training. */
  gradientCheck?: () => string
  /** Trains one step at a time and yields the loss of each, in nats per token. */
  train: (steps: number) => Iterable<number>
  /** One new document that begins with the prompt. */
  sample: (temperature: number, prompt: string) => string
  /** Used unless the options say otherwise. */
  temperature: number
}

/** How training is shown. */
export type Progress = {
  begin(): void
  step(loss: number): void
  /** After the last step, and after an error too. */
  end(): void
}

export type View = {
  print(line: string): void
  progress: Progress
  /** Between two steps and between two documents. */
  breathe(): Promise<void>
  /** Whether training is to end here. */
  isInterrupted?: () => boolean
}

/**
 * Train a stage and print documents of its own.
 * @throws Mistake when a prompt or a temperature is one that nothing can be drawn with
 */
export async function perform(stage: Stage, options: Options, view: View): Promise<void> {
  const { steps, samples, prompt, temperature = stage.temperature } = options
  const { print, progress, breathe, isInterrupted } = view
  const stranger = [...prompt].find((char) => !stage.docs.some((doc) => doc.includes(char)))
  if (stranger) throw new Mistake(`--prompt contains "${stranger}", which is in none of the documents.`)

  print(`num docs: ${stage.docs.length}`)
  print(`vocab size: ${stage.vocabSize}`)
  if (stage.params) print(`num params: ${stage.params.length}`)
  if (stage.gradientCheck) print(stage.gradientCheck())

  progress.begin()
  try {
    for (const loss of stage.train(steps)) {
      progress.step(loss)
      await breathe()
      if (isInterrupted?.()) break
    }
  } finally {
    progress.end()
  }

  print('\n--- inference (new, hallucinated names) ---')
  for (let i = 1; i <= samples; i++) {
    print(`sample ${String(i).padStart(2)}: ${draw(stage, temperature, prompt)}`)
    await breathe()
  }
}

function draw(stage: Stage, temperature: number, prompt: string): string {
  try {
    return stage.sample(temperature, prompt)
  } catch (error) {
    if (!(error instanceof random.BadWeights)) throw error
    throw new Mistake(
      `No name can be drawn, as ${error.message}: training diverged, or --temperature ${temperature} is too small.`,
    )
  }
}

/** A line for each step, for pipes, files and pages. */
export class PlainLines implements Progress {
  steps: number
  print: (line: string) => void
  done = 0

  constructor(steps: number, print: (line: string) => void) {
    this.steps = steps
    this.print = print
  }

  begin(): void {}

  step(loss: number): void {
    this.done++
    const [done, steps] = [this.done, this.steps].map((number) => String(number).padStart(4))
    this.print(`step ${done} / ${steps} | loss ${loss.toFixed(4)}`)
  }

  end(): void {}
}
