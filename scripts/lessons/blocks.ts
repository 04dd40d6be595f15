// Which changes a lesson's block shows: `diff train3 attend, attention` and its like, found in the changes.

import { closest } from 'fastest-levenshtein'
import type { Change, Line } from './changes.ts'

/** What changed in one place, with a few unchanged lines around it. */
export type Hunk = {
  /** Where it is and what happened there, as in "attend: new, after rmsnorm". */
  locator: string
  changes: Change[]
  lines: Line[]
}

const context = 3 // unchanged lines that are kept beside changed ones

/**
 * @param selection names of units, separated by commas: `softmax`; `Value.add to Value.div` for a run of changes;
 *   `backward from "const dLogits" to "const dX"` for the part of one from the line that begins so to the line
 *   that begins so, either end optional
 * @param all the stage's changes
 * @throws Error, a sentence, when a name or a line is not found or is found more than once
 */
export function select(selection: string, all: Change[]): Hunk[] {
  const hunks = selection.split(/,\s+/).flatMap((part) => {
    const words = /^(\S+)(?: from "([^"]+)")?(?: to (?:"([^"]+)"|(\S+)))?$/.exec(part.trim())
    if (!words) throw new Error(`"${part}" is not a name, nor "A to B", nor 'A from "line" to "line"'`)
    const [, name, fromText, toText, last = name] = words
    const [start, end] = [indexOf(name, all), indexOf(last, all)]
    if (end < start) throw new Error(`"${last}" comes before "${name}"`)
    return all.slice(start, end + 1).map((change): Hunk => {
      const lines = part.includes('"') ? range(change, fromText, toText) : change.lines
      return hunkOf(change, lines)
    })
  })
  return hunks.reduce(join, [])
}

/** One change with a few of its unchanged lines, or that part of it. */
export const hunkOf = (change: Change, lines: Line[] = change.lines): Hunk => ({
  locator: locate(change),
  changes: [change],
  lines: trim(lines),
})

/** New code right after new code is one hunk. */
function join(hunks: Hunk[], next: Hunk): Hunk[] {
  const last = hunks[hunks.length - 1]
  const isNew = (hunk: Hunk | undefined) => hunk?.changes.every(({ kind }) => kind === 'added')
  if (!isNew(last) || !isNew(next) || last.lines[last.lines.length - 1].line + 1 !== next.lines[0].line) {
    return [...hunks, next]
  }
  const changes = [...last.changes, ...next.changes]
  return [...hunks.slice(0, -1), { ...last, changes, lines: [...last.lines, ...next.lines] }]
}

function indexOf(name: string, all: Change[]): number {
  const index = all.findIndex((change) => change.name === name)
  if (index >= 0) return index
  const near = closest(
    name,
    all.map((change) => change.name),
  )
  throw new Error(`no change is named "${name}"; did you mean "${near}"?`)
}

function range(change: Change, fromText = '', toText?: string): Line[] {
  const find = (text: string, after: number) => {
    const found = change.lines.flatMap((line, i) =>
      i >= after && line.text.trim().startsWith(text) ? [i] : [],
    )
    if (found.length === 0) throw new Error(`no line of ${change.name} begins with "${text}"`)
    return found[0]
  }
  const from = fromText === '' ? 0 : find(fromText, 0)
  const to = toText === undefined ? change.lines.length - 1 : find(toText, from)
  return change.lines.slice(from, to + 1)
}

function locate({ name, before, kind, moved, after }: Change): string {
  const renamed = before ? ` (was ${before})` : ''
  const place = after ? `after ${after}` : 'at the top'
  const what = {
    added: `new, ${place}`,
    removed: 'gone',
    changed: moved ? `changed, and now ${place}` : 'changed',
    moved: `moved, now ${place}`,
  }[kind]
  return `${name}${renamed}: ${what}`
}

/** Without the unchanged lines that are far from a changed one, and without blank lines at the ends. */
function trim(lines: Line[]): Line[] {
  const near = (i: number) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some((line) => line.sign !== ' ')
  return lines.filter((line, i) => line.sign !== ' ' || near(i))
}
