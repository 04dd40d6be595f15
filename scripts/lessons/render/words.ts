// Which words changed inside a changed line: removed lines matched with the added lines that replace them.

import { diffWordsWithSpace } from 'diff'
import type { Line } from '../changes.ts'
import type { Range } from './highlight.ts'

/** Words to mark in each line of a diff, by the line's index; lines without a counterpart have none. */
export function changedWords(lines: Pick<Line, 'sign' | 'text'>[]): Map<number, Range[]> {
  const marks = new Map<number, Range[]>()
  for (const { removed, added } of replacements(lines)) {
    const pairs = pair(
      removed.map((i) => lines[i].text),
      added.map((i) => lines[i].text),
    )
    for (const [a, b] of pairs) {
      const { before, after } = compareWords(lines[removed[a]].text, lines[added[b]].text)
      marks.set(removed[a], before)
      marks.set(added[b], after)
    }
  }
  return marks
}

/** Runs of removed lines with the run of added lines right after or before them. */
function replacements(lines: Pick<Line, 'sign'>[]): { removed: number[]; added: number[] }[] {
  const runs: { removed: number[]; added: number[] }[] = []
  let run = { removed: [] as number[], added: [] as number[] }
  for (const [i, { sign }] of lines.entries()) {
    if (sign === '-') run.removed.push(i)
    else if (sign === '+') run.added.push(i)
    if (sign === ' ' || i === lines.length - 1) {
      if (run.removed.length > 0 && run.added.length > 0) runs.push(run)
      run = { removed: [], added: [] }
    }
  }
  return runs
}

const enough = 0.5 // of the longer line has to be the same, or marking words would be noise

/** The pairs of similar lines, in order, that have most in common together. */
export function pair(before: string[], after: string[]): [number, number][] {
  type Best = { score: number; pairs: [number, number][] }
  const none: Best = { score: 0, pairs: [] }
  const words = new Map([...before, ...after].map((line) => [line, wordsOf(line)]))
  let row: Best[] = Array.from({ length: after.length + 1 }, () => none)
  for (const [i, a] of before.entries()) {
    const next: Best[] = [none]
    for (const [j, b] of after.entries()) {
      const isPossible = mayBeAlike(words.get(a) ?? [], words.get(b) ?? [])
      const likeness = isPossible ? compareWords(a, b).likeness : 0
      const both = { score: row[j].score + likeness, pairs: [...row[j].pairs, [i, j] as [number, number]] }
      const options = likeness >= enough ? [both, row[j + 1], next[j]] : [row[j + 1], next[j]]
      next.push(options.reduce((best, option) => (option.score > best.score ? option : best)))
    }
    row = next
  }
  return row[after.length].pairs
}

const wordsOf = (line: string): string[] => line.match(/\w+|[^\w\s]/g) ?? []
const lengthOf = (words: string[]): number => words.reduce((total, { length }) => total + length, 0)

/** Whether two lines have enough words in common, in whatever order: quickly said, and rarely so. */
function mayBeAlike(a: string[], b: string[]): boolean {
  const rest = [...b]
  const common = a.filter((word) => {
    const i = rest.indexOf(word)
    if (i >= 0) rest.splice(i, 1)
    return i >= 0
  })
  return lengthOf(common) >= enough * Math.max(lengthOf(a), lengthOf(b))
}

/** What differs between two lines, and how much (0 to 1) does not. */
export function compareWords(a: string, b: string): { before: Range[]; after: Range[]; likeness: number } {
  const before: Range[] = []
  const after: Range[] = []
  let [columnA, columnB, same] = [0, 0, 0]
  const extend = (ranges: Range[], from: number, to: number) => {
    const last = ranges[ranges.length - 1]
    if (last?.to === from) last.to = to
    else ranges.push({ from, to })
  }
  for (const { value, added, removed } of diffWordsWithSpace(a, b)) {
    if (added) extend(after, columnB, columnB + value.length)
    else if (removed) extend(before, columnA, columnA + value.length)
    else same += value.replaceAll(/\s/g, '').length
    if (!added) columnA += value.length
    if (!removed) columnB += value.length
  }
  const length = Math.max(a.replaceAll(/\s/g, '').length, b.replaceAll(/\s/g, '').length)
  return { before, after, likeness: length === 0 ? 0 : same / length }
}
