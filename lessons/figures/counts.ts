// <gpt-counts>: train0's whole model, the table of counts, filling as names go by; a row's probabilities; and a
// name drawn from them, letter by letter.

import { whole } from './common/numbers.ts'
import { bars } from './common/pictures.ts'
import type { Draw } from './common/serve.ts'
import { settingsFields } from './common/settings.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { button, field, figure, h, onFrame, statusLine, svg } from './common/ui.ts'
import recorded from './recorded/counts.json' with { type: 'json' }

const css = `
.grid { width: 100%; height: auto; max-width: 34rem; cursor: pointer }
.grid path { fill: var(--a) } .grid .back { fill: none; stroke: var(--r); stroke-width: .5 } .grid .row { fill: none; stroke: var(--i); stroke-width: 1.5 }
.grid .pair { fill: none; stroke: var(--b); stroke-width: 1.5 }
.grid text { font: 9px ui-monospace, Menlo, Consolas, monospace; fill: var(--m); text-anchor: middle } .grid text.on { fill: var(--i); font-weight: 700 }
.bars { max-height: none; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 1rem; grid-auto-flow: column; grid-template-rows: repeat(var(--rows, 14), auto) }
.bars li { grid-template-columns: 1.9rem minmax(0, 1fr) 2.9rem; line-height: 1.25 } .bars .marked { font-weight: 700; color: var(--b) } .bars .marked .bar { background: var(--b) }
.drawn { font-size: 1.25rem; min-height: 1.45em } .drawn b { color: var(--b) }
.two { align-items: start } .stack { display: grid; gap: .6rem }
.now { min-height: 1.45em }
@container (min-width: 38rem) { .two { grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) } }
`
/** The counts of all pairs, row by row, and the probabilities that the stage makes of them. */
type Table = { counts: number[]; probabilities: number[] }

const cell = 10
const levels = 20 // of shade: a path for each is much less to draw than a square for each pair
const end = '·' // BOS, as a letter of the table

