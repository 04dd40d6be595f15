// A bug hunt: one of the experiments that break a stage is planted in a copy of it, without a word which. The
// stage's tests help to find it, and the hunt is won when all of them pass again.

import { readFileSync } from 'node:fs'
import colors from 'picocolors'
import { Mistake } from '../../packages/prelude/mistake.ts'
import { type Experiment, patched, stageOf } from '../experiments/experiment.ts'
import { experiments } from '../experiments/index.ts'
import type { Outcome } from '../experiments/outcome.ts'
import { changes } from '../lessons/changes.ts'
import { numbersOf } from '../lessons/numbers.ts'
import { readStages } from '../lessons/stages.ts'
import { stages, stageText } from '../stages.ts'
import { keptAt, told } from './commands.ts'
import type { Files } from './files.ts'
import { shown } from './hints.ts'
import { judgeOf } from './judge.ts'

const root = new URL('../../', import.meta.url)

/** Noted under "bugs": for each stage the bug that is out, and over all those that are found and given away. */
type Hunts = { open: Record<string, string>; found: string[]; revealed: string[] }

/**
 * `bugs 3`, `bugs 3 --check`, `bugs 3 --reveal`; the words go without their dashes too.
 * @returns the exit code: 0 when the bug is found or shown
 */
export async function hunt(
  [number, ...words]: string[],
  flags: string[],
  files: Files,
  parent: string,
  print: (text: string) => void,
): Promise<number> {
  const stage = stages.find((name) => name === `train${number}`)
  if (!stage)
    throw new Mistake(`In which stage? 0 to 5, not "${number ?? ''}": npm run practice -- bugs 3`, 2)
  const asked = [...words, ...flags]
  const wrong = asked.find((word) => word !== 'check' && word !== 'reveal') ?? asked[1]
  if (wrong) throw new Mistake(`"${wrong}" says nothing here: bugs ${number}, --check or --reveal.`, 2)

  const hunts: Hunts = { open: {}, found: [], revealed: [], ...files.recall<Hunts>('bugs') }
  const name = `bug-${stage}`
  const open = experiments.find((experiment) => experiment.name === hunts.open[stage])
  if (!open && asked.length > 0)
    throw new Mistake(`No bug is planted in ${stage}: npm run practice -- bugs ${number}`)
  if (open && asked[0] === 'reveal') {
    reveal(open, print)
    if (!hunts.found.includes(open.name)) hunts.revealed.push(open.name)
    close(hunts, stage, files)
    return 0
  }
  if (!open) {
    const bug = choose(stage, hunts)
    const kept = files.replace(name, patched(bug))
    files.note('bugs', { ...hunts, open: { ...hunts.open, [stage]: bug.name } })
    print(`A bug is planted in ${files.nameOf(name)}, a copy of ${stage}.${keptAt(kept)}`)
  }
  const judge = judgeOf(parent, stage, files.nameOf(name))
  const { tests, trouble } = await judge(files.read(name) ?? '')
  const failing = tests.filter(({ passed }) => !passed)
  for (const line of told({ done: false, tests: failing, missing: [], trouble })) print(line)
  if (trouble || failing.length > 0 || tests.length === 0) {
    print(`Repair ${files.nameOf(name)} and ask again; --reveal gives the bug away.`)
    return open ? 1 : 0
  }
  const bug = open ?? choose(stage, hunts)
  print(colors.green(`Found: all ${tests.length} tests pass.`))
  reveal(bug, print)
  hunts.found.push(bug.name)
  close(hunts, stage, files)
  print(`Your score: ${hunts.found.length} found, ${hunts.revealed.length} given away.`)
  return 0
}

const bugsOf = (stage: string) =>
  experiments.filter((experiment) => experiment.kind === 'breaks' && stageOf(experiment) === stage)

/** One that has not been seen yet, as long as there are such. */
function choose(stage: string, { found, revealed }: Hunts): Experiment {
  const all = bugsOf(stage)
  const fresh = all.filter(({ name }) => ![...found, ...revealed].includes(name))
  const from = fresh.length > 0 ? fresh : all
  return from[Math.floor(Math.random() * from.length)]
}

function close(hunts: Hunts, stage: string, files: Files): void {
  const { [stage]: _, ...open } = hunts.open
  files.note('bugs', { ...hunts, open })
}

/** The bug as a change from the stage, and what it did. */
function reveal(bug: Experiment, print: (text: string) => void): void {
  const stage = stageOf(bug)
  print(`It was this: ${bug.title} (${bug.name}).`)
  print(shown(changes(stageText(stage), patched(bug))))
  const results: Record<string, Outcome> = JSON.parse(
    readFileSync(new URL('scripts/experiments/results.json', root), 'utf8'),
  )
  const outcome = results[bug.name]
  const right = numbersOf(readStages(root), root)
  if (outcome.error) print(`Trained with it, ${outcome.error}.`)
  const losses = [outcome['loss.last100'] ?? 'none', right(`${stage}.loss.last100`).toFixed(4)]
  print(`The average loss of the last 100 of 1,000 steps: with the bug ${losses[0]}, without ${losses[1]}.`)
}
