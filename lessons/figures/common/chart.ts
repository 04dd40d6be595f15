// A chart of lines over one horizontal axis, in SVG, drawn anew when its width changes.

import { type Point, ticks, tickTexts } from './numbers.ts'
import { h, svg } from './ui.ts'

/** How a line looks: by colour and by its dashes. */
export type Stroke = 'main' | 'other' | 'third' | 'faint'
export type Series = { name: string; points: Point[]; stroke?: Stroke }
export type Frame = {
  x: [low: number, high: number]
  y: [low: number, high: number]
  /** Further things, drawn over the lines. */
  over?: (scale: { x(x: number): number; y(y: number): number }) => SVGElement[]
}
export type Chart = { element: HTMLElement; draw(series: Series[], frame: Frame, description: string): void }

/** An empty chart; `draw` fills it as often as you like. */
export function lineChart(axes: { x: string; y: string; height?: number; legend?: boolean }): Chart {
  const height = axes.height ?? 220
  const margin = { left: 44, right: 12, top: 20, bottom: 24 }
  const picture = svg('svg', { class: 'plot', height, role: 'img' })
  const legend = h('div', { class: 'legend' })
  const element = h('div', {}, ...(axes.legend === false ? [] : [legend]), picture)
  let last: Parameters<Chart['draw']> | undefined
  let width = 640
  let names = ''

  function draw(series: Series[], frame: Frame, description: string): void {
    last = [series, frame, description]
    const [x0, x1] = frame.x
    const [y0, y1] = frame.y
    const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom }
    const x = (value: number) => margin.left + ((value - x0) / (x1 - x0 || 1)) * inner.width
    const y = (value: number) => margin.top + (1 - (value - y0) / (y1 - y0 || 1)) * inner.height
    const inside = (value: number) => Math.max(margin.top - 8, Math.min(height - margin.bottom + 8, y(value)))
    const path = (points: Point[]) =>
      points
        .filter((point) => point.every(Number.isFinite))
        .map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${x(px).toFixed(1)} ${inside(py).toFixed(1)}`)
        .join('')
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`)
    picture.setAttribute('aria-label', description)
    picture.replaceChildren(
      ...labelled(ticks(y0, y1, height < 160 ? 3 : 5)).flatMap(([tick, text]) => [
        svg('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(tick), y2: y(tick) }),
        svg('text', { x: margin.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, text),
      ]),
      ...labelled(ticks(x0, x1, Math.max(2, Math.round(inner.width / 90)))).map(([tick, text]) =>
        svg('text', { x: x(tick), y: height - 6, 'text-anchor': 'middle' }, text),
      ),
      svg('text', { x: 0, y: 11, class: 'ink' }, axes.y),
      svg('text', { x: 0, y: height - 6 }, axes.x),
      ...series.map(({ points, stroke = 'main' }) =>
        svg('path', { class: `line ${stroke}`, d: path(points) }),
      ),
      ...(frame.over?.({ x, y }) ?? []),
    )
    const wanted = series.map(({ name, stroke }) => `${name} ${stroke}`).join()
    if (wanted === names) return
    names = wanted
    legend.replaceChildren(...series.filter(({ name }) => name).map(({ name, stroke }) => key(name, stroke)))
  }

  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width)
    if (now === 0 || now === width) return
    width = now
    if (last) draw(...last)
  }).observe(element)
  return { element, draw }
}

const labelled = (marks: number[]) => tickTexts(marks).map((text, i) => [marks[i], text] as const)

/** A line and its name, for a legend. */
export function key(name: string, stroke: Stroke = 'main'): HTMLElement {
  const line = svg('line', { class: `line ${stroke}`, x1: 1, x2: 25, y1: 6, y2: 6 })
  return h('span', {}, svg('svg', { width: 26, height: 12, 'aria-hidden': 'true' }, line), name)
}

/** A range that holds these numbers, with a little air. */
export function around(numbers: number[], least = 0): [low: number, high: number] {
  const finite = numbers.filter(Number.isFinite)
  if (finite.length === 0) return [0, 1]
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const number of finite) {
    low = Math.min(low, number)
    high = Math.max(high, number)
  }
  const air = Math.max((high - low) * 0.06, (least - (high - low)) / 2, 1e-12)
  return [low - air, high + air]
}
