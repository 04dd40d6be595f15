// The losses of all stages, and the meter, as one picture: text, so that a page has it without JavaScript.

import { type Point, short, ticks } from './numbers.ts'

export type Curve = {
  name: string
  /** Step and smoothed loss in training. */
  losses: Point[]
  /** Step and perplexity on held-out names. */
  meter?: Point[]
}

/** What the picture needs of a style sheet; in figures.css for the page, in the figure's own for its inside. */
export const curvesCss = `
.curves-svg { display: block; width: 100%; height: auto; --c0: var(--muted, #6b7078); --c1: light-dark(#9a5a00, #e0a458); --c2: light-dark(#9a5a00, #e0a458); --c3: light-dark(#7a3fa8, #c79bea); --c4: light-dark(#23508c, #8fb8ee); --c5: var(--accent, light-dark(#0b62a8, #7cb7f2)) }
.curves-svg text { font: 12px var(--sans, system-ui, sans-serif); fill: var(--muted, #6b7078); font-variant-numeric: tabular-nums }
.curves-svg .grid { stroke: var(--rule, #ddd); shape-rendering: crispEdges }
.curves-svg path { fill: none; stroke-linejoin: round } .curves-svg .loss { stroke-width: 1; stroke-opacity: .55 } .curves-svg .held, .curves-svg .loss.alone { stroke-width: 2.2; stroke-opacity: 1 }
.curves-svg circle { stroke: var(--paper, #fff); stroke-width: 1 }
.curves-svg .name { font-weight: 650 }
${[0, 1, 2, 3, 4, 5].map((n) => `.curves-svg .c${n} { stroke: var(--c${n}) } .curves-svg circle.c${n}, .curves-svg text.c${n} { fill: var(--c${n}); stroke: none }`).join('\n')}
.curves-svg :is(.held, .alone).c2 { stroke-dasharray: 2 4; stroke-linecap: round } .curves-svg :is(.held, .alone).c1 { stroke-dasharray: 9 4 } .curves-svg :is(.held, .alone).c4 { stroke-dasharray: 7 3 2 3 } .curves-svg :is(.held, .alone).c0 { stroke-dasharray: 3 3 }
`

/** The picture, as SVG text. */
export function curvesSvg(curves: Curve[], steps: number, width = 720, height = 380): string {
  const margin = { left: 40, right: 126, top: 34, bottom: 30 }
  const nats = (points: Point[] = []): Point[] => points.map(([x, perplexity]) => [x, Math.log(perplexity)])
  const held = curves.map(({ meter }) => nats(meter))
  const all = [...curves.flatMap(({ losses }) => losses), ...held.flat()]
    .map(([, y]) => y)
    .filter(Number.isFinite)
  const [low, high] = all.length > 0 ? [Math.min(...all) - 0.05, Math.max(...all) + 0.05] : [2, 3.4]
  const x = (step: number) => margin.left + (step / steps) * (width - margin.left - margin.right)
  const y = (loss: number) =>
    margin.top + ((high - loss) / (high - low)) * (height - margin.top - margin.bottom)
  const path = (points: Point[]) =>
    points.map(([a, b], i) => `${i ? 'L' : 'M'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('')
  const text = (at: [number, number], words: string, attributes = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${attributes}>${words}</text>`
  const right = width - margin.right
  const perplexities = [6, 7, 8, 10, 12, 15, 20, 27].filter((p) => Math.log(p) > low && Math.log(p) < high)

  const ends = curves.map(({ losses, meter }, n) => {
    const last = (held[n].length > 0 ? held[n] : losses).at(-1)
    return (
      last && { n, at: y(last[1]), words: meter ? `train${n} ${Math.exp(last[1]).toFixed(2)}` : `train${n}` }
    )
  })
  const labels = spread(
    ends.filter((end) => end !== undefined),
    15,
  )
  return [
    `<svg class="curves-svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${describe(curves, steps)}">`,
    ...ticks(low, high, 6).map(
      (tick) =>
        `<line class="grid" x1="${margin.left}" x2="${right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>${text([margin.left - 6, y(tick) + 4], short(tick), 'text-anchor="end"')}`,
    ),
    ...ticks(0, steps, width < 500 ? 2 : 5).map((tick) =>
      text([x(tick), height - 10], short(tick), 'text-anchor="middle"'),
    ),
    ...perplexities.map((p) => text([right + 4, y(Math.log(p)) + 4], String(p))),
    text([0, 14], 'loss (nats per letter)'),
    text([right + 4, 14], 'perplexity'),
    text([0, height - 10], 'step'),
    ...curves.map(
      ({ losses, meter }, n) => `<path class="loss c${n}${meter ? '' : ' alone'}" d="${path(losses)}"/>`,
    ),
    ...held.map((points, n) => (points.length > 0 ? `<path class="held c${n}" d="${path(points)}"/>` : '')),
    ...held.flatMap((points, n) =>
      points.map(
        ([a, b]) => `<circle class="c${n}" r="2.6" cx="${x(a).toFixed(1)}" cy="${y(b).toFixed(1)}"/>`,
      ),
    ),
    ...labels.map(({ n, at, words }) => text([right + 28, at + 4], words, `class="name c${n}"`)),
    '</svg>',
  ].join('')
}

/** What the picture shows, in words. */
export function describe(curves: Curve[], steps: number): string {
  const told = curves.flatMap(({ name, losses, meter }) => {
    const [loss, held] = [losses.at(-1), meter?.at(-1)]
    return loss ? `${name} ${loss[1].toFixed(2)}${held ? ` (perplexity ${held[1].toFixed(2)})` : ''}` : []
  })
  return `Smoothed losses over ${steps.toLocaleString('en')} training steps${curves.some(({ meter }) => meter) ? ', and perplexity on held-out names' : ''}; at the end: ${told.join(', ') || 'nothing yet'}.`
}

/** Move labels down until none is nearer to the one above than `gap`. */
export function spread<L extends { at: number }>(labels: L[], gap: number): L[] {
  const sorted = [...labels].sort((a, b) => a.at - b.at)
  let previous = Number.NEGATIVE_INFINITY
  return sorted.map((label) => {
    previous = Math.max(label.at, previous + gap)
    return { ...label, at: previous }
  })
}
