// `npm run diffstat`: how much changes from stage to stage, and how large the stages are. The diffs are what is
// taught here, so they have limits: fewer changed lines than the Python original, and stages that can be read
// in one go. Exits 1 where one is not kept.

import { fileURLToPath } from 'node:url'
import { tellMistakes } from '../packages/prelude/mistake.ts'
import { changedLines as changed, changes } from './lessons/changes.ts'
import { stages, stageText, table } from './stages.ts'

export const limits = { lines: 200, width: 110 }

/** Lines added and removed together, from each stage of the Python original to the next. */
export const original = [163, 182, 83, 99, 35]

/** Lines counted statement by statement, as the lessons show them: a changed line is one removed and one added. */
export function changedLines(older: string, newer: string): { added: number; removed: number } {
  const signs = changed(changes(older, newer)).map((line) => line.sign)
  return {
    added: signs.filter((sign) => sign === '+').length,
    removed: signs.filter((sign) => sign === '-').length,
  }
}

/** How many lines a file has, and how many characters its widest. */
export function size(text: string): { lines: number; width: number } {
  const lines = text.replace(/\n$/, '').split('\n')
  return { lines: lines.length, width: Math.max(...lines.map((line) => line.length)) }
}

/** Both tables, with a word at each figure that is not kept. */
function report(texts: string[]): { text: string; kept: boolean } {
  const changes = original.map((python, i) => {
    const { added, removed } = changedLines(texts[i], texts[i + 1])
    const changed = added + removed
    const trouble = changed < python ? '' : 'not fewer than in Python'
    return [`${stages[i]} → ${stages[i + 1]}`, ...[added, removed, changed, python].map(String), trouble]
  })
  const sizes = texts.map((text, i) => {
    const { lines, width } = size(text)
    const trouble = [lines > limits.lines ? 'too long' : [], width > limits.width ? 'too wide' : []].flat()
    return [stages[i], String(lines), String(width), trouble.join(', ')]
  })
  const text = [
    table([['lines', 'added', 'removed', 'changed', 'in Python', ''], ...changes]),
    table([['size', `lines (≤ ${limits.lines})`, `widest (≤ ${limits.width})`, ''], ...sizes]),
  ]
  return { text: text.join('\n\n'), kept: [...changes, ...sizes].every((row) => row.at(-1) === '') }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  tellMistakes()
  const { text, kept } = report(stages.map(stageText))
  console.log(text)
  if (!kept) process.exitCode = 1
}
