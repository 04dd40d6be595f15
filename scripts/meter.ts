// The meter: the perplexity of every stage on the same 500 names, before training and after every 100 steps.
//
//   npm run meter               measures, prints a table and writes meter.json
//   npm run meter -- --check    measures and compares with meter.json
//
// Seed 42, names.txt. All stages bring the documents into the same order and train on the first 1,000 of them.
// The 500 are the next in that order, without the three that are among the first 1,000 as well: names.txt has
// some names twice. They have 3,590 tokens to predict, the final BOS of each counted. Guessing blindly among
// 27 tokens has the perplexity 27.
//
// train2 is train1 with its gradients found in another way, so that the two have the same numbers.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from '../packages/lab/load.ts'
import { Mistake, tellMistakes } from '../packages/prelude/mistake.ts'
import { toJson } from './experiments/json.ts'
import { heldOut, perplexity, type Stage, steps } from './experiments/perplexity.ts'
import { each, output } from './experiments/processes.ts'
import { stageFile, stages, table } from './stages.ts'

tellMistakes()
/** Pairs of a step and the perplexity after it. */
type History = [step: number, perplexity: number][]
type Meter = Record<string, { history: History }>

const file = new URL('meter.json', import.meta.url)
const interval = 100

const argument = process.argv[2]
const stage = stages.find((name) => name === argument)
if (stage) console.log(JSON.stringify(historyOf(stage)))
else if (argument === undefined) write(await measureAll())
else if (argument === '--check') check(await measureAll())
else throw new Mistake(`There is no option ${argument}, only --check.`, 2)

/** Train a stage, with a stop at every 100 steps. */
function historyOf(name: string): History {
  const stage = load<Stage>(stageFile(name), { data: 'names' })
  const docs = heldOut(stage)
  const history: History = [[0, rounded(perplexity(stage, docs))]]
  let step = 0
  for (const _ of stage.train(steps)) {
    if (++step % interval === 0) history.push([step, rounded(perplexity(stage, docs))])
  }
  return history
}

function rounded(number: number): number {
  return Number(number.toPrecision(12))
}

/** Each stage in a process of its own. */
async function measureAll(): Promise<Meter> {
  const all: Meter = {}
  await each(stages.toReversed(), async (name) => {
    const { stdout, stderr } = await output(['--import', 'tsx', fileURLToPath(import.meta.url), name])
    if (stdout === '') throw new Mistake(`${name}: ${stderr}`)
    all[name] = { history: JSON.parse(stdout) }
  })
  const meter = Object.fromEntries(stages.map((name) => [name, all[name]]))
  const rows = meter.train0.history.map(([step], i) => [
    `after ${step} steps`,
    ...stages.map((name) => meter[name].history[i][1].toFixed(3)),
  ])
  console.log(table([['perplexity', ...stages], ...rows]))
  return meter
}

function write(meter: Meter): void {
  writeFileSync(file, toJson(meter))
  console.log('Written to scripts/meter.json.')
}

function check(meter: Meter): void {
  const kept: Meter = JSON.parse(readFileSync(file, 'utf8'))
  const differing = stages.flatMap((name) =>
    meter[name].history.flatMap(([step, got], i) => {
      const want = kept[name]?.history[i]?.[1]
      const same = Math.abs(got - want) <= 1e-9 * want
      return same ? [] : [`${name} after ${step} steps: got ${got}, meter.json has ${want}`]
    }),
  )
  for (const line of differing) console.error(line)
  if (differing.length > 0) throw new Mistake('meter.json is not what the stages give: npm run meter')
  console.log('meter.json is what the stages give.')
}
