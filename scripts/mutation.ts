// `npm run mutation`, or `npm run mutation -- train3`: would the tests notice? Changes a stage in every small way
// that StrykerJS knows, one at a time, and runs the stage's own test file against each. Prints the share of
// changes that a test noticed, and every one that none did; exits 1 where the share is below 90 %.
//
// Stryker works on a copy of the project. The copy's node_modules folders are links to the real ones, so that
// prelude, lab and the stage before are the real ones too; load() reads the stage beside the test, the changed one.

import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { Mistake, tellMistakes } from '../packages/prelude/mistake.ts'
import { stages, table } from './stages.ts'

const wanted = 90 // percent

const root = fileURLToPath(new URL('..', import.meta.url))

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number]
/** A test file that cannot even be loaded has noticed too, but Stryker sees no test fail and says "Survived". */
const notLoaded = ({ status, testsCompleted }: Mutant) => status === 'Survived' && testsCompleted === 0
const noticed = (mutant: Mutant) => ['Killed', 'Timeout'].includes(mutant.status) || notLoaded(mutant)
const missed = (mutant: Mutant) => ['Survived', 'NoCoverage'].includes(mutant.status) && !notLoaded(mutant)

/** All mutants of a stage, each with what became of it, judged by the tests in the stage's folder. */
async function mutantsOf(stage: string): Promise<Mutant[]> {
  const stryker = new Stryker({
    configFile: 'scripts/stryker.config.mjs',
    mutate: [`packages/${stage}/${stage}.ts`],
    vitest: { dir: `packages/${stage}` },
  })
  try {
    return await stryker.runMutationTest()
  } catch (error) {
    throw new Mistake(`Stryker could not test ${stage}: ${(error as Error).message}`)
  }
}

/** A row of the table. */
function row(stage: string, mutants: Mutant[], score: number): string[] {
  const count = (test: (mutant: Mutant) => boolean) => String(mutants.filter(test).length)
  const timeouts = count(({ status }) => status === 'Timeout')
  return [stage, String(mutants.length), count(noticed), timeouts, count(missed), `${score.toFixed(1)} %`]
}

const notes: Partial<Record<Mutant['status'], string>> = {
  NoCoverage: ' (no test runs it)',
  Timeout: ' (noticed, as it took too long; on a busy machine perhaps wrongly)',
}

/** Such as `packages/train3/train3.ts:87: nEmbd / nHead → nEmbd * nHead`. */
function describe({ fileName, location: { start, end }, replacement, status }: Mutant): string {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const original = lines.slice(start.line - 1, end.line)
  original.push((original.pop() ?? '').slice(0, end.column - 1))
  original[0] = original[0].slice(start.column - 1)
  const short = (text: string) => text.replace(/\s+/g, ' ').replace(/^(.{60}).{3,}$/, '$1 …')
  const change = `${short(original.join('\n'))} → ${short(replacement ?? '')}`
  return `${relative(root, fileName)}:${start.line}: ${change}${notes[status] ?? ''}`
}

async function main(asked: string[]): Promise<void> {
  const unknown = asked.find((stage) => !stages.includes(stage))
  if (unknown) throw new Mistake(`There is no stage "${unknown}"; there are ${stages.join(', ')}.`, 2)
  process.chdir(root)
  const rows = [['stage', 'mutants', 'noticed', 'by timeout', 'missed', 'score']]
  for (const stage of asked.length > 0 ? asked : stages) {
    console.log(`${stage}:`)
    const mutants = await mutantsOf(stage)
    const [yes, no] = [mutants.filter(noticed).length, mutants.filter(missed).length]
    const score = (100 * yes) / (yes + no)
    if (!(score >= wanted)) process.exitCode = 1
    rows.push(row(stage, mutants, score))
    const passed = mutants.filter((mutant) => mutant.status === 'Timeout' || missed(mutant)).map(describe)
    console.log(`\nChanges to ${stage} that fail no test:\n${passed.join('\n') || 'none'}\n`)
  }
  console.log(table(rows))
  if (process.exitCode) console.log(`\nBelow ${wanted} %: write tests that notice what is listed above.`)
}

tellMistakes()
await main(process.argv.slice(2))
