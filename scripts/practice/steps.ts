// A stage's practice: the steps that its lesson leads through, and the file as it should be after each of them.
// Pure: what the steps are comes from the lesson's blocks, what they do from the changes between two stages.

import type { Change, Line } from '../lessons/changes.ts'
import type { Block } from '../lessons/lesson.ts'
import type { Stage } from '../lessons/stages.ts'
import { type Unit, units } from '../lessons/units.ts'

/** What a lesson shows between two of its words on whether the program runs: mostly one block. */
export type Step = {
  /** From 1. */
  number: number
  /** The heading above it, with "(2 of 3)" where the lesson has several steps under one. */
  title: string
  /** What its blocks show, as they name it: "softmax, mlp, forward". It is the step's name in files. */
  key: string
  /** Of the lesson, from 1: where its first block is. */
  line: number
  /** The lesson's Markdown before its first block, and what it adds after the verdict before the next heading. */
  prose: string
  /** The lesson's line after its last block, on whether the program runs. */
  verdict: string
  /** Whether the lesson says that the program runs now. */
  runs: boolean
  blocks: Block[]
}

/** A named piece of a file, with the comments and blank lines before it. */
export type Piece = { name: string; text: string }

/** A stage as something to do. */
export type Practice = {
  stage: Stage
  /** The name of the lesson's file. */
  lesson: string
  steps: Step[]
  /** The file before the first step and after each step; what a step leaves open, the file closes. */
  files: Piece[][]
  /** The same with the lines that the lesson has shown so far and no others. */
  asShown: Piece[][]
}

export const textOf = (pieces: Piece[]): string => pieces.map(({ text }) => text).join('')

/** Without any white space: two texts that are the same then differ in nothing that a reader would call different. */
export const squeeze = (text: string): string => text.replace(/\s+/g, '')

/**
 * @param lesson the name of the lesson's file
 * @param blocks the lesson's diff blocks of this stage, in order
 * @param older the text of the stage before, '' for train0
 */
export function practiceOf(
  stage: Stage,
  lesson: string,
  markdown: string,
  blocks: Block[],
  older: string,
): Practice {
  const steps = stepsOf(markdown, blocks)
  const slots = slotsOf(stage, older)
  const shown = (blocks: Block[]) =>
    blocks.flatMap((block) => block.hunks.flatMap((hunk) => hunk.lines.filter(isChanged).map(keyOf)))
  const filesOf = (close: boolean) =>
    [undefined, ...steps].map((_, count) => {
      const made = new Set(shown(steps.slice(0, count).flatMap((step) => step.blocks)))
      return piecesOf(slots, made, close)
    })
  return { stage, lesson, steps, files: filesOf(true), asShown: filesOf(false) }
}

