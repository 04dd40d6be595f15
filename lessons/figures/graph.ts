// <gpt-graph>: type an expression and see the graph that train2's Values form, then send the gradients back
// through it, one value at a time, in the order in which backward() does; and the size of a real loss.

import { namesIn, parse } from './common/expression.ts'
import type { Graph, Node } from './common/graph.ts'
import { place, type Spot } from './common/layout.ts'
import { short, whole } from './common/numbers.ts'
import { source } from './common/source.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { button, field, figure, h, statusLine, svg } from './common/ui.ts'
import recorded from './recorded/graph.json' with { type: 'json' }
import type { Letter } from './workers/train2.ts'

const css = `
.values { min-height: 3.6rem } .values input { width: 4.8rem }
.canvas { overflow-x: auto; min-height: 15rem; display: grid; align-content: center; border-block: 1px solid var(--r); padding-block: .5rem }
.canvas svg { max-width: none; margin-inline: auto }
.node rect { fill: var(--p); stroke: var(--edge); stroke-width: 1.2 } .node.through rect { fill: color-mix(in srgb, var(--a) 14%, var(--p)) } .node.now rect { stroke: var(--a); stroke-width: 3 }
.node text { text-anchor: middle } .node .op { fill: var(--i); font-weight: 700; font-size: 13px } .node .data { fill: var(--i) } .node .grad { fill: var(--a); font-weight: 600 }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.3 } .edge.now { stroke: var(--a); stroke-width: 3 }
.local { paint-order: stroke; stroke: var(--p); stroke-width: 4px; text-anchor: end; font-size: 11px }
.sizes td, .sizes th { padding: .12rem 1rem .12rem 0; text-align: start } .sizes .n { text-align: end } .sizes .bar { display: inline-block; height: .65rem; background: var(--a); border-radius: 2px; vertical-align: baseline }
.sizes tbody tr { border-top: 1px solid var(--r) }
.expression { width: 100% }
`
const signs: Record<string, string> = { add: '+', mul: '×', 'pow -1': '** −1' }
const box = { width: 92, height: 58, across: 138, down: 70 }

type Recording = { text: string; values: Record<string, number>; graph: Graph; letter: Letter }

