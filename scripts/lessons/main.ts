// The lessons' commands: `write` fills the Markdown, `check` finds what is wrong with it, `diff 3` prints a stage's changes.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import colors from 'picocolors'
import { Mistake, tellMistakes } from '../../packages/prelude/mistake.ts'
import type { Change } from './changes.ts'
import { check } from './check.ts'
import { fill } from './lesson.ts'
import { numbersOf } from './numbers.ts'
import { readStages, type Stage } from './stages.ts'

tellMistakes()
const root = new URL('../../', import.meta.url)
const folder = new URL('lessons/', root)

const [command, argument] = process.argv.slice(2)
if (command === 'write') write()
else if (command === 'check') report()
else if (command === 'diff') diff(argument)
else throw new Mistake('Commands: write, check, diff N.', 2)

function readLessons(): Map<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))
}

function write(): void {
  const stages = readStages(root)
  const numbers = numbersOf(stages, root)
  for (const [name, text] of readLessons()) {
    const { markdown } = fill(name, text, stages, numbers)
    if (markdown !== text) {
      writeFileSync(new URL(name, folder), markdown)
      console.log(`lessons/${name}: written`)
    }
  }
  report()
}

function report(): void {
  const stages = readStages(root)
  const lessons = readLessons()
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  const faults = check(lessons, stages, numbersOf(stages, root), folder, Object.keys(scripts))
  for (const { file, line, message } of faults) console.error(`lessons/${file}:${line}: ${message}`)
  if (faults.length > 0)
    throw new Mistake(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the lessons.`)
  console.log(`${lessons.size} lessons: every changed line shown once, every number from its run.`)
}

function diff(number: string | undefined): void {
  const stage = readStages(root).find((stage) => String(stage.number) === number)
  if (!stage) throw new Mistake('Which stage? For example: npm run lessons:diff 3', 2)
  for (const change of (stage as Stage).changes) console.log(coloured(change))
}

function coloured({ name, before, kind, lines }: Change): string {
  const title = colors.bold(`${name}${before ? ` (was ${before})` : ''}: ${kind}`)
  const paint = { '+': colors.green, '-': colors.red, ' ': colors.dim }
  return `${title}\n${lines.map(({ sign, text }) => paint[sign](`${sign} ${text}`.trimEnd())).join('\n')}\n`
}
