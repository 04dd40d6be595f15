// The map at a page's edge: the stage's file in miniature, what changed marked, each block a link.

import type { Line } from '../changes.ts'
import type { Stage } from '../stages.ts'
import { escapeHtml, stagePage } from './html.ts'

/** Lines of the file, first and last. */
export type Span = [from: number, to: number]

/** A part of the file that can be gone to. */
export type Place = { href: string; name: string; spans: Span[] }

const pitch = 3.4 // height of a line
const [labels, width] = [86, 176] // where the lines begin, and where the map ends

/** @param places in the page, by the lines of the file that they show */
export function mapOf(stage: Stage, places: Place[]): string {
  const lines = stage.source.trimEnd().split('\n')
  const added = new Set<number>()
  const removedBefore = new Set<number>() // the next line that is still there
  for (const { lines } of stage.changes) {
    for (const [i, { sign, line }] of lines.entries()) {
      if (sign === '+') added.add(line)
      const next = lines.slice(i).find((other) => other.sign !== '-')
      if (sign === '-' && next) removedBefore.add(next.line)
    }
  }
  const y = (line: number) => ((line - 1) * pitch).toFixed(1)
  const rows = lines.flatMap((text, i) => {
    if (text.trim() === '') return []
    const indent = text.length - text.trimStart().length
    const kind = added.has(i + 1) ? 'add' : text.trimStart().startsWith('//') ? 'comment' : 'same'
    const x = labels + 14 + indent * 0.7
    const length = Math.max(2, (text.trimEnd().length - indent) * 0.66)
    return [
      `<rect class="${kind}" x="${x.toFixed(1)}" y="${y(i + 1)}" width="${length.toFixed(1)}" height="2"/>`,
    ]
  })
  const bars = spans(added).map(
    ([from, to]) =>
      `<rect class="bar" x="${labels + 6}" y="${y(from)}" width="3" height="${((to - from + 1) * pitch - 1).toFixed(1)}"/>`,
  )
  const gone = [...removedBefore].map(
    (line) => `<rect class="gone" x="${labels}" y="${y(line)}" width="5" height="1.6"/>`,
  )
  const sections = lines.flatMap((text, i) => {
    const [, name] = /^\/\/ ([A-Z][\w ]*):/.exec(text) ?? []
    return name && !name.startsWith('The ') && !name.startsWith('Different')
      ? [`<text x="${labels - 6}" y="${(i * pitch + 4).toFixed(1)}">${escapeHtml(name)}</text>`]
      : []
  })
  const links = places.map(({ href, name, spans }) => {
    const rects = spans.map(
      ([from, to]) =>
        `<rect class="place" x="${labels + 2}" y="${(Number(y(from)) - 1).toFixed(1)}" width="${width - labels - 2}" height="${((to - from + 1) * pitch + 1).toFixed(1)}" rx="1.5"/>`,
    )
    return `<a href="${href}" aria-label="${escapeHtml(name)}, line ${spans[0][0]}">${rects.join('')}</a>`
  })
  const height = Math.ceil(lines.length * pitch + 2)
  return `<nav class="map" aria-label="Map of ${stage.name}.ts" data-lines="${lines.length}"><p><a href="${stagePage(stage.number)}">${stage.name}.ts</a></p>
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" data-pitch="${pitch}"><g aria-hidden="true">${rows.join('')}${bars.join('')}${gone.join('')}${sections.join('')}<rect class="view" x="${labels + 2}" y="0" width="${width - labels - 2}" height="0"/></g>${links.join('')}</svg></nav>`
}

/** Where a change is in the newer file; code that is gone is where the line after it is. */
export function spanOf(lines: Line[]): Span {
  const there = lines.filter(({ sign }) => sign === '+')
  const numbers = (there.length > 0 ? there : lines.filter(({ sign }) => sign === ' ')).map(
    ({ line }) => line,
  )
  return numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [lines[0].line, lines[0].line]
}

/** Numbers in a row, as first and last. */
export function spans(numbers: Iterable<number>): Span[] {
  const result: Span[] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = result[result.length - 1]
    if (last && last[1] === number - 1) last[1] = number
    else result.push([number, number])
  }
  return result
}
