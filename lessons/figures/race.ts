// <gpt-race>: SGD (train4) and Adam (train5) from the same weights on the same names; and one parameter's
// gradient, Adam's memory of it, and the steps that both take.

import { around, lineChart, type Series } from './common/chart.ts'
import { short, whole } from './common/numbers.ts'
import { settingsFields } from './common/settings.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { type Lines, newTrace } from './common/trace.ts'
import { button, field, figure, h, onFrame, statusLine } from './common/ui.ts'
import recorded from './recorded/race.json' with { type: 'json' }
import type { Place } from './workers/train5.ts'

const css = `.small { display: grid; gap: .75rem 1rem; grid-template-columns: minmax(0, 1fr) } @container (min-width: 38rem) { .small { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) } } .told { min-height: 2.9em; font-variant-numeric: tabular-nums }`
const matrices = ['wte', 'wpe', 'lmHead', 'wq', 'wk', 'wv', 'wo', 'fc1', 'fc2']
type Shown = { name: string; steps: number; adam: Lines; sgd: Lines }

figure('gpt-race', css, (root) => {
  let stages: RunningStage[] = []
  let turn = 0
  const fields = settingsFields({ steps: 1000 })
  const start = button('Start the race', () => void run(), { class: 'main' })
  const stop = button('Stop', () => stages.forEach((stage) => void stage.stop()), { disabled: true })
  const reset = button('Reset', clear)
  const matrix = h('select', {}, ...matrices.map((name) => h('option', {}, name)))
  const number = () => h('input', { type: 'number', min: 0, step: 1, value: 0 })
  const [row, column] = [number(), number()]
  const loss = lineChart({ x: 'step', y: 'loss (nats per letter)', height: 230 })
  const small = { height: 150 }
  const gradient = lineChart({ x: 'step', y: 'gradient in train5', ...small })
  const memory = lineChart({ x: 'step', y: 'Adam’s memory', ...small })
  const step = lineChart({ x: 'step', y: 'step taken', ...small })
  const value = lineChart({ x: 'step', y: 'the parameter', ...small })
  const heading = h('p', { class: 'note' })
  const told = h('p', { class: 'told' })
  const status = statusLine()

  function draw({ name, steps, adam, sgd }: Shown): void {
    const frame = (series: Series[], least = 0) => ({
      x: [0, steps] as [number, number],
      y: around(
        series.flatMap(({ points }) => points.map(([, y]) => y)),
        least,
      ),
    })
    const show = (chart: typeof loss, series: Series[], text: string) =>
      chart.draw(series, frame(series, 1e-6), `${text}. ${series.map(ends).join('; ')}.`)
    show(
      loss,
      [
        { name: 'Adam (train5)', points: adam.loss },
        { name: 'SGD (train4)', points: sgd.loss, stroke: 'other' },
      ],
      'Smoothed loss over the steps',
    )
    show(gradient, [{ name: 'gradient', points: adam.grad, stroke: 'faint' }], `The gradient of ${name}`)
    show(
      memory,
      [
        { name: 'm', points: adam.m },
        { name: '√v', points: adam.v, stroke: 'third' },
      ],
      `Averages of the gradient of ${name} and of its square`,
    )
    show(
      step,
      [
        { name: 'Adam', points: adam.step },
        { name: 'SGD', points: sgd.step, stroke: 'other' },
      ],
      `Steps of ${name}`,
    )
    show(
      value,
      [
        { name: 'Adam', points: adam.data },
        { name: 'SGD', points: sgd.data, stroke: 'other' },
      ],
      `Where ${name} is`,
    )
    heading.textContent = `One of the parameters over time: ${name}.`
    const [a, s] = [adam.loss.at(-1), sgd.loss.at(-1)]
    if (a && s)
      told.textContent = `After ${whole(a[0])} steps Adam is at ${a[1].toFixed(2)}, SGD after ${whole(s[0])} at ${s[1].toFixed(2)}. On average ${name} moves by ${short(adam.stride)} a step with Adam, by ${short(sgd.stride)} with SGD.`
  }
  const ends = ({ name, points }: Series) => {
    const [first, last] = [points.find(([, y]) => Number.isFinite(y)), points.at(-1)]
    return first && last ? `${name} from ${short(first[1])} to ${short(last[1])}` : name
  }

  function clear(): void {
    close()
    fields.reset()
    matrix.value = 'wte'
    row.value = column.value = '0'
    start.disabled = false
    stop.disabled = true
    draw(recorded as unknown as Shown)
    status.tell('Recorded on the starter list, seed 42. Press “Start the race” to run both here.')
  }
  function close(): void {
    turn++
    for (const stage of stages) stage.close()
    stages = []
  }

  async function run(): Promise<void> {
    close()
    const mine = turn
    const current = () => mine === turn
    try {
      start.disabled = true
      stop.disabled = false
      const { text, seed, steps, data } = await fields.read()
      status.tell(`Racing on ${data}…`)
      const opened = await Promise.all([5, 4].map((n) => startStage(n, { text, seed })))
      if (!current()) return opened.forEach((stage) => void stage.close())
      stages = opened
      const place: Place = { matrix: matrix.value, row: Number(row.value), column: Number(column.value) }
      const { index, name } = await stages[0].ask<{ index: number; name: string }>('parameter', place)
      const traces = stages.map(() => newTrace())
      const show = onFrame(() => {
        if (!current()) return
        const [adam, sgd] = traces.map((trace) => trace.thinned(200))
        draw({ name, steps, adam, sgd })
      })
      const ended = await Promise.all(
        stages.map((stage, i) =>
          stage.train({ steps, watch: index }, (progress) => {
            traces[i].push(progress)
            show()
          }),
        ),
      )
      if (!current()) return
      const stopped = ended.some(({ stopped }) => stopped)
      status.tell(
        `${stopped ? `Stopped after ${ended.map(({ step }) => whole(step)).join(' and ')}` : `Both ran ${whole(steps)}`} steps on ${data}, from the same weights, seed ${seed}.`,
      )
    } catch (error) {
      if (current()) status.fail(error)
    }
    if (!current()) return
    start.disabled = false
    stop.disabled = true
  }

  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'SGD and Adam' },
      h('div', { class: 'row' }, start, stop, reset),
      loss.element,
      heading,
      h('div', { class: 'small' }, gradient.element, memory.element, step.element, value.element),
      told,
      h(
        'details',
        {},
        h('summary', {}, 'Parameter, names, steps and seed'),
        h(
          'div',
          { class: 'row' },
          field('Parameter in', matrix),
          field('row', row),
          field('column', column),
          ...fields.elements,
        ),
      ),
      status.element,
    ),
  )
  clear()
  return close
})
