// <gpt-gradient>: train1's two gradients compared, parameter by parameter; the loss along one parameter with
// the slope that the gradient claims; and the step that SGD takes there.

import { around, key, lineChart } from './common/chart.ts'
import { short, ticks, whole } from './common/numbers.ts'
import { type Reach, reaches } from './common/reaches.ts'
import { settingsFields } from './common/settings.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { button, choice, field, figure, h, statusLine, svg } from './common/ui.ts'
import recorded from './recorded/gradient.json' with { type: 'json' }
import type { Along, Check } from './workers/train1.ts'

const css = `
.scatter { width: 100%; height: auto; max-width: 24rem } .scatter .grid { stroke: var(--r); shape-rendering: crispEdges } .scatter .same { stroke: var(--m); stroke-dasharray: 4 4 }
.scatter path, .sign path { fill: none; stroke: var(--a); stroke-width: 5; stroke-linecap: round; stroke-opacity: .55 }
.scatter .fc1, .sign .fc1 { stroke: var(--g); stroke-linecap: square; stroke-width: 4 } .scatter .wte, .sign .wte { stroke: var(--b) }
.two { align-items: start } .stack { display: grid; gap: .6rem }
.tangent { stroke: var(--b); stroke-width: 2; stroke-dasharray: 6 4 } .step { stroke: var(--i); stroke-width: 2.5 } .landing { fill: var(--p); stroke: var(--i); stroke-width: 2.5 }
.told { min-height: 4.4em; font-variant-numeric: tabular-nums }
`
type Dots = { matrix: string; count: number; at: number[][] }
/** A check as it is drawn. */
type Shown = { text: string; loss: number; difference: number; most: number; dots: Dots[] }

