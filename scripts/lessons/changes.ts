// What changed from one stage to the next, unit by unit: the diff as a person would tell it.

import { diffArrays } from 'diff'
import { type Unit, units } from './units.ts'

/** One line of a diff; `line` counts from 1, in the older file for '-' and in the newer for '+' and ' '. */
export type Line = { sign: '+' | '-' | ' '; text: string; line: number }

/** A unit that is not the same, or not in the same place, in both stages. */
export type Change = {
  name: string
  /** Its former name, when it was renamed. */
  before?: string
  kind: 'added' | 'removed' | 'changed' | 'moved'
  /** Changed, and in another place too. */
  moved?: boolean
  /** The unit before it, in its own file. */
  after?: string
  /** The whole unit, with its unchanged lines. */
  lines: Line[]
}

type Side = { units: Unit[]; lines: string[] }

/**
 * All changes, in the order of the newer file; what was removed comes where it stood. Units are matched by
 * name; a name that is gone is matched with a new one if at least half of the lines are the same.
 */
export function changes(older: string, newer: string): Change[] {
  const [a, b] = [read(older), read(newer)]
  const pairs = match(a, b).map(([x, y]) => ({
    x,
    y,
    at: x ? a.units.indexOf(x) : -1,
    lines: lineDiff(a, x, b, y),
  }))
  // a unit of which no line is the same stays too, if nothing heavier speaks against it
  const stayed = heaviestInOrder(
    pairs.flatMap(({ x, y, at, lines }) =>
      x && y ? [{ at, weight: 0.1 + lines.filter((line) => line.sign === ' ').length }] : [],
    ),
  )
  return pairs.flatMap(({ x, y, at, lines }): Change[] => {
    if (x && !y) return [{ name: x.name, kind: 'removed', after: previous(a, x), lines }]
    if (!y) return []
    const names = { name: y.name, before: x?.name === y.name ? undefined : x?.name, after: previous(b, y) }
    if (!x) return [{ ...names, kind: 'added', lines }]
    const moved = !stayed.has(at)
    if (lines.some((line) => line.sign !== ' ')) return [{ ...names, kind: 'changed', moved, lines }]
    if (!moved) return []
    return [
      { ...names, kind: 'moved', lines: [...lineDiff(a, x, b, undefined), ...lineDiff(a, undefined, b, y)] },
    ]
  })
}

/** The added and removed lines of some changes. */
export const changedLines = (all: Change[]): Line[] =>
  all.flatMap((change) => change.lines.filter((line) => line.sign !== ' '))

const read = (source: string): Side => ({ units: units(source), lines: source.split('\n') })

/** The unit before this one; a heading's comment counts as no unit of its own. */
const previous = (side: Side, unit: Unit): string | undefined =>
  side.units.slice(0, side.units.indexOf(unit)).findLast(({ name }) => !name.startsWith('#'))?.name

function textOf(side: Side, unit: Unit): string[] {
  return side.lines.slice(unit.from, unit.to)
}

/** Every unit of both sides, once: alone, or with its counterpart. */
function match(a: Side, b: Side): [Unit | undefined, Unit | undefined][] {
  const sameName = (x: Unit) => b.units.find((y) => y.name === x.name)
  const gone = a.units.filter((x) => !sameName(x))
  const fresh = b.units.filter((y) => !a.units.some((x) => x.name === y.name))
  const renamed = new Map<Unit, Unit>()
  for (const x of gone) {
    const y = fresh.find((y) => ![...renamed.values()].includes(y) && alike(textOf(a, x), textOf(b, y)))
    if (y) renamed.set(x, y)
  }
  const counterpart = (x: Unit) => sameName(x) ?? renamed.get(x)

  const pairs = b.units.map((y): [Unit | undefined, Unit | undefined] => [
    a.units.find((x) => counterpart(x) === y),
    y,
  ])
  for (const [i, x] of a.units.entries()) {
    if (counterpart(x)) continue
    // after the unit that it followed, which is in place already
    const previous = pairs.findIndex(([other]) => other !== undefined && other === a.units[i - 1])
    pairs.splice(previous + 1, 0, [x, undefined])
  }
  return pairs
}

/** At least three lines, and half of them the same. */
function alike(a: string[], b: string[]): boolean {
  const same = a.filter((line) => b.includes(line)).length
  return Math.min(a.length, b.length) >= 3 && same * 2 >= Math.max(a.length, b.length)
}

function lineDiff(a: Side, x: Unit | undefined, b: Side, y: Unit | undefined): Line[] {
  let [lineA, lineB] = [x?.from ?? 0, y?.from ?? 0]
  const parts = diffArrays(x ? textOf(a, x) : [], y ? textOf(b, y) : [])
  return parts.flatMap((part) =>
    part.value.map((text): Line => {
      if (!part.added) lineA++
      if (!part.removed) lineB++
      if (part.removed) return { sign: '-', text, line: lineA }
      return { sign: part.added ? '+' : ' ', text, line: lineB }
    }),
  )
}

/** Which units stayed in place when others moved: the ones in their old order that weigh most together. */
function heaviestInOrder(moves: { at: number; weight: number }[]): Set<number> {
  type Chain = { ats: number[]; weight: number }
  const heavier = (c: Chain, d: Chain) => (d.weight > c.weight ? d : c)
  const none: Chain = { ats: [], weight: 0 }
  const chains: Chain[] = []
  for (const { at, weight } of moves) {
    const before = chains.filter(({ ats }) => ats[ats.length - 1] < at).reduce(heavier, none)
    chains.push({ ats: [...before.ats, at], weight: before.weight + weight })
  }
  return new Set(chains.reduce(heavier, none).ats)
}
