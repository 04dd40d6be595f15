// `npm run bench`: how long 1,000 training steps of each stage take and how much memory, beside what is aimed
// at, and how the cost of a step grows with the model and with the context. The best of three runs each;
// `npm run bench -- --once` is a quick look. A report, not a test: it exits 0 however slow a stage is.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { haveNames } from '../packages/lab/names.ts'
import { Mistake, tellMistakes } from '../packages/prelude/mistake.ts'
import type { Measurement, Task } from './measure.ts'
import { stageFile, stages, table } from './stages.ts'

const targets = {
  /** Seconds; from train3 on, as a multiple of the limit. */
  seconds: { train0: 0.1, train1: 0.5, train2: 2.2 } as Record<string, number>,
  timesLimit: 8,
  megabytes: 200,
}
/** Copies of train5 on documents that fill the context; enough steps for the compiler to have seen them all. */
const larger = {
  nEmbd: [
    { nEmbd: 16, context: 16, steps: 200 },
    { nEmbd: 32, context: 16, steps: 80 },
    { nEmbd: 64, context: 16, steps: 30 },
  ],
  context: [
    { nEmbd: 16, context: 16, steps: 200 },
    { nEmbd: 16, context: 64, steps: 60 },
    { nEmbd: 16, context: 256, steps: 16 },
  ],
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

/** Train in a process of its own, started as a stage is: `node --import tsx`. */
function measure(what: string, task: Task): Measurement {
  process.stderr.write(`${what} ...\n`)
  const args = ['--import', 'tsx', path('measure.ts'), JSON.stringify(task)]
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Mistake(`${what} could not be measured, for the reason above.`)
  return JSON.parse(stdout)
}

/** The stages and limit.ts in turn, so that a busy moment of the machine does not meet the same one always. */
function measureStages(data: string, rounds: number): Map<string, { seconds: number; memory: number }> {
  const best = new Map<string, { seconds: number; memory: number }>()
  for (let round = 1; round <= rounds; round++) {
    for (const name of ['limit', ...stages]) {
      const file = name === 'limit' ? path('limit.ts') : fileURLToPath(stageFile(name))
      const { times, memory } = measure(`round ${round} of ${rounds}: ${name}`, { file, data, steps: 1000 })
      const seconds = sum(times) / 1000
      if (seconds < (best.get(name)?.seconds ?? Infinity)) best.set(name, { seconds, memory })
    }
  }
  return best
}

function stagesTable(best: ReturnType<typeof measureStages>): string {
  const limit = best.get('limit')?.seconds ?? Number.NaN
  const rows = [...best].map(([name, { seconds, memory }]) => {
    const target = targets.seconds[name]
    const againstLimit = ['train3', 'train4', 'train5'].includes(name)
    return [
      name,
      seconds.toFixed(2),
      target === undefined ? '' : `≤ ${target}`,
      (1000 / seconds).toFixed(0),
      againstLimit ? (seconds / limit).toFixed(1) : '',
      againstLimit ? `≤ ${targets.timesLimit}` : '',
      memory.toFixed(0),
      name === 'limit' ? '' : `≤ ${targets.megabytes}`,
    ]
  })
  const heads = ['1,000 steps', 'seconds', 'target', 'steps/s', '× limit', 'target', 'MB', 'target']
  return table([heads, ...rows])
}

/** Milliseconds a step, on average over the second half of the steps, and the number of parameters. */
function measureLarger({ nEmbd, context, steps }: (typeof larger.nEmbd)[0], data: string, rounds: number) {
  const task = {
    file: fileURLToPath(stageFile('train5')),
    data,
    steps,
    replace: { 'const nEmbd = 16': `const nEmbd = ${nEmbd}`, 'blockSize = 16': `blockSize = ${context}` },
  }
  const runs = Array.from({ length: rounds }, () => measure(`n_embd ${nEmbd}, context ${context}`, task))
  const half = steps / 2
  const cost = Math.min(...runs.map(({ times }) => sum(times.slice(half)) / half))
  return { nEmbd, context, params: runs[0].params, cost }
}

/** With the factor from each row to the next, and the exponent: cost grows as `by` to the power of it. */
function growthTable(by: 'params' | 'context', rows: ReturnType<typeof measureLarger>[]): string {
  const cells = rows.map(({ nEmbd, context, params, cost }, i) => {
    const before = rows[i - 1]
    const exponent = before && Math.log(cost / before.cost) / Math.log(rows[i][by] / before[by])
    const growth = before ? [`× ${(cost / before.cost).toFixed(2)}`, exponent.toFixed(2)] : ['', '']
    return [`n_embd ${nEmbd}`, String(context), String(params), cost.toFixed(2), ...growth]
  })
  const target = by === 'params' ? 'exponent (parameters): linear, 1' : 'exponent (context): at most 2'
  return table([['train5', 'context', 'parameters', 'ms/step', 'growth', target], ...cells])
}

/** A file with documents of 300 letters, made of names. */
function longDocuments(folder: string): string {
  const names = readFileSync(path('../datasets/names-starter.txt'), 'utf8')
  const file = join(folder, 'long.txt')
  writeFileSync(file, (names.replace(/\s+/g, '').match(/.{300}/g) ?? []).join('\n'))
  return file
}

function main(args: string[]): void {
  const unknown = args.find((arg) => arg !== '--once')
  if (unknown)
    throw new Mistake(`"${unknown}" is not an option; there is --once, for one run instead of three.`, 2)
  const rounds = args.includes('--once') ? 1 : 3
  const data = haveNames ? 'names' : 'names-starter'

  console.log(`Node ${process.versions.node}, ${cpus()[0]?.model}; data: ${data}; best of ${rounds}\n`)
  console.log(stagesTable(measureStages(data, rounds)))
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const long = longDocuments(folder)
    const grow = (sizes: typeof larger.nEmbd) => sizes.map((size) => measureLarger(size, long, rounds))
    console.log(`\n${growthTable('params', grow(larger.nEmbd))}`)
    console.log(`\n${growthTable('context', grow(larger.context))}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

tellMistakes()
main(process.argv.slice(2))
