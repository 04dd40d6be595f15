// <gpt-heads>: the four heads of train4 side by side on one name, their average, and where each looks on
// average over many names.

import { places, type Reading } from './common/attention.ts'
import { beforeAfter, type When } from './common/before-after.ts'
import { attentionTable } from './common/pictures.ts'
import { field, figure, h } from './common/ui.ts'
import recorded from './recorded/heads.json' with { type: 'json' }
import type { Survey } from './workers/train4.ts'

const css = `
@container (max-width: 38rem) { .heads { grid-template-columns: repeat(auto-fill, minmax(min(8.6rem, 100%), 1fr)) !important; gap: .75rem .5rem !important } .heads .heat td { width: 1.35rem !important; min-width: 1.3rem !important; height: 1.35rem !important; padding: 0 } .heads .heat th { padding: 0 .1rem !important } .survey th, .survey td { padding-inline: .3rem !important } }
.heads { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(12.4rem, 100%), 1fr)); align-items: start; min-height: 24rem }
.heads .heat td { width: 1.7rem; min-width: 1.5rem; height: 1.5rem; font-size: .6875rem } .heads .heat th { padding: 0 .3rem; font-size: .75rem } .heads caption { font-weight: 650; color: var(--i) }
.survey th, .survey td { text-align: end; padding: .2rem .6rem; border-top: 1px solid var(--r) } .survey th[scope=row] { text-align: start; padding-inline-start: 0 }
.survey thead :is(th, td) { border: 0; color: var(--m); font-weight: 500 }
.survey td { --w: 0; background: color-mix(in srgb, var(--a) min(var(--w) * 75%, 40%), var(--p)) }
.survey .even td, .survey .even th { font-weight: 400; color: var(--m); background: none }
.name { width: 11rem }
`
const surveyed = 200

/** looks[position][head] are the weights. */
type Shown = { text: string; looks: number[][][]; survey: Survey }

figure('gpt-heads', css, (root) => {
  const recording = recorded as Record<When, Shown>
  let shown = recording.after
  let asked = 0
  let surveyedLive = false
  const name = h('input', {
    class: 'name mono',
    value: shown.text,
    maxlength: 15,
    spellcheck: 'false',
    autocapitalize: 'none',
  })
  const tables = h('div', { class: 'heads' })
  const survey = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Over many names' })
  const summary = h('p', { 'aria-live': 'polite' })
  const model = beforeAfter(
    4,
    'Recorded: train4 on the starter list, 1,000 steps, seed 42, made by the code that this figure runs. Type a name to run it here.',
    () => void refresh(),
  )

  async function refresh(): Promise<void> {
    const mine = ++asked
    try {
      const text = name.value.trim()
      const readings = await model.ask<Reading[]>('attention', { text })
      // over many names it takes a while: not while it trains, but once at its beginning
      const late = model.training() && surveyedLive
      const survey = late ? shown.survey : await model.ask<Survey>('survey', { count: surveyed })
      surveyedLive = survey !== undefined && model.training()
      if (mine !== asked) return
      shown =
        readings && survey
          ? { text, looks: readings.map(({ looks }) => looks.map(({ weights }) => weights)), survey }
          : recording[model.when()]
      draw()
      model.fine()
    } catch (error) {
      if (mine === asked) model.fail(error)
    }
  }

  function draw(): void {
    const { looks } = shown
    const tokens = ['BOS', ...shown.text].slice(0, looks.length)
    const count = looks[0].length
    const average = looks.map((heads) =>
      heads[0].map((_, t) => heads.reduce((sum, w) => sum + w[t], 0) / count),
    )
    tables.replaceChildren(
      ...looks[0].map((_, head) =>
        h(
          'div',
          { class: 'scroll' },
          attentionTable(
            tokens,
            looks.map((heads) => heads[head]),
            `head ${head + 1}`,
          ),
        ),
      ),
      h('div', { class: 'scroll' }, attentionTable(tokens, average, 'average of the heads')),
    )
    const { shares, names, positions, even } = shown.survey
    survey.replaceChildren(
      h(
        'table',
        { class: 'survey' },
        h(
          'caption',
          {},
          `Where the attention of each head goes, in percent, on average over ${names} names (${positions} positions with at least three tokens before them).`,
        ),
        h(
          'thead',
          {},
          h('tr', {}, h('td', { class: 'none' }), ...places.map((place) => h('th', { scope: 'col' }, place))),
        ),
        h(
          'tbody',
          {},
          ...shares.map((row, head) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, `head ${head + 1}`),
              ...row.map((share) => {
                const cell = h('td', {}, (100 * share).toFixed(1))
                cell.style.setProperty('--w', share.toFixed(3))
                return cell
              }),
            ),
          ),
          h(
            'tr',
            { class: 'even' },
            h('th', { scope: 'row' }, 'an even look'),
            ...even.map((share) => h('td', {}, (100 * share).toFixed(1))),
          ),
        ),
      ),
    )
    const told = shares.map((row, head) => {
      const more = row.map((share, place) => share - even[place])
      const most = Math.max(...more)
      return `head ${head + 1} “${places[more.indexOf(most)]}” (${(100 * most).toFixed(1)} points)`
    })
    summary.textContent = `${model.when() === 'before' ? 'Untrained' : 'Trained'}; compared with an even look at all there is, each head prefers: ${told.join(', ')}.`
  }

  name.addEventListener('input', () => {
    model.wake()
    void refresh()
  })
  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'The four heads on a name' },
      h('div', { class: 'row' }, field('Name', name), model.choice),
      h('p', { class: 'note' }, 'Each row is a letter that looks back; the columns say at what, in percent.'),
      tables,
      survey,
      summary,
      model.controls,
    ),
  )
  void refresh()
  return () => model.end()
})
