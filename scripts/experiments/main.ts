// The command: runs the experiments, several at once, and says what has changed since results.json was written.
//
//   npm run experiments                  all of them
//   npm run experiments NAME ...         some, by name or by stage (train3)
//   npm run experiments -- --write       and keep the outcomes in results.json

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import colors from 'picocolors'
import { Mistake, tellMistakes } from '../../packages/prelude/mistake.ts'
import { type Experiment, patched, stageOf } from './experiment.ts'
import { experiments } from './index.ts'
import { toJson } from './json.ts'
import type { Outcome } from './outcome.ts'
import { each, output } from './processes.ts'
import { temporaryFolder, workspace } from './workspace.ts'

tellMistakes()
type Results = Record<string, Outcome>

const file = new URL('results.json', import.meta.url)
const measure = fileURLToPath(new URL('measure.ts', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = choose(positionals)
const before: Results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const folder = temporaryFolder('experiments')
const { outcomes, faults } = await runAll(chosen)
if (positionals.length > 0) chosen.forEach(describe)
finish()

function choose(names: string[]): Experiment[] {
  const wanted = (name: string) => experiments.filter((e) => e.name === name || stageOf(e) === name)
  const unknown = names.filter((name) => wanted(name).length === 0)
  if (unknown.length > 0) {
    const list = experiments.map((e) => `  ${e.name}`).join('\n')
    throw new Mistake(
      `There is no experiment ${unknown.join(', ')}. There are train0 to train5, and one by one\n${list}`,
    )
  }
  const set = new Set(names.flatMap(wanted))
  return names.length > 0 ? experiments.filter((e) => set.has(e)) : experiments
}

/** Runs them; what cannot be run, or breaks the stage unnoticed, is a fault. */
async function runAll(list: Experiment[]): Promise<{ outcomes: Results; faults: string[] }> {
  const bar = new SingleBar(
    { format: '{bar} {value} of {total} experiments | {eta_formatted} left | {name}' },
    Presets.shades_classic,
  )
  bar.start(list.length, 0, { name: '' })
  const outcomes: Results = {}
  const faults: string[] = []
  await each(list, async (experiment) => {
    const { name } = experiment
    try {
      outcomes[name] = await run(experiment)
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`)
    }
    bar.increment({ name })
    if (!process.stdout.isTTY) console.log(name)
  })
  bar.stop()
  return { outcomes, faults }
}

async function run(experiment: Experiment): Promise<Outcome> {
  const stage = stageOf(experiment)
  const { folder: place, file, tests } = workspace(join(folder, experiment.name), stage, patched(experiment))
  const { stdout, stderr } = await output(['--import', 'tsx', measure, file])
  if (stdout === '') throw new Error(`it cannot be measured. ${stderr}`)
  const outcome: Outcome = JSON.parse(stdout)
  if (experiment.kind === 'ablation') return outcome
  const report = await output([vitest, 'run', '--root', place, '--bail', '1', '--reporter', 'json', tests])
  return { ...outcome, caughtBy: firstFailing(report) }
}

type Report = {
  testResults: { message: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** The first test that fails, in the order of the file. */
function firstFailing({ stdout, stderr }: { stdout: string; stderr: string }): string {
  if (!stdout.startsWith('{')) throw new Error(`its tests cannot be run. ${stdout}${stderr}`)
  const [{ message, assertionResults }] = (JSON.parse(stdout) as Report).testResults
  const failing = assertionResults.find(({ status }) => status === 'failed')
  if (!failing) throw new Error(message || 'the stage is broken, and none of its tests notices')
  return failing.fullName
}

function describe({ name, title, replace }: Experiment): void {
  console.log(`\n${colors.bold(name)}: ${title}`)
  for (const [piece, other] of Object.entries(replace)) {
    const lines = (text: string, sign: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => `  ${sign} ${line.trim()}`)
    console.log(colors.red(lines(piece, '-').join('\n')))
    if (other.trim() !== '') console.log(colors.green(lines(other, '+').join('\n')))
  }
  for (const [what, value] of Object.entries(outcomes[name] ?? {})) console.log(`  ${what}: ${show(value)}`)
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? 'nothing')
}

/** Says what went wrong and what differs from results.json, which it writes if asked to. */
function finish(): void {
  const all: Results = { ...before, ...outcomes }
  const known = experiments.filter(({ name }) => all[name]).map(({ name }) => name)
  const gone = Object.keys(before).filter((name) => !known.includes(name))
  const differences = [
    ...Object.keys(outcomes).flatMap(differencesOf),
    ...gone.map((name) => `${name}: is in results.json and no experiment any more`),
  ]
  for (const difference of differences) console.log(difference)
  if (values.write) {
    writeFileSync(file, toJson(Object.fromEntries(known.map((name) => [name, all[name]]))))
    console.log('Written to scripts/experiments/results.json.')
  }
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
  else if (differences.length === 0)
    console.log(`All as in results.json: ${chosen.length} of the experiments.`)
  else if (!values.write)
    throw new Mistake('That is not what results.json has: npm run experiments -- --write keeps it.')
}

function differencesOf(name: string): string[] {
  if (!before[name]) return [`${name}: is new`]
  const [was, is] = [before[name], outcomes[name]].map((outcome) => new Map(Object.entries(outcome)))
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((what) => JSON.stringify(was.get(what)) !== JSON.stringify(is.get(what)))
    .map((what) => `${name}: ${what} was ${show(was.get(what))}, is ${show(is.get(what))}`)
}
