// <gpt-attention>: what each letter of a name looks back at in train3, before and after training, and how a
// look comes about: scores, softmax, weights, mix.

import type { Reading } from './common/attention.ts'
import { beforeAfter, type When } from './common/before-after.ts'
import { attentionTable, bars, largest, vector } from './common/pictures.ts'
import { field, figure, h } from './common/ui.ts'
import recorded from './recorded/attention.json' with { type: 'json' }

const css = `
.summary { min-height: 2.9em }
.heat button { min-height: 1.7rem; padding: 0 .4rem; min-width: 2.6rem; font-family: inherit }
.heat button[aria-pressed=true] { background: var(--a); color: var(--p); border-color: var(--a) }
.heat tr { cursor: pointer }
.heat tr.chosen td:not(.none) { border-color: var(--i); border-width: 2px }
.cache td, .cache th { padding: .15rem .6rem .15rem 0; text-align: start; white-space: nowrap; border-top: 1px solid var(--r) }
.cache thead :is(th, td) { border: 0; color: var(--m); font-weight: 500; vertical-align: bottom }
.cache .number { text-align: end; }
.cache tfoot td, .cache tfoot th { border-top: 2px solid var(--m) }
.cache .share { display: inline-block; height: .7rem; background: var(--a); border-radius: 2px; vertical-align: baseline; margin-inline-end: .35rem }
.name { width: 11rem }
.tables { min-height: 14.5rem }
`

type Shown = { text: string; chars: string[]; readings: Reading[]; next: number[][] }
type Recording = Record<When, Shown>

figure('gpt-attention', css, (root) => {
  const recording = recorded as Recording
  let position = 3
  let shown: Shown = recording.after
  let asked = 0

  const name = h('input', {
    class: 'name mono',
    value: recording.after.text,
    maxlength: 15,
    spellcheck: 'false',
    autocapitalize: 'none',
  })
  const heat = h('input', { type: 'range', min: 0.1, max: 2, step: 0.05, value: 1 })
  const heatText = h('output', {}, '1.00')
  const table = h('div', { class: 'scroll tables' })
  const detail = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The cache' })
  const cacheNote = h('p', { class: 'note' })
  const next = h('div', {})
  const summary = h('p', { class: 'summary', 'aria-live': 'polite' })
  const model = beforeAfter(
    3,
    'Recorded: train3 on the starter list, 1,000 steps, seed 42, made by the code that this figure runs. Type a name to run it here.',
    () => void refresh(),
  )
  const temperature = () => Number(heat.value)
  const text = () => name.value.trim()

  async function refresh(): Promise<void> {
    const mine = ++asked
    try {
      const name = text()
      const prompts = ['', ...name].map((_, i) => name.slice(0, i))
      const readings = await model.ask<Reading[]>('attention', { text: name })
      const probabilities = await model.ask<number[][]>('next', { prompts, temperature: temperature() })
      if (mine !== asked) return
      const chars = model.chars()
      shown =
        chars && readings && probabilities
          ? { text: name, chars, readings, next: probabilities }
          : recording[model.when()]
      draw()
      model.fine()
    } catch (error) {
      if (mine === asked) model.fail(error)
    }
  }

  function draw(): void {
    const { readings, next: probabilities } = shown
    const tokens = ['BOS', ...shown.text].slice(0, readings.length)
    position = Math.min(position, readings.length - 1)
    const focused = root.activeElement instanceof HTMLElement ? root.activeElement.dataset.row : undefined
    const { looks, keys, values } = readings[position]
    const [{ scores, weights, query, mix }] = looks
    table.replaceChildren(
      attentionTable(
        tokens,
        readings.map((reading) => reading.looks[0].weights),
        'Each row is a letter that looks back; the columns say at what, in percent. Choose a row.',
        { chosen: position, onChoose: choose },
      ),
    )
    if (focused !== undefined) table.querySelector<HTMLElement>(`[data-row="${focused}"]`)?.focus()

    const scale = { key: largest([...keys, query]), value: largest([...values, mix]) }
    const most = Math.max(...scores)
    cacheNote.textContent = `The cache when “${tokens[position]}” looks: ${keys.length === 1 ? 'one entry' : `${keys.length} entries, one more than for the letter before`}. Score = query · key / √16, weight = softmax of the scores, mix = the values times their weights, added up. A vector is 16 bars, up for plus, down for minus.`
    detail.replaceChildren(
      h(
        'table',
        { class: 'cache' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('td'),
            ...['key', 'score', 'weight', 'value'].map((text) => h('th', { scope: 'col' }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          ...keys.map((key, t) => {
            const share = h('span', { class: 'share' })
            share.style.width = `${(weights[t] * 4).toFixed(2)}rem`
            return h(
              'tr',
              {},
              h('th', { scope: 'row', class: 'mono' }, tokens[t]),
              h('td', {}, vector(key, scale.key, 'key')),
              h('td', {}, `${scores[t].toFixed(3)}${scores[t] === most && t > 0 ? ' ◂ most' : ''}`),
              h('td', {}, share, weights[t].toFixed(3)),
              h('td', {}, vector(values[t], scale.value, 'value')),
            )
          }),
        ),
        h(
          'tfoot',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, 'query'),
            h('td', {}, vector(query, scale.key, 'query')),
            h('td', {}),
            h('th', { scope: 'row' }, 'mix'),
            h('td', {}, vector(mix, scale.value, 'mix: the values times their weights, added up')),
          ),
        ),
      ),
    )

    const chars = [...shown.chars, 'end']
    const ranked = probabilities[position]
      .map((value, token) => ({ label: chars[token], value, text: `${(100 * value).toFixed(1)}%` }))
      .sort((a, b) => b.value - a.value)
      .slice(0, 8)
    const real = tokens[position + 1]
    next.replaceChildren(
      bars(
        ranked.map((bar) => ({ ...bar, mark: bar.label === real })),
        Math.max(ranked[0].value, 0.25),
        'The eight likeliest next letters',
      ),
    )
    const top = weights.indexOf(Math.max(...weights))
    summary.textContent = `${model.when() === 'before' ? 'Untrained' : 'Trained'}: at “${tokens[position]}” it looks most at ${top === position ? 'itself' : `“${tokens[top]}”`} (${Math.round(100 * weights[top])}%); the likeliest next is ${ranked[0].label} (${ranked[0].text}).`
  }

  function choose(row: number): void {
    position = row
    draw()
  }

  name.addEventListener('input', () => {
    model.wake()
    void refresh()
  })
  heat.addEventListener('input', () => {
    heatText.textContent = temperature().toFixed(2)
    model.wake()
    void refresh()
  })

  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'Attention on a name' },
      h('div', { class: 'row' }, field('Name', name), model.choice),
      table,
      summary,
      cacheNote,
      detail,
      h(
        'div',
        { class: 'two' },
        h('div', {}, h('p', { class: 'note' }, 'Likeliest next letters'), next),
        field('Temperature', h('div', {}, heat, heatText)),
      ),
      model.controls,
    ),
  )
  void refresh()
  return () => model.end()
})