figure('gpt-counts', css, (root) => {
  let chars: string[] = []
  let table: Table = recorded.table
  let row = 0
  let stage: RunningStage | undefined
  let turn = 0
  let drawing: { draws: Draw[]; shown: number } | undefined

  const fields = settingsFields({ steps: 1000 })
  const one = button('One name', () => void go({ limit: 1, pace: 0 }))
  const slow = button('Slowly', () => void go({ pace: 250 }))
  const all = button('All', () => void go({}), { class: 'main' })
  const stop = button('Stop', () => stage?.stop(), { disabled: true })
  const reset = button('Reset', start)
  const status = statusLine()
  const now = h('p', { class: 'now' })
  const picture = svg('svg', { class: 'grid', role: 'img' })
  const select = h('select', {})
  const distribution = h('div', {})
  const summary = h('p', { 'aria-live': 'polite' })
  const drawn = h('p', { class: 'drawn mono', 'aria-live': 'polite' })
  const draw = button('Draw a letter', () => void drawLetter())
  let shades: SVGPathElement[] = []
  let marks: SVGElement[] = []

  const letters = () => [...chars, end]
  const spoken = (token: number) => chars[token] ?? 'the start'

  /** The table, empty, for as many tokens as there are. */
  function layOut(next: string[]): void {
    chars = next
    const n = chars.length + 1
    const size = (n + 1) * cell
    const center = (token: number) => (token + 1.5) * cell
    shades = Array.from({ length: levels }, (_, i) => svg('path', { 'fill-opacity': (i + 1) / levels }))
    picture.setAttribute('viewBox', `0 0 ${size} ${size}`)
    picture.replaceChildren(
      svg('rect', { class: 'back', x: cell, y: cell, width: n * cell, height: n * cell }),
      ...shades,
      ...letters().flatMap((letter, token) => [
        svg('text', { x: center(token), y: cell - 2 }, letter),
        svg('text', { x: cell / 2, y: center(token) + 3 }, letter),
      ]),
    )
    marks = []
    select.replaceChildren(
      ...letters().map((_, token) => h('option', { value: token }, `after ${spoken(token)}`)),
    )
    row = chars.indexOf('e') === -1 ? n - 1 : chars.indexOf('e')
    select.value = String(row)
  }

  /** Colour the cells: on a scale of logarithms, as a few pairs are much more frequent than the rest. */
  function show(pairs: number[][] = []): void {
    const n = chars.length + 1
    const { counts } = table
    const most = Math.log1p(counts.reduce((max, count) => Math.max(max, count), 1))
    const paths = shades.map(() => '')
    counts.forEach((count, i) => {
      if (count === 0) return
      const level = Math.max(0, Math.round((Math.log1p(count) / most) * levels) - 1)
      paths[level] += `M${((i % n) + 1) * cell + 0.5} ${(Math.floor(i / n) + 1) * cell + 0.5}h9v9h-9z`
    })
    shades.forEach((shade, level) => void shade.setAttribute('d', paths[level]))
    for (const mark of marks) mark.remove()
    marks = [
      svg('rect', { class: 'row', x: cell, y: (row + 1) * cell, width: n * cell, height: cell }),
      ...pairs.map(([a, b]) =>
        svg('rect', { class: 'pair', x: (b + 1) * cell, y: (a + 1) * cell, width: cell, height: cell }),
      ),
    ]
    picture.append(...marks)
    const total = counts.reduce((sum, count) => sum + count, 0)
    const top = counts.reduce((best, count, i) => (count > counts[best] ? i : best), 0)
    picture.setAttribute(
      'aria-label',
      `Table of ${n} by ${n} counts: each row a token, each column the token after it. ${whole(total)} pairs counted${total ? `; the most frequent is ${spoken(Math.floor(top / n))}, then ${chars[top % n] ?? 'the end'}: ${whole(counts[top])} times` : ''}.`,
    )
    showRow()
  }

  function showRow(): void {
    const n = chars.length + 1
    const own = table.counts.slice(row * n, row * n + n)
    const probabilities = table.probabilities.slice(row * n, row * n + n)
    const total = own.reduce((sum, count) => sum + count, 0)
    const last = drawing?.draws[drawing.shown - 1]
    const list = bars(
      probabilities.map((value, token) => ({
        label: letters()[token],
        value,
        text: `${(100 * value).toFixed(1)}%`,
        mark: last?.index === token,
      })),
      Math.max(...probabilities),
      `Probability of each token after ${spoken(row)}`,
    )
    list.style.setProperty('--rows', String(Math.ceil(n / 2)))
    distribution.replaceChildren(list)
    const top = own.indexOf(Math.max(...own))
    summary.textContent =
      total === 0
        ? `After ${spoken(row)}: nothing counted yet, so each of the ${n} tokens has the same probability, ${(100 * probabilities[0]).toFixed(1)}%.`
        : `After ${spoken(row)}: seen ${whole(total)} times, most often before ${chars[top] ?? `the end (${end})`}, ${whole(own[top])} times.`
  }

  function choose(token: number): void {
    row = token
    select.value = String(token)
    drawing = undefined
    drawn.textContent = ''
    show()
  }

  function start(): void {
    turn++
    stage?.close()
    stage = undefined
    drawing = undefined
    fields.reset()
    idle()
    layOut(recorded.chars)
    table = recorded.table
    show()
    drawn.replaceChildren('…')
    now.textContent = 'Each name adds its pairs to the table: a one-name step shows which.'
    status.tell(
      `Recorded: ${whole(recorded.steps)} names of the starter list, seed 42. “One name” starts again with an empty table.`,
    )
  }
  function idle(): void {
    stop.disabled = true
    one.disabled = slow.disabled = all.disabled = draw.disabled = false
  }

  /** The stage that is at work, or a new one. */
  let steps = 0
  let done = 0
  async function ready(): Promise<RunningStage> {
    if (stage) return stage
    const mine = turn
    const settings = await fields.read()
    const opened = await startStage(0, settings)
    if (mine !== turn) {
      opened.close()
      throw new Error('Reset.')
    }
    stage = opened
    steps = settings.steps
    done = 0
    layOut(opened.built.chars)
    table = await opened.ask('table')
    return opened
  }

  async function go({ limit, pace }: { limit?: number; pace?: number }): Promise<void> {
    const mine = turn
    const current = () => mine === turn
    try {
      one.disabled = slow.disabled = all.disabled = true
      const running = await ready()
      stop.disabled = false
      drawing = undefined
      let pairs: number[][] = []
      const draw = onFrame(() => current() && show(pairs))
      status.tell(`Counting the pairs of ${whole(running.built.documents)} documents…`)
      await running.train({ steps, limit, pace, resume: done > 0, report: { name: 'table' } }, (progress) => {
        if (!current()) return
        done += progress.losses.length
        table = progress.report as Table
        if (pace !== undefined && progress.losses.length > 0) void follow(running, progress.losses[0])
        else draw()
      })
      async function follow(running: RunningStage, loss: number): Promise<void> {
        const tokens = await running.ask<number[]>('tokens', { step: done - 1 })
        if (!current()) return
        pairs = tokens.slice(1).map((token, i) => [tokens[i], token])
        const name = tokens.map((token) => chars[token] ?? end).join('')
        now.textContent = `${whole(done)}: ${name}, loss before it was counted ${loss.toFixed(2)}`
        draw()
      }
      if (!current()) return
      status.tell(
        done < steps ? `${whole(done)} of ${whole(steps)} counted.` : `All ${whole(steps)} counted.`,
      )
      if (pace === undefined) now.textContent = ''
      show(pairs)
    } catch (error) {
      if (current()) status.fail(error)
    }
    if (!current()) return
    idle()
    one.disabled = slow.disabled = all.disabled = done >= steps && stage !== undefined
  }

  /** Reveal the next draw of a name that the stage's own sample() made. */
  async function drawLetter(): Promise<void> {
    const mine = turn
    try {
      if (!stage) await go({})
      if (!stage || mine !== turn) return
      if (!drawing || drawing.shown === drawing.draws.length) {
        const draws = await stage.ask<Draw[]>('draws', { temperature: 1, prompt: '' })
        if (mine !== turn) return
        drawing = { draws, shown: 0 }
      }
      const { draws, shown } = drawing
      row = shown === 0 ? chars.length : draws[shown - 1].index
      select.value = String(row)
      drawing.shown++
      const text = draws.slice(0, shown + 1).map(({ index }) => chars[index] ?? end)
      drawn.replaceChildren(end, text.slice(0, -1).join(''), h('b', {}, text[shown]))
      if (text[shown] === end) drawn.append(' done')
      show([[row, draws[shown].index]])
    } catch (error) {
      if (mine === turn) status.fail(error)
    }
  }

  select.addEventListener('change', () => choose(Number(select.value)))
  picture.addEventListener('click', (event) => {
    const box = picture.getBoundingClientRect()
    const token = Math.floor(((event.clientY - box.top) / box.height) * (chars.length + 2)) - 1
    if (token >= 0 && token <= chars.length) choose(token)
  })

  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'The table of counts' },
      h('div', { class: 'row' }, one, slow, all, stop, reset),
      now,
      h(
        'div',
        { class: 'two' },
        h(
          'div',
          { class: 'stack' },
          picture,
          h(
            'p',
            { class: 'note' },
            `Row: a letter; column: the letter after it; ${end} is the start and the end. Darker: more often.`,
          ),
        ),
        h(
          'div',
          { class: 'stack' },
          field('Row', select),
          summary,
          distribution,
          h('div', { class: 'row' }, draw, drawn),
        ),
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Names, steps and seed'),
        h('div', { class: 'row' }, ...fields.elements),
      ),
      status.element,
    ),
  )
  start()
  return () => {
    turn++
    stage?.close()
  }
})
