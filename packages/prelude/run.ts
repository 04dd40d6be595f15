// The terminal of every stage: train, show how it goes, print new documents.

import { setImmediate as breathe } from 'node:timers/promises'
import { Presets, SingleBar } from 'cli-progress'
import colors from 'picocolors'
import plot from 'simple-ascii-chart'
import { Mistake } from './mistake.ts'
import { isProgram, options } from './options.ts'
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
  /** Used unless the command line says otherwise. */
  temperature: number
}

/** Be the terminal of the stage if it is the program; do nothing if it is imported. */
export function run(stage: Stage): void {
  if (isProgram) void main(stage)
}

async function main(stage: Stage): Promise<void> {
  const { steps, samples, prompt, temperature = stage.temperature } = options
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0) // the reader of our output has left: `| head`
    throw new Mistake(`The output cannot be written (${code}).`)
  })
  const stranger = [...prompt].find((char) => !stage.docs.some((doc) => doc.includes(char)))
  if (stranger) throw new Mistake(`--prompt contains "${stranger}", which is in none of the documents.`)

  console.log(`num docs: ${stage.docs.length}`)
  console.log(`vocab size: ${stage.vocabSize}`)
  if (stage.params) console.log(`num params: ${stage.params.length}`)
  if (stage.gradientCheck) console.log(stage.gradientCheck())

  let [training, interrupted] = [true, false]
  process.on('SIGINT', () => {
    if (!training) process.exit(130)
    interrupted = true
  })
  const progress = process.stdout.isTTY ? new LiveLine(steps) : new PlainLines(steps)
  try {
    for (const loss of stage.train(steps)) {
      progress.step(loss)
      await breathe() // or Ctrl-C would not be heard before the end
      if (interrupted) break
    }
  } finally {
    progress.end() // after an error too, as the live line has changed how the terminal wraps
    training = false
  }

  console.log('\n--- inference (new, hallucinated names) ---')
  for (let i = 1; i <= samples; i++) {
    console.log(`sample ${String(i).padStart(2)}: ${draw(stage, temperature, prompt)}`)
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

/** A line for each step, for pipes and files. */
class PlainLines {
  steps: number
  done = 0

  constructor(steps: number) {
    this.steps = steps
  }

  step(loss: number): void {
    this.done++
    const [done, steps] = [this.done, this.steps].map((number) => String(number).padStart(4))
    console.log(`step ${done} / ${steps} | loss ${loss.toFixed(4)}`)
  }

  end(): void {}
}

/** One line that changes in place, and the curve of the loss at the end, for people. */
class LiveLine {
  losses: number[] = []
  bar: SingleBar
  columns = process.stdout.columns || 80
  started = performance.now()

  constructor(steps: number) {
    const format = `${colors.green('{bar}')} step {value} / {total} | loss {loss} | {rate} steps/s | {eta_formatted} left`
    const text = 54 + 2 * String(steps).length // the columns that the rest of the line takes at most
    const barsize = Math.max(10, Math.min(40, this.columns - text))
    this.bar = new SingleBar({ format, barsize, stream: process.stdout }, Presets.shades_classic)
    if (steps > 0) this.bar.start(steps, 0, { loss: '-', rate: '-' })
  }

  step(loss: number): void {
    this.losses.push(loss)
    const seconds = (performance.now() - this.started) / 1000
    const rate = (this.losses.length / seconds).toFixed(0)
    this.bar.update(this.losses.length, { loss: mean(this.losses.slice(-50)).toFixed(4), rate })
  }

  end(): void {
    this.bar.stop()
    const losses = this.losses.filter(Number.isFinite) // there is no place in a plot for NaN
    if (losses.length > 1) console.log(`\n${curve(losses, Math.min(60, this.columns - 12))}`)
  }
}

const mean = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0) / numbers.length

/** The losses as a plot of that many columns, each the average of its share of the steps. */
function curve(losses: number[], columns: number): string {
  const count = Math.min(columns, losses.length)
  const start = (i: number) => Math.floor((i * losses.length) / count)
  const points = Array.from({ length: count }, (_, i): [number, number] => [
    start(i + 1),
    mean(losses.slice(start(i), start(i + 1))),
  ])
  const picture = plot(points, {
    width: count,
    height: 8,
    title: 'loss over the steps',
    hideXAxisTicks: true,
    formatter: (loss) => loss.toFixed(2),
  })
  return picture.trim().replace(/ +$/gm, '')
}
