// `npm run practice:verify`: proves that each stage can be practised. For every stage
//
// - the start is the stage before, and fails the tests; with all steps applied it is the stage, byte for byte
// - each step's own checks fail before it and pass after it; tests.json has the tests that are its own
// - where the lesson says that the program runs, it does; where it says that it does not run yet, it does not
// - every bug that can be planted makes a test fail, among the first that a learner is shown, whose name points at
//   the statement that the bug is in: by its name, by a name in the heading that it stands under, such as Adam, or
//   by a name that the stage has brought into it, such as heads
//
// and runs session.ts, practice as a learner has it. With --write it renews tests.json instead; names of stages, such
// as train3, leave out the others and the session.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Mistake, tellMistakes } from '../../packages/prelude/mistake.ts'
import { type Experiment, patched, stageOf } from '../experiments/experiment.ts'
import { experiments } from '../experiments/index.ts'
import { toJson } from '../experiments/json.ts'
import { each, output } from '../experiments/processes.ts'
import { temporaryFolder, workspace } from '../experiments/workspace.ts'
import { changes } from '../lessons/changes.ts'
import { units } from '../lessons/units.ts'
import { stages, stageText } from '../stages.ts'
import { mostTold } from './commands.ts'
import { judgeOf, type Verdict } from './judge.ts'
import { readPractice, readTests, type Tests, testsFile } from './practice.ts'
import { missing, withStep } from './statements.ts'
import { type Practice, textOf } from './steps.ts'

tellMistakes()
const args = process.argv.slice(2)
const chosen = args.filter((word) => word !== '--write')
const unknown = chosen.find((word) => !stages.includes(word))
if (unknown) throw new Mistake(`There is no stage "${unknown}", only train0 to train5, and --write.`, 2)
const names = chosen.length > 0 ? chosen : stages

const started = performance.now()
const parent = temporaryFolder('verify')
const kept = readTests()
const faults: string[] = []
const practised = args.length === 0 ? session() : undefined
for (const name of names) {
  const practice = readPractice(Number(name.at(-1)))
  const before = faults.length
  const found = await testsOfSteps(practice)
  if (args.includes('--write')) kept[name] = found
  checkFiles(practice)
  checkSteps(practice, found, kept)
  await checkRuns(practice)
  await checkBugs(name)
  const count = faults.length - before
  const bugs = bugsOf(name).length
  console.log(
    `${name}: ${practice.steps.length} steps, ${bugs} bugs, ${count === 0 ? 'all is well' : `${count} faults`}`,
  )
}
if (args.includes('--write')) writeFileSync(testsFile, toJson(kept))
if (practised) console.log(await practised)
for (const fault of faults) console.error(fault)
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(
  `practice:verify: ${faults.length === 0 ? 'all is well' : `${faults.length} faults`}, ${seconds} s.`,
)
process.exitCode = faults.length > 0 ? 1 : 0

/** Practice as a learner has it. It waits most of the time, so it goes beside all else. @returns what it printed */
async function session(): Promise<string> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
  const vitest = path('../../node_modules/vitest/vitest.mjs')
  const { stdout, stderr, code } = await output([vitest, 'run', '--config', path('session.vitest.config.ts')])
  if (code !== 0) faults.push(`scripts/practice/session.ts: see above\n${stderr}`)
  return stdout
}

/** For each step the tests that fail before it, and pass after it and from then on. */
async function testsOfSteps({ stage: { name }, steps, files }: Practice): Promise<Tests[string]> {
  const judge = judgeOf(parent, name, `${name}.ts`)
  const verdicts: Verdict[] = []
  await each([...files.keys()], async (i) => {
    verdicts[i] = await judge(textOf(files[i]))
  })
  const [first, last] = [verdicts[0], verdicts[verdicts.length - 1]]
  if (!first.trouble && first.tests.every(({ passed }) => passed))
    faults.push(`${name}: the start passes all tests`)
  if (last.trouble || last.tests.length === 0)
    faults.push(`${name}: its tests cannot be run: ${last.trouble}`)
  for (const test of last.tests.filter(({ passed }) => !passed))
    faults.push(`${name}: with all steps done "${test.name}" fails: ${test.message}`)
  const passes = (i: number, test: string) =>
    verdicts[i].tests.some(({ name, passed }) => name === test && passed)
  const own = (number: number) =>
    last.tests
      .map((test) => test.name)
      .filter((test) => !passes(number - 1, test) && verdicts.every((_, i) => i < number || passes(i, test)))
  return Object.fromEntries(steps.map(({ key, number }) => [key, own(number)]))
}

