// A learner's file beside the file as it should be, statement by statement: what a step still lacks, the difference,
// and the step's statements put in among the learner's own.

import { type Change, changes, type Line } from '../lessons/changes.ts'
import { units } from '../lessons/units.ts'
import { syntaxError } from './judge.ts'
import { changesOf, type Piece, type Practice, type Step, squeeze, textOf } from './steps.ts'

/** A file's statements and class members; a class's first and last lines are pieces of their own. */
export function piecesOf(source: string): Piece[] {
  const lines = source.split('\n')
  const all = units(source).map(({ name, from, to }) => ({
    name,
    text: lines
      .slice(from, to)
      .map((line) => `${line}\n`)
      .join(''),
  }))
  return splitClasses(all)
}

/** The same for the pieces of a practice, which have the class's lines with its first and last member. */
export function splitClasses(pieces: Piece[]): Piece[] {
  return pieces.flatMap((piece) => {
    const head = /^(?:[^\n]*\n)*?(?:export )?class (\w+)[^\n]*\{\n/.exec(piece.text)
    const [className] = piece.name.split('.')
    const isMember = pieces.some(({ name, text }) => name.startsWith(`${className}.`) && classLine.test(text))
    const isLast = pieces.findLast(({ name }) => name.startsWith(`${className}.`)) === piece
    const body = piece.text.slice(head?.[0].length ?? 0)
    return [
      ...(head ? [{ name: `class ${head[1]}`, text: head[0] }] : []),
      ...(isMember && isLast && body.endsWith('\n}\n')
        ? [
            { name: piece.name, text: body.slice(0, -2) },
            { name: `${classEnd}${className}`, text: '}\n' },
          ]
        : [{ name: piece.name, text: body }]),
    ]
  })
}

const classEnd = 'end of '
const classLine = /^(export )?class /m

/** What a step does to the file, by the names of the pieces. */
type Effect = {
  added: string[]
  changed: string[]
  /** Of the changed ones, those that an earlier step has begun and this one goes on with. */
  grown: string[]
  moved: string[]
  removed: string[]
}

const find = (pieces: Piece[], name: string) => pieces.find((piece) => piece.name === name)

function effectOf(step: Step, before: Piece[], after: Piece[]): Effect {
  const named = (wanted: (change: Change) => boolean) =>
    changesOf(step)
      .filter(wanted)
      .map(({ name }) => name)
  const isNew = named(({ kind }) => kind === 'added')
  const changed = after
    .filter(({ name, text }) => {
      const old = find(before, name)
      return old && squeeze(old.text) !== squeeze(text)
    })
    .map(({ name }) => name)
  return {
    added: after.filter(({ name }) => !find(before, name)).map(({ name }) => name),
    changed,
    grown: changed.filter((name) => isNew.includes(name)),
    moved: named((change) => change.kind === 'moved' || change.moved === true),
    removed: before.filter(({ name }) => !find(after, name)).map(({ name }) => name),
  }
}

/** As a learner would say it: `softmax`, the heading "Model", the comment at the top. */
export function called(name: string): string {
  if (name === 'header') return 'the comment at the top'
  if (name.startsWith('#')) return `the heading "${name.slice(1).replaceAll('-', ' ')}"`
  return `\`${name}\``
}

/**
 * What of a step is not in the learner's file yet, in sentences. How a statement is written is not looked at, only
 * whether it is there, is gone, or is still the old one.
 */
export function missing({ files }: Practice, step: Step, mine: string): string[] {
  const [old, next] = [files[step.number - 1], files[step.number]].map(splitClasses)
  const own = piecesOf(mine)
  const { added, changed, grown, removed } = effectOf(step, old, next)
  const line = (name: string) => `line ${lineOf(own, name)}`
  const isExported = (name: string, { text }: Piece) =>
    /^export /m.test(text) || new RegExp(`^export \\{[^}]*\\b${name}\\b`, 'm').test(mine)
  return [
    ...absent(added.filter((name) => !find(own, name) && !name.startsWith(classEnd))),
    ...[...added, ...changed].flatMap((name) => {
      const [want, have] = [find(next, name), find(own, name)]
      if (!want || !have || !/^export /m.test(want.text) || isExported(name, have)) return []
      return [`${called(name)} is there, and not exported (${line(name)}): the tests do not see it.`]
    }),
    ...changed.flatMap((name) => {
      const [was, want, have] = [find(old, name), find(next, name), find(own, name)]
      if (!was || !want) return []
      if (!have) return [`${called(name)} is gone.`]
      if (grown.includes(name))
        return declared(want)
          .filter((word) => !declared(was).includes(word) && !have.text.includes(word))
          .map((word) => `${called(name)} has no \`${word}\` yet (${line(name)}).`)
      return squeeze(was.text) === squeeze(have.text)
        ? [`${called(name)} is still the old one (${line(name)}).`]
        : []
    }),
    ...removed
      .filter((name) => find(own, name))
      .map((name) => `${called(name)} is still there (${line(name)}).`),
  ]
}

/** A class that is not there goes without its members. */
function absent(names: string[]): string[] {
  if (names.length === 0) return []
  const [last, ...others] = names
    .filter((name) => !names.includes(`class ${name.split('.')[0]}`))
    .map(called)
    .reverse()
  if (others.length === 0) return [`${last} is not there yet.`]
  return [`${others.reverse().join(', ')} and ${last} are not there yet.`]
}

/** Where a piece begins, counted from 1, after the blank lines and comments before it. */
function lineOf(pieces: Piece[], name: string): number {
  const index = pieces.findIndex((piece) => piece.name === name)
  const before = pieces
    .slice(0, index)
    .map(({ text }) => text)
    .join('')
  const { text } = pieces[index]
  const above = name === 'header' || name.startsWith('#') ? /^\s*/ : /^(\s*(\/\/.*)?\n)*/
  const comments = above.exec(text)?.[0] ?? ''
  return `${before}${comments}`.split('\n').length
}

/** The names that are declared inside a piece, or by it. */
const declared = ({ text }: Piece): string[] =>
  [...text.matchAll(/\b(?:const|let|function) (\w+)/g)].map(([, name]) => name)

/** The differences from the learner's file to another text; other white space is none. */
export function difference(mine: string, other: string): Change[] {
  const lines = new Set(other.split('\n'))
  const spelled = new Map([...lines].map((line) => [squeeze(line), line]))
  const aligned = mine
    .split('\n')
    .map((line) => (lines.has(line) ? line : (spelled.get(squeeze(line)) ?? line)))
    .join('\n')
  const side = (lines: Line[], sign: Line['sign']) =>
    squeeze(
      lines
        .filter((line) => line.sign === ' ' || line.sign === sign)
        .map(({ text }) => text)
        .join('\n'),
    )
  return changes(aligned, other).filter(
    ({ kind, moved, lines }) => kind === 'moved' || moved || side(lines, '-') !== side(lines, '+'),
  )
}

/**
 * The learner's file with a step done: its statements as the solution has them, all others as they are.
 * @returns undefined where they cannot be put together, as the file is in pieces itself
 */
export function withStep({ files }: Practice, step: Step, mine: string): string | undefined {
  if (syntaxError(mine)) return undefined
  const [old, next] = [files[step.number - 1], files[step.number]].map(splitClasses)
  const { added, changed, moved, removed } = effectOf(step, old, next)
  const result = piecesOf(mine).filter(({ name }) => !removed.includes(name))
  for (const [i, piece] of next.entries()) {
    const { name } = piece
    if (![...added, ...changed, ...moved].includes(name)) continue
    const at = result.findIndex((other) => other.name === name)
    if (at >= 0 && !moved.includes(name)) {
      result[at] = piece
      continue
    }
    if (at >= 0) result.splice(at, 1)
    const previous = next.slice(0, i).findLast((other) => find(result, other.name))
    result.splice(result.findIndex((other) => other.name === previous?.name) + 1, 0, piece)
  }
  const text = textOf(result)
  return syntaxError(text) ? undefined : text
}
