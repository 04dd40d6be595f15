// The terminal of every stage: what perform.ts prints, how training goes, and Ctrl-C.

import { setImmediate as breathe } from 'node:timers/promises'
import { Presets, SingleBar } from 'cli-progress'
import colors from 'picocolors'
import plot from 'simple-ascii-chart'
import { isProgram, options } from './options.ts'
import { PlainLines, type Progress, perform, type Stage } from './perform.ts'

/** Be the terminal of the stage if it is the program; do nothing if it is imported. */
export function run(stage: Stage): void {
  if (isProgram) void main(stage)
}

async function main(stage: Stage): Promise<void> {
  let [training, interrupted] = [true, false]
  process.on('SIGINT', () => {
    if (!training) process.exit(130)
    interrupted = true
  })
  const { steps } = options
  const shown = process.stdout.isTTY ? new LiveLine(steps) : new PlainLines(steps, console.log)
  await perform(stage, options, {
    print: console.log,
    progress: {
      begin: () => shown.begin(),
      step: (loss) => shown.step(loss),
      end() {
        shown.end()
        training = false
      },
    },
    breathe, // or Ctrl-C would not be heard before the end
    isInterrupted: () => interrupted,
  })
}

/** One line that changes in place, and the curve of the loss at the end, for people. */
class LiveLine implements Progress {
  losses: number[] = []
  bar: SingleBar
  columns = process.stdout.columns || 80
  steps: number
  started = 0

  constructor(steps: number) {
    const format = `${colors.green('{bar}')} step {value} / {total} | loss {loss} | {rate} steps/s | {eta_formatted} left`
    const text = 54 + 2 * String(steps).length // the columns that the rest of the line takes at most
    const barsize = Math.max(10, Math.min(40, this.columns - text))
    this.bar = new SingleBar({ format, barsize, stream: process.stdout }, Presets.shades_classic)
    this.steps = steps
  }

  begin(): void {
    this.started = performance.now()
    if (this.steps > 0) this.bar.start(this.steps, 0, { loss: '-', rate: '-' })
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
  const means = points.map(([, loss]) => loss)
  const [low, high] = [Math.min(...means), Math.max(...means)]
  const picture = plot(points, {
    width: count,
    height: 9, // odd, so that the middle has a row
    title: 'loss over the steps',
    hideXAxisTicks: true,
    customYAxisTicks: [low, (low + high) / 2, high],
    formatter: (loss) => loss.toFixed(2),
  })
  return picture.trim().replace(/ +$/gm, '')
}