function stepsOf(markdown: string, blocks: Block[]): Step[] {
  const lines = markdown.split('\n')
  const steps: Step[] = []
  let open: Block[] = []
  let end = 0 // of the step before, where the prose of this one begins
  for (const [index, block] of blocks.entries()) {
    open.push(block)
    const fence = lines.indexOf('```', block.line)
    const verdictAt = lines.findIndex((line, i) => i > fence && line !== '')
    const verdict = /^\*\*(Runs|Does not run)/.exec(lines[verdictAt] ?? '')
    if (!verdict) continue
    const first = open[0].line - 1
    const heading = lines.findLastIndex((line, i) => i < first && /^##+ /.test(line))
    const next = blocks[index + 1]?.line ?? lines.length
    const last = lines.findIndex((line, i) => i > verdictAt && /^(##+ |<!-- (find|figure): )/.test(line))
    const added = last < next ? lines.slice(verdictAt + 1, last) : [] // or it leads up to the next block
    steps.push({
      number: steps.length + 1,
      title: lines[heading].replace(/^#+ /, ''),
      key: open.map(({ line }) => lines[line - 1].split(' ').slice(2).join(' ')).join('; '),
      line: open[0].line,
      prose: [...lines.slice(Math.max(end, heading + 1), first), ...added].join('\n').trim(),
      verdict: lines[verdictAt],
      runs: verdict[1] === 'Runs',
      blocks: open,
    })
    open = []
    end = verdictAt + 1
  }
  return steps.map((step) => {
    const alike = steps.filter(({ title }) => title === step.title)
    if (alike.length === 1) return step
    return { ...step, title: `${step.title} (${alike.indexOf(step) + 1} of ${alike.length})` }
  })
}

/** The names of what a step changes, in the order in which the lesson shows it. */
export const changesOf = (step: Step): Change[] => [
  ...new Set(step.blocks.flatMap((block) => block.hunks.flatMap((hunk) => hunk.changes))),
]

/**
 * A place in the file for a unit. One that moves has two places: the old one until its step, then the new one.
 * The unit with the first, and the one with the last line of a class say which class it is.
 */
type Slot = {
  name: string
  before: string // its name in the older file
  lines: Line[]
  when?: 'before' | 'after'
  opens?: string
  closes?: string
}

const isChanged = ({ sign }: Line) => sign !== ' '
const keyOf = ({ sign, line }: Line) => `${sign}${line}`

/** All places of both files, in the order of the newer one; what only the older has stands where it stood there. */
function slotsOf(stage: Stage, older: string): Slot[] {
  const [oldUnits, newUnits] = [older === '' ? [] : units(older), units(stage.source)]
  const linesOf = (text: string, { from, to }: Unit, sign: Line['sign']) =>
    text
      .split('\n')
      .slice(from, to)
      .map((line, i): Line => ({ sign, text: line, line: from + i + 1 }))
  const moves = (change: Change) => change.kind === 'moved' || change.moved === true
  const slots: Slot[] = newUnits.map((unit) => {
    const change = stage.changes.find(({ name, kind }) => name === unit.name && kind !== 'removed')
    const { name } = unit
    if (!change) return { name, before: name, lines: linesOf(stage.source, unit, ' ') }
    // train0 begins with its headings
    const lines = older === '' && name.startsWith('#') ? linesOf(stage.source, unit, ' ') : change.lines
    return { name, before: change.before ?? name, lines, when: moves(change) ? 'after' : undefined }
  })
  for (const [i, unit] of oldUnits.entries()) {
    const change = stage.changes.find(
      ({ name, before, kind }) => (before ?? name) === unit.name && kind !== 'added',
    )
    if (!change || (change.kind !== 'removed' && !moves(change))) continue
    const when = moves(change) ? 'before' : undefined
    const previous = slots.findIndex((slot) => slot.before === oldUnits[i - 1]?.name && slot.when !== 'after')
    slots.splice(previous + 1, 0, { name: unit.name, before: unit.name, lines: change.lines, when })
  }
  return markClasses(slots)
}

/** Note which slots have the first and the last line of a class, as it must be closed while it is unfinished. */
function markClasses(slots: Slot[]): Slot[] {
  for (const slot of slots) {
    const [className] = slot.name.split('.')
    if (!slot.lines.some(({ text }) => /^(export )?class /.test(text))) continue
    slot.opens = className
    const last = slots.findLast(({ name }) => name.startsWith(`${className}.`))
    if (last) last.closes = className
  }
  return slots
}

/** The file when the changed lines of these keys have been made and no others. */
function piecesOf(slots: Slot[], made: Set<string>, close: boolean): Piece[] {
  const isMade = (line: Line) => made.has(keyOf(line))
  const pieces: Piece[] = []
  let open = ''
  for (const { name, before, lines, when, opens, closes } of slots) {
    const begun = lines.some((line) => isChanged(line) && isMade(line))
    const here = when === undefined || (when === 'after') === begun
    const kept = here ? lines.filter((line) => !isChanged(line) || (line.sign === '+') === isMade(line)) : []
    const texts = kept.map(({ text }) => text)
    if (close && begun && lines.every(({ sign }) => sign === '+')) texts.push(...closing(texts, lines))
    if (kept.length > 0)
      pieces.push({ name: begun ? name : before, text: texts.map((text) => `${text}\n`).join('') })
    if (opens && kept.length > 0) open = opens
    if (closes && open === closes) {
      // a class that grows over several steps is closed after each of them
      if (close && !kept.some(({ text }) => text === '}')) pieces[pieces.length - 1].text += '}\n'
      open = ''
    }
  }
  return pieces
}

/** The braces that a new function lacks when only its beginning is there, told by how far its last line is indented. */
function closing(begun: string[], whole: Line[]): string[] {
  if (begun.length === whole.length) return []
  const indent = (text: string) => text.length - text.trimStart().length
  const base = indent(begun.find((text) => /^\s*[^\s/]/.test(text)) ?? '')
  const braces: string[] = []
  for (let i = indent(begun[begun.length - 1]) - 2; i >= base; i -= 2) braces.push(`${' '.repeat(i)}}`)
  return braces
}