figure('gpt-graph', css, (root) => {
  const recording = recorded as Recording
  let { graph, letter } = recording
  let through = 0
  let values = { ...recording.values }
  let turn = 0
  let starting: Promise<RunningStage> | undefined

  const text = h('input', {
    class: 'expression mono',
    value: recording.text,
    spellcheck: 'false',
    autocapitalize: 'none',
  })
  const inputs = h('div', { class: 'row values' })
  const canvas = h('div', { class: 'canvas', tabindex: 0, role: 'region', 'aria-label': 'The graph' })
  const step = button('Backward: next value', () => go(through + 1), { class: 'main' })
  const all = button('All the way', () => go(graph.order.length))
  const back = button('Start over', () => go(0))
  const told = h('p', { 'aria-live': 'polite' })
  const status = statusLine('Built by train2’s own Value; the order is the one in which backward() goes.')
  const word = h('input', {
    class: 'mono',
    value: 'emma',
    maxlength: 15,
    size: 10,
    spellcheck: 'false',
    autocapitalize: 'none',
  })
  const which = h('select', {})
  const sizes = h('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': 'The values of a real loss',
  })
  const letterTold = h('p', { 'aria-live': 'polite' })
  const letterStatus = statusLine(
    'Recorded with the starter list, seed 42, untrained; choose another letter to build its graph here.',
  )

  const stage = () => {
    starting ??= source('list-names-starter').then((text) => startStage(2, { text, seed: 42 }))
    starting.catch(() => {
      starting = undefined
    })
    return starting
  }

  const nameOf = (node: Node) => node.name || signs[node.op] || node.op.replace('pow ', '** ') || 'number'

  function draw(): void {
    const { nodes, grads } = graph
    const { spots, routes, rows, columns } = place(nodes)
    const at = ({ column, row }: Spot) => ({ x: column * box.across + 4, y: row * box.down + 4 })
    const now = through > 0 ? graph.order[through - 1] : -1
    const reached = new Set(graph.order.slice(0, through))
    const edges = nodes.flatMap((node, to) => {
      // the arrows into a value arrive one below the other, as they come
      const height = (i: number) => (routes[to][i].at(-1) ?? spots[node.inputs[i]]).row
      const order = node.inputs.map((_, i) => i).sort((a, b) => height(a) - height(b) || a - b)
      return node.inputs.map((from, i) => {
        const [end, start] = [at(spots[to]), at(spots[from])]
        const arrival = {
          x: end.x,
          y: end.y + box.height * ((order.indexOf(i) + 1) / (node.inputs.length + 1)),
        }
        const stops = routes[to][i].map(at).map(({ x, y }) => ({ x, y: y + box.height / 2 }))
        let path = `M${start.x + box.width} ${start.y + box.height / 2}`
        let [x, y] = [start.x + box.width, start.y + box.height / 2]
        for (const next of [...stops, arrival]) {
          const middle = (x + next.x) / 2
          path += `C${middle} ${y} ${middle} ${next.y} ${next.x} ${next.y}`
          ;[x, y] = [next.x, next.y]
          if (next === arrival) break
          x += box.width
          path += `H${x}`
        }
        return [
          svg('path', { class: to === now ? 'edge now' : 'edge', d: path }),
          svg(
            'text',
            { class: 'local', x: arrival.x - 5, y: arrival.y - 4 },
            `×${short(node.localGrads[i])}`,
          ),
        ]
      })
    })
    const boxes = nodes.map((node, i) => {
      const { x, y } = at(spots[i])
      const middle = x + box.width / 2
      const mark = `node${reached.has(i) ? ' through' : ''}${i === now ? ' now' : ''}`
      return svg(
        'g',
        { class: mark },
        svg('rect', { x, y, width: box.width, height: box.height, rx: node.op ? 8 : 2 }),
        svg('text', { class: 'op', x: middle, y: y + 16 }, nameOf(node)),
        svg('text', { class: 'data', x: middle, y: y + 33 }, `data ${short(node.data)}`),
        svg('text', { class: 'grad', x: middle, y: y + 50 }, `grad ${short(grads[through][i])}`),
      )
    })
    const width = columns * box.across - (box.across - box.width) + 8
    const height = rows * box.down - (box.down - box.height) + 8
    const words = nodes.map(
      (node, i) => `${nameOf(node)}: data ${short(node.data)}, grad ${short(grads[through][i])}`,
    )
    canvas.replaceChildren(
      svg(
        'svg',
        {
          width,
          height,
          viewBox: `0 0 ${width} ${height}`,
          role: 'img',
          'aria-label': `Graph of ${nodes.length} values, inputs first. ${words.join('; ')}.`,
        },
        ...edges.map(([path]) => path),
        ...boxes,
        ...edges.map(([, label]) => label),
      ),
    )
    step.disabled = all.disabled = through === graph.order.length
    back.disabled = through === 0
    told.textContent = sentence()
  }

  function sentence(): string {
    const { nodes, order, grads } = graph
    if (through === 0)
      return 'Before the first step only the result has a gradient: 1. Numbers on the arrows are the local gradients.'
    const node = nodes[order[through - 1]]
    const grad = grads[through][order[through - 1]]
    const own = `Step ${through} of ${order.length}: ${nameOf(node)}, with gradient ${short(grad)}`
    if (node.inputs.length === 0) return `${own}, has no inputs: nothing to pass on.`
    const gives = node.inputs.map(
      (from, i) =>
        `${nameOf(nodes[from])} gets ${short(node.localGrads[i])} × ${short(grad)} = ${short(node.localGrads[i] * grad)}`,
    )
    return `${own}: ${gives.join(', ')}, added to what it has.`
  }

  function go(to: number): void {
    through = to
    draw()
  }

  function showInputs(names: string[]): void {
    if (
      inputs.childElementCount === names.length &&
      names.every((name, i) => inputs.children[i].textContent === name)
    )
      return
    inputs.replaceChildren(
      ...names.map((name) => {
        const input = h('input', { type: 'number', step: 'any', value: values[name] })
        input.addEventListener('input', () => {
          if (!Number.isFinite(input.valueAsNumber)) return
          values[name] = input.valueAsNumber
          void rebuild()
        })
        return field(name, input)
      }),
    )
  }

  async function rebuild(): Promise<void> {
    const mine = ++turn
    try {
      const names = namesIn(parse(text.value))
      values = {
        ...Object.fromEntries(names.map((name, i) => [name, [2, 3, 10, 0.5, 1.5][i % 5]])),
        ...values,
      }
      showInputs(names)
      const next = await (await stage()).ask<Graph>('expression', { text: text.value, values })
      if (mine !== turn) return
      if (next.nodes.length > 60) throw new Error('That graph is too large to draw: keep it below 60 values.')
      graph = next
      status.tell(`${graph.nodes.length} values, built just now by train2’s own Value.`)
      go(0)
    } catch (error) {
      if (mine === turn) status.fail(error)
    }
  }

  function showLetter(): void {
    const most = Math.max(...letter.groups.map(({ count }) => count))
    const ordered = [...letter.groups].sort((a, b) => a.depth - b.depth || b.count - a.count)
    const kind = (label: string, depth: number) =>
      depth > 0 ? (signs[label] ?? label) : label === 'number' ? 'plain numbers' : `parameters in ${label}`
    sizes.replaceChildren(
      h(
        'table',
        { class: 'sizes' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...['depth', 'values', 'how many'].map((text) => h('th', { scope: 'col' }, text)),
            h('td'),
          ),
        ),
        h(
          'tbody',
          {},
          ...ordered.map(({ label, depth, count }) => {
            const bar = h('span', { class: 'bar' })
            bar.style.width = `${Math.max(0.1, (10 * count) / most).toFixed(2)}rem`
            return h(
              'tr',
              {},
              h('td', {}, String(depth)),
              h('td', {}, kind(label, depth)),
              h('td', { class: 'n' }, whole(count)),
              h('td', {}, bar),
            )
          }),
        ),
      ),
    )
    const none = letter.groups.reduce((sum, { zero }) => sum + zero, 0)
    letterTold.textContent = `The loss of “${letter.to || 'the end'}” after “${letter.from || 'the start'}” is ${letter.loss.toFixed(4)}: a graph of ${whole(letter.values)} values and ${whole(letter.arrows)} arrows, ${letter.depth} deep. backward() goes through all of it once; ${whole(none)} gradients come out as exactly 0.`
  }

  function showLetters(): void {
    const tokens = ['start', ...word.value.trim(), 'end']
    const kept = which.selectedIndex
    which.replaceChildren(
      ...tokens.slice(1).map((to, i) => h('option', { value: i }, `${to} after ${tokens[i]}`)),
    )
    which.selectedIndex = Math.max(0, Math.min(kept, tokens.length - 2))
  }

  async function build(): Promise<void> {
    try {
      letter = await (await stage()).ask<Letter>('letter', {
        text: word.value.trim(),
        position: Number(which.value),
      })
      letterStatus.tell('Built just now; the model is untrained, on the starter list with seed 42.')
      showLetter()
    } catch (error) {
      letterStatus.fail(error)
    }
  }

  text.addEventListener('input', () => void rebuild())
  word.addEventListener('input', () => {
    showLetters()
    void build()
  })
  which.addEventListener('change', () => void build())
  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'A computation graph' },
      field('Expression: + − * / **, log( ), exp( ), relu( ), names and numbers', text),
      inputs,
      canvas,
      told,
      h('div', { class: 'row' }, step, all, back),
      status.element,
    ),
    h(
      'div',
      { class: 'box more', role: 'group', 'aria-label': 'The graph of a real loss' },
      h('div', { class: 'row' }, field('Name', word), field('The loss of', which)),
      letterTold,
      sizes,
      letterStatus.element,
    ),
  )
  showInputs(Object.keys(values))
  showLetters()
  which.selectedIndex = 1
  showLetter()
  draw()
  return () => void starting?.then((stage) => stage.close())
})
