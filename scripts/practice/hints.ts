// Three hints for a step, each saying more, all out of the lesson: what it is about, how to go about it, the diff.

import colors from 'picocolors'
import type { Change, Line } from '../lessons/changes.ts'
import { called } from './statements.ts'
import { changesOf, type Piece, type Step } from './steps.ts'

/** The lesson's words before the step. Some steps go on with the step before and have none. */
export function what(step: Step): string {
  return step.prose === '' ? 'The lesson goes on without a word: the next hint says more.' : plain(step.prose)
}

/** What to write and where, what the tests ask for, and whether the program is to run after it. */
export function how(step: Step, after: Piece[], tests: string[]): string {
  const places = changesOf(step).flatMap((change) => {
    const text = after.find(({ name }) => name === change.name)?.text
    const line = text && signature(text)
    return [`- ${told(change)}`, ...(line ? [`    ${line}`] : [])]
  })
  const asked =
    tests.length === 0
      ? ['No test can tell yet: it is enough that it is there.']
      : ['The tests want to see:', ...tests.slice(0, 8).map((name) => `- ${name}`)]
  if (tests.length > 8) asked.push(`- and ${tests.length - 8} more`)
  return [...new Set(places), '', ...asked, '', plain(step.verdict)].join('\n')
}

/** The lesson's diff of this step. */
export const diff = (step: Step): string =>
  step.blocks
    .flatMap((block) => block.hunks)
    .flatMap(({ locator, lines }) => [colors.bold(`@@ ${locator} @@`), ...lines.map(coloured)])
    .join('\n')

/** A difference between two files, as text. */
export const shown = (changes: Change[]): string =>
  changes
    .flatMap((change) => [colors.bold(`@@ ${told(change)} @@`), ...change.lines.map(coloured)])
    .join('\n')

const paint = { '+': colors.green, '-': colors.red, ' ': (text: string) => text }
const coloured = ({ sign, text }: Line) => paint[sign](`${sign}${text}`.trimEnd())

/** One change in a few words: what it is called, what becomes of it, and where it goes. */
function told({ name, before, kind, moved, after }: Change): string {
  const place = after ? `after ${called(after)}` : 'at the top'
  const what = {
    added: `new, ${place}`,
    removed: 'goes away',
    changed: moved ? `changes, and moves to ${place}` : 'changes',
    moved: `moves, to ${place}`,
  }[kind]
  return `${called(name)}${before ? `, which was ${called(before)},` : ''} ${what}`.replace(/ new,/, ': new,')
}

/** The first line of a function or a class member with parameters: how it is called. */
function signature(text: string): string | undefined {
  const line = text.split('\n').find((line) => line.trim() !== '' && !line.trim().startsWith('//')) ?? ''
  const [head] = /^(export )?function.*?\{|^\s+\w+\(.*?\) \{/.exec(line) ?? []
  return head?.replace(/ ?\{$/, '').trim()
}

const symbols: [RegExp, string][] = [
  [/\\cdot/g, '·'],
  [/\\times/g, '×'],
  [/\\approx/g, '≈'],
  [/\\leftarrow/g, '←'],
  [/\\sqrt\{(.*?)\}/g, '√($1)'],
  [/\\sqrt ?/g, '√'],
  [/\\beta_/g, 'beta'],
  [/\\sum_i/g, 'Σ'],
  [/\\(log|ln|exp)/g, '$1'],
  [/\^\{([^}]*\/[^}]*)\}/g, '^($1)'],
  [/ ?\\, ?/g, ' '],
  [/\{|\}/g, ''],
]

/** Markdown as a terminal shows it: the same words without links, emphasis, figures, and formulas' spelling. */
export function plain(markdown: string): string {
  return markdown
    .replace(/<!--.*?-->/gs, '')
    .replace(/^_?\*?Figure:.*$/gm, '')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*(?=\S)(.+?)\*\*/g, '$1') // and not a power
    .replace(/^> ?(\[!NOTE\])?/gm, '')
    .replace(/\$\$?([^$]+)\$\$?/g, (_, formula: string) =>
      symbols.reduce((text, [tex, sign]) => text.replace(tex, sign), formula).trim(),
    )
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
