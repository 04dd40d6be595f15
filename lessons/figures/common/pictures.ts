// Small pictures of vectors and weights.

import { short } from './numbers.ts'
import { h, svg } from './ui.ts'

/** A vector as little bars, up for positive and down for negative numbers; `scale` is what a full bar stands for. */
export function vector(numbers: number[], scale: number, label: string): SVGSVGElement {
  const [step, half] = [6, 10]
  const columns = (wanted: (number: number) => boolean) =>
    numbers
      .map((number, i) => {
        const height = Math.sign(number) * Math.max(0.5, Math.min(1, Math.abs(number) / scale) * half)
        return wanted(number)
          ? `M${i * step + 1} ${half}h${step - 2}v${(-height).toFixed(1)}h${2 - step}z`
          : ''
      })
      .join('')
  return svg(
    'svg',
    {
      class: 'vector',
      viewBox: `0 0 ${numbers.length * step} ${2 * half}`,
      width: numbers.length * step,
      height: 2 * half,
      role: 'img',
      'aria-label': `${label}: ${numbers.map(short).join(' ')}`,
    },
    svg('title', {}, numbers.map(short).join('  ')),
    svg('line', { x1: 0, x2: numbers.length * step, y1: half, y2: half, class: 'zero' }),
    svg('path', { class: 'plus', d: columns((number) => number > 0) }),
    svg('path', { class: 'minus', d: columns((number) => number <= 0) }),
  )
}

/** The largest size of a number in vectors. */
export const largest = (vectors: number[][]) =>
  vectors.flat().reduce((most, number) => Math.max(most, Math.abs(number)), 1e-9)

/** Attention as a table: each row a token that looks, each column one that is looked at. */
export function attentionTable(
  tokens: string[],
  weights: number[][],
  caption: string,
  { chosen = -1, onChoose }: { chosen?: number; onChoose?: (row: number) => void } = {},
): HTMLTableElement {
  const percent = (weight: number) => String(Math.round(100 * weight))
  return h(
    'table',
    { class: 'heat' },
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h('tr', {}, h('td', { class: 'none' }), ...tokens.map((token) => h('th', { scope: 'col' }, token))),
    ),
    h(
      'tbody',
      {},
      ...weights.map((row, position) =>
        h(
          'tr',
          { class: position === chosen ? 'chosen' : undefined, onclick: () => onChoose?.(position) },
          h(
            'th',
            { scope: 'row' },
            onChoose
              ? h(
                  'button',
                  {
                    type: 'button',
                    'aria-pressed': position === chosen,
                    'aria-label': `${tokens[position]}, position ${position}`,
                    'data-row': position,
                  },
                  tokens[position],
                )
              : tokens[position],
          ),
          ...tokens.map((_, t) => {
            if (t >= row.length) return h('td', { class: 'none' })
            const cell = h('td', {}, percent(row[t]))
            cell.style.setProperty('--w', row[t].toFixed(3))
            return cell
          }),
        ),
      ),
    ),
  )
}

export type Bar = { label: string; value: number; text: string; mark?: boolean }

/** Bars beside each other's names; `full` is what a full bar stands for. */
export function bars(items: Bar[], full: number, label: string): HTMLElement {
  return h(
    'ul',
    { class: 'bars', 'aria-label': label },
    ...items.map(({ label, value, text, mark }) => {
      const bar = h('div', { class: 'bar' })
      bar.style.setProperty('--w', String(Math.min(1, value / full)))
      return h(
        'li',
        { class: mark ? 'marked' : undefined },
        h('span', { class: 'mono' }, label),
        h('div', {}, bar),
        h('span', { class: 'value' }, text),
      )
    }),
  )
}