function checkFiles(practice: Practice): void {
  const { stage, steps, files, asShown } = practice
  const older = stages[stage.number - 1]
  if (older && textOf(files[0]) !== stageText(older)) faults.push(`${stage.name}: the start is not ${older}`)
  if (textOf(files[steps.length]) !== stage.source || textOf(asShown[steps.length]) !== stage.source)
    faults.push(`${stage.name}: after the last step the file is not the stage`)
  let mine = textOf(files[0])
  for (const step of steps) mine = withStep(practice, step, mine) ?? `cannot apply step ${step.number}`
  if (mine !== stage.source)
    faults.push(`${stage.name}: all steps applied, one after the other, are not the stage`)
}

/** The checks of a step: its tests, or what of it is there. */
function checkSteps(practice: Practice, found: Tests[string], kept: Tests): void {
  const { stage, steps, files } = practice
  for (const step of steps) {
    const { number, key } = step
    const place = `${stage.name}, step ${number} (${key})`
    const want = found[key]
    if (JSON.stringify(kept[stage.name]?.[key]) !== JSON.stringify(want))
      faults.push(
        `${place}: tests.json has not the tests that are its own: npm run practice:verify -- --write`,
      )
    const [before, after] = [files[number - 1], files[number]].map((file) =>
      missing(practice, step, textOf(file)),
    )
    if (want.length === 0 && before.length === 0)
      faults.push(`${place}: nothing tells that it is not done yet`)
    if (after.length > 0) faults.push(`${place}: is done, and it is said that ${after[0]}`)
  }
}

async function checkRuns({ stage, lesson, steps, files, asShown }: Practice): Promise<void> {
  await each(steps, async ({ number, line, runs, verdict }) => {
    const place = `lessons/${lesson}:${line}: "${verdict}"`
    const closed = await trouble(stage.name, textOf(files[number]), `${number}`)
    if (runs && closed) faults.push(`${place}, but the program ends with: ${closed}`)
    // what only runs because we close what the lesson leaves open does not run as shown
    const open = textOf(asShown[number])
    if (!runs && !closed && open === textOf(files[number])) faults.push(`${place}, but the program runs`)
  })
}

/** Train a little with this text as the stage. @returns what went wrong, or '' */
async function trouble(stage: string, text: string, label: string): Promise<string> {
  const { file } = workspace(join(parent, `${stage}-run-${label}`), stage, text)
  const short = ['--steps', '2', '--samples', '1', '--data', 'names-starter']
  const { stderr, code } = await output(['--import', 'tsx', file, ...short])
  if (code === 0) return ''
  return /^\w*Error: .*$|^.*ERROR: .*$/m.exec(stderr)?.[0] ?? stderr.trim().split('\n')[0]
}

function bugsOf(stage: string): Experiment[] {
  return experiments.filter((experiment) => experiment.kind === 'breaks' && stageOf(experiment) === stage)
}

async function checkBugs(stage: string): Promise<void> {
  const judge = judgeOf(parent, stage, `${stage}.ts`)
  await each(bugsOf(stage), async (bug) => {
    const { tests, trouble } = await judge(patched(bug))
    const failing = tests.filter(({ passed }) => !passed).map(({ name }) => name)
    if (trouble || failing.length === 0) {
      faults.push(`${bug.name}: no test catches it${trouble ? `, but ${trouble}` : ''}`)
      return
    }
    const words = culprits(bug)
    const shown = failing.slice(0, mostTold)
    const points = shown.some((name) => words.some((word) => name.toLowerCase().includes(word)))
    if (!points)
      faults.push(
        `${bug.name}: none of ${words.join(', ')} is in the names of the tests: ${shown.join('; ')}`,
      )
  })
}

/** The words that point at a bug. */
function culprits(bug: Experiment): string[] {
  const stage = readPractice(Number(stageOf(bug).at(-1))).stage
  const lines = stage.source.split('\n')
  const all = units(stage.source)
  const names = changes(stage.source, patched(bug)).map(({ name }) => name)
  const words = names.flatMap((name) => {
    const at = all.findIndex((unit) => unit.name === name)
    const heading = all.slice(0, at).findLast((unit) => unit.name.startsWith('#'))
    const comment = heading ? lines.slice(heading.from, heading.to).join(' ') : ''
    const brought = stage.changes.find((change) => change.name === name)?.lines ?? []
    const code = brought.flatMap(({ sign, text }) => (sign === '+' ? [text] : [])).join('\n')
    return [
      ...name.split('.'),
      ...(comment.match(/\b[A-Z]\w+/g) ?? []),
      ...[...code.matchAll(/\b(?:const|let|function) (\w{4,})/g)].map(([, word]) => word),
    ]
  })
  return [...new Set(words.map((word) => word.toLowerCase()))]
}
