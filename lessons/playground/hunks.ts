// A hunk of a diff as elements, in the look of the lessons' diffs. Text goes into them as text, whatever it is.

import { highlightTree } from '@lezer/highlight'
import type { Hunk } from '../../scripts/lessons/blocks.ts'
import type { Line } from '../../scripts/lessons/changes.ts'
import type { Range } from '../../scripts/lessons/render/highlight.ts'
import { changedWords } from '../../scripts/lessons/render/words.ts'
import { typescript } from '../../scripts/lessons/units.ts'
import { h } from '../figures/common/ui.ts'
import { kinds } from './editor.ts'

type Coloured = (line: number, marks: Range[]) => Node[]

/** @returns what shows hunks of the difference between these two texts */
export function hunkViewer(older: string, newer: string): (hunk: Hunk) => HTMLElement {
  const [before, after] = [coloured(older), coloured(newer)]
  return ({ locator, lines, changes }) => {
    const [name, what] = locator.split(/: (?=[^:]*$)/)
    const marks = changes[0].kind === 'moved' ? new Map<number, Range[]>() : changedWords(lines)
    let last: number | undefined // the number of the line above, in the newer text
    const rows = lines.flatMap((line, i) => {
      const skipped = line.sign !== '-' && last !== undefined ? line.line - last - 1 : 0
      if (line.sign !== '-') last = line.line
      const gap = skipped > 0 ? [h('span', { class: 'gap' }, `⋯ ${skipped} unchanged\n`)] : []
      return [...gap, row(line, (line.sign === '-' ? before : after)(line.line, marks.get(i) ?? []))]
    })
    const where = h('span', { class: 'where' }, h('code', {}, name.replace(/^#/, '// ')), ` ${what}`)
    const code = h(
      'pre',
      { tabindex: 0, role: 'group', 'aria-label': `Code of ${name}` },
      h('code', {}, ...rows),
    )
    return h(
      'div',
      { class: 'diff', role: 'group', 'aria-label': `Change: ${name}` },
      h('div', { class: 'hunk' }, h('div', { class: 'locator' }, where), code),
    )
  }
}

function row({ sign, line }: Line, content: Node[]): HTMLElement {
  const looks = { '+': ['ins', 'add', '+'], '-': ['del', 'gone', '−'], ' ': ['span', 'same', ' '] } as const
  const [tag, kind, shown] = looks[sign]
  const number = h('span', { class: 'no', 'aria-hidden': 'true' }, sign === '-' ? '' : String(line))
  const source = h('span', { class: 'src' }, ...content)
  return h(tag, { class: `line ${kind}` }, number, h('span', { class: 'sign' }, shown), source, '\n')
}

/** The lines of a text in the site's colours, with marks around some of their words. */
function coloured(source: string): Coloured {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1), source.length + 1]
  const spans: { from: number; to: number; kind: string }[] = []
  highlightTree(typescript.parse(source), kinds, (from, to, kind) => spans.push({ from, to, kind }))
  return (line, marks) => {
    const [start, end] = [starts[line - 1], starts[line] - 1]
    const inside = spans.filter(({ from, to }) => to > start && from < end)
    const places = [...inside, ...marks.map(({ from, to }) => ({ from: start + from, to: start + to }))]
    const cuts = places.flatMap(({ from, to }) => [from, to]).filter((cut) => cut > start && cut < end)
    const edges = [...new Set([start, ...cuts, end])].sort((a, b) => a - b)
    return edges.slice(0, -1).map((from, i) => {
      const kind = inside.find((span) => span.from <= from && from < span.to)?.kind ?? ''
      const isMarked = marks.some((mark) => start + mark.from <= from && from < start + mark.to)
      return h(isMarked ? 'mark' : 'span', { class: kind }, source.slice(from, edges[i + 1]))
    })
  }
}