figure('gpt-gradient', css, (root) => {
  const first: Shown = {
    ...recorded.check,
    // the recording keeps each place once; on the diagonal the two gradients differ by less than the width of a line
    dots: recorded.check.dots.map((dots) => ({ ...dots, at: dots.at.map((x) => [x, x]) })),
  }
  const shapes: Check['shapes'] = [
    ['wte', 27, 16],
    ['fc1', 64, 16],
    ['fc2', 27, 64],
  ]
  let along: Along = recorded.near
  let stage: RunningStage | undefined
  let documents = 0
  let turn = 0

  const fields = settingsFields({})
  const scatter = svg('svg', { class: 'scatter', viewBox: '0 0 320 300', role: 'img' })
  const checked = h('p', { 'aria-live': 'polite' })
  const check = button('Check the first name', () => void run(0), { class: 'main' })
  const another = button('Another name', () => void run(document + 1))
  const reset = button('Reset', start)
  const status = statusLine()
  const legend = h('div', { class: 'legend' })
  const chart = lineChart({ x: '', y: 'loss of this name', height: 240, legend: false })
  const slider = h('input', { type: 'range', min: 0, max: along.at.length - 1, step: 1 })
  const matrix = h('select', {}, ...shapes.map(([name]) => h('option', {}, name)))
  const number = () => h('input', { type: 'number', min: 0, step: 1 })
  const [row, column] = [number(), number()]
  const reach = choice<Reach>('Look', { near: 'near, ±0.1', far: 'far, ±3' }, 'near', (value) => {
    if (stage) return void look(along.index)
    along = recorded[value]
    showAlong(true)
  })
  const told = h('p', { class: 'told', 'aria-live': 'polite' })
  let document = 0

  function start(): void {
    turn++
    stage?.close()
    stage = undefined
    document = 0
    fields.reset()
    check.disabled = another.disabled = false
    reach.set('near')
    along = recorded.near
    showCheck(first)
    showAlong(true)
    status.tell(
      'Recorded with the starter list, seed 42, before training. Press a button or pick a parameter to compute it here.',
    )
  }

  function showCheck({ text, loss, difference, most, dots }: Shown): void {
    const [left, top, size] = [44, 14, 256]
    const x = (value: number) => left + ((value / 100 + 1) / 2) * size
    const y = (value: number) => top + (1 - (value / 100 + 1) / 2) * size
    const marks = ticks(-most, most, 4)
    const place = (mark: number) => (100 * mark) / most
    scatter.replaceChildren(
      ...marks.flatMap((mark) => [
        svg('line', { class: 'grid', x1: left, x2: left + size, y1: y(place(mark)), y2: y(place(mark)) }),
        svg('text', { x: left - 5, y: y(place(mark)) + 4, 'text-anchor': 'end' }, short(mark)),
        svg('text', { x: x(place(mark)), y: top + size + 14, 'text-anchor': 'middle' }, short(mark)),
      ]),
      svg('line', { class: 'same', x1: x(-100), y1: y(-100), x2: x(100), y2: y(100) }),
      ...dots.map(({ matrix, at }) =>
        svg('path', {
          class: matrix,
          d: at.map(([a, b]) => `M${x(a).toFixed(1)} ${y(b).toFixed(1)}h.01`).join(''),
        }),
      ),
      svg('text', { class: 'ink', x: left + 6, y: top + 12 }, '↑ numerically'),
      svg('text', { class: 'ink', x: left + size - 4, y: top + size - 8, 'text-anchor': 'end' }, 'by hand →'),
    )
    legend.replaceChildren(
      ...dots.map(({ matrix, count }) =>
        h(
          'span',
          {},
          svg(
            'svg',
            { class: 'sign', width: 10, height: 10, 'aria-hidden': 'true' },
            svg('path', { class: matrix, d: 'M5 5h.01' }),
          ),
          `${matrix} (${whole(count)})`,
        ),
      ),
    )
    const count = dots.reduce((sum, { count }) => sum + count, 0)
    checked.textContent = `“${text}”, loss ${loss.toFixed(4)}: ${whole(count)} parameters, ${whole(count)} pairs of gradients; the largest difference is ${short(difference)}.`
    scatter.setAttribute(
      'aria-label',
      `Each dot a parameter: its gradient by hand across, numerically upwards. All lie on the diagonal: ${checked.textContent}`,
    )
  }

  /** Fields and slider for the parameter that is shown; from the start, where it stands now. */
  function showAlong(fresh: boolean): void {
    if (fresh) {
      let rest = along.index
      for (const [name, rows, columns] of shapes) {
        if (rest < rows * columns) {
          matrix.value = name
          row.value = String(Math.floor(rest / columns))
          column.value = String(rest % columns)
          break
        }
        rest -= rows * columns
      }
      slider.value = String((along.at.length - 1) / 2)
    }
    drawAlong()
  }

  function drawAlong(): void {
    const { at, losses, grads, rate, data, lossOfOne, lossOfAll } = along
    const i = Number(slider.value)
    const home = i === (at.length - 1) / 2
    const [x, loss, grad] = [at[i], losses[i], grads[i]]
    const range = around(losses)
    // the tangent, as far as it stays in the picture
    const up = (grad > 0 ? range[1] - loss : loss - range[0]) / Math.abs(grad)
    const down = (grad > 0 ? loss - range[0] : range[1] - loss) / Math.abs(grad)
    const half = (at[at.length - 1] - at[0]) / 2
    const [before, after] = [Math.min(down, half, x - at[0]), Math.min(up, half, at[at.length - 1] - x)]
    const landing = x - rate * grad
    chart.draw(
      [{ name: 'loss', points: at.map((value, k) => [value, losses[k]]) }],
      {
        x: [at[0], at[at.length - 1]],
        y: range,
        over: (scale) => [
          svg('line', {
            class: 'tangent',
            x1: scale.x(x - before),
            y1: scale.y(loss - grad * before),
            x2: scale.x(x + after),
            y2: scale.y(loss + grad * after),
          }),
          svg('line', {
            class: 'step',
            x1: scale.x(x),
            x2: scale.x(landing),
            y1: scale.y(range[0]) - 8,
            y2: scale.y(range[0]) - 8,
          }),
          svg('circle', { class: 'landing', r: 4, cx: scale.x(landing), cy: scale.y(range[0]) - 8 }),
          svg('circle', { class: 'dot', r: 6, cx: scale.x(x), cy: scale.y(loss) }),
        ],
      },
      `The loss as ${name()} goes from ${short(at[0])} to ${short(at[at.length - 1])}, and the slope at ${short(x)}.`,
    )
    const step = home
      ? ` The loss after it: ${lossOfOne.toFixed(6)} if only this parameter moves, ${lossOfAll.toFixed(6)} if all do.`
      : ` It stands at ${short(data)} in the model.`
    told.textContent = `${name()} = ${short(x)}: loss ${loss.toFixed(6)}, gradient ${short(grad)}. SGD’s first step moves it by ${short(-rate * grad)}, to ${short(landing)}.${step}`
  }
  const name = () => `${matrix.value}[${row.value}][${column.value}]`

  async function ready(): Promise<RunningStage> {
    if (stage) return stage
    const mine = turn
    const settings = await fields.read()
    const opened = await startStage(1, settings)
    if (mine !== turn) {
      opened.close()
      throw new Error('Reset.')
    }
    stage = opened
    documents = opened.built.documents
    return opened
  }

  async function run(which: number): Promise<void> {
    const mine = turn
    try {
      check.disabled = another.disabled = true
      const running = await ready()
      document = which % documents
      status.tell('Changing each parameter in turn and seeing what becomes of the loss…')
      const started = performance.now()
      const { text, loss, byHand, numerical, shapes: own } = await running.ask<Check>('check', { document })
      if (mine !== turn) return
      shapes.splice(0, shapes.length, ...own)
      const seconds = (performance.now() - started) / 1000
      const most = byHand.reduce((max, grad) => Math.max(max, Math.abs(grad)), 0)
      const pairs = byHand.map((grad, i) => [(100 * grad) / most, (100 * numerical[i]) / most])
      let begin = 0
      const dots = own.map(([matrix, rows, columns]) => {
        const at = pairs.slice(begin, begin + rows * columns)
        begin += at.length
        return { matrix, count: at.length, at }
      })
      const difference = byHand.reduce((max, grad, i) => Math.max(max, Math.abs(grad - numerical[i])), 0)
      showCheck({ text, loss, difference, most, dots })
      status.tell(`Computed just now, in ${seconds.toFixed(2)} seconds.`)
      await look(byHand.reduce((best, grad, i) => (Math.abs(grad) > Math.abs(byHand[best]) ? i : best), 0))
    } catch (error) {
      if (mine === turn) status.fail(error)
    }
    if (mine === turn) check.disabled = another.disabled = false
  }

  /** The neighbourhood of a parameter. */
  async function look(index?: number): Promise<void> {
    const mine = turn
    try {
      const running = await ready()
      const wanted = index ?? indexOfFields()
      const next = await running.ask<Along>('along', {
        document,
        index: wanted,
        reach: reaches[reach.value()],
        points: 61,
      })
      if (mine !== turn) return
      along = next
      showAlong(true)
    } catch (error) {
      if (mine === turn) status.fail(error)
    }
  }
  function indexOfFields(): number {
    let begin = 0
    for (const [name, rows, columns] of shapes) {
      if (name === matrix.value) {
        const [r, c] = [Number(row.value), Number(column.value)]
        if (!(r >= 0 && r < rows && c >= 0 && c < columns))
          throw new Error(`${name} has rows 0 to ${rows - 1} and columns 0 to ${columns - 1}.`)
        return begin + r * columns + c
      }
      begin += rows * columns
    }
    throw new Error('Pick a matrix.')
  }

  slider.addEventListener('input', drawAlong)
  for (const control of [matrix, row, column]) control.addEventListener('change', () => void look())
  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'The gradient, checked' },
      h('div', { class: 'row' }, check, another, reset),
      h(
        'div',
        { class: 'two' },
        h('div', { class: 'stack' }, scatter, legend, checked),
        h(
          'div',
          { class: 'stack' },
          h(
            'div',
            { class: 'row' },
            field('Parameter in', matrix),
            field('row', row),
            field('column', column),
          ),
          chart.element,
          field('Its value', slider),
          reach.element,
          h('div', { class: 'legend' }, key('loss'), key('slope: the gradient', 'third')),
          told,
        ),
      ),
      h('details', {}, h('summary', {}, 'Names and seed'), h('div', { class: 'row' }, ...fields.elements)),
      status.element,
    ),
  )
  start()
  return () => {
    turn++
    stage?.close()
  }
})
