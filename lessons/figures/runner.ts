// <gpt-runner stage="train3">: train the stage in the page, against the stage before it, and see what it makes up.

import runs from 'virtual:runs'
import { around, lineChart, type Series } from './common/chart.ts'
import { type Point, smoother, thin, whole } from './common/numbers.ts'
import { settingsFields } from './common/settings.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { button, field, figure, h, onFrame, statusLine } from './common/ui.ts'

const count = 20 // samples, as in the terminal
const look = `
.samples { margin: 0; padding: 0; list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); gap: .1rem .75rem; counter-reset: sample }
.samples li { counter-increment: sample; min-height: 1.45em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.samples li::before { content: counter(sample); display: inline-block; width: 1.6rem; color: var(--m); font: .75rem system-ui, sans-serif; font-variant-numeric: tabular-nums }
.peeks { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); gap: .1rem .75rem; margin: 0; min-height: 2.6rem }
.peeks .note { grid-column: 1 / -1 } .peeks div { min-width: 0 } .peeks dt { font-size: .75rem; color: var(--m) } .peeks dd { margin: 0; min-height: 1.45em; overflow: hidden; text-overflow: ellipsis }
.counter { min-height: 1.45em; font-variant-numeric: tabular-nums; font-size: .875rem }
@container (max-width: 34rem) { .counter { min-height: 2.9em } .peeks { min-height: 5.4rem } }
`

/** A stage's losses as they come. */
type Track = { name: string; steps: number; last: number; smooth: number[]; push(losses: number[]): void }

function track(name: string): Track {
  const { push } = smoother()
  const smooth: number[] = []
  return {
    name,
    steps: 0,
    last: Number.NaN,
    smooth,
    push(losses) {
      smooth.push(...push(losses))
      this.steps += losses.length
      this.last = smooth[smooth.length - 1]
    },
  }
}

figure('gpt-runner', look, (root, host) => {
  const name = host.getAttribute('stage') ?? 'train5'
  const n = Number(name.replace(/\D/g, ''))
  const before = `train${n - 1}`
  const fields = settingsFields({ steps: 1000, temperature: n === 0 ? 1 : 0.5 })
  const against = h('input', { type: 'checkbox', checked: true })
  const prompt = h('input', {
    maxlength: 15,
    size: 8,
    spellcheck: 'false',
    autocapitalize: 'none',
    disabled: true,
  })
  const train = button(`Train ${name}`, () => void run(), { class: 'main' })
  const stop = button('Stop', () => stages.forEach((stage) => void stage.stop()), { disabled: true })
  const reset = button('Reset', start)
  const more = button('20 more', () => void sampleMore(), { disabled: true })
  const chart = lineChart({ x: 'step', y: 'loss (nats per letter)' })
  const progress = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of training' })
  const counter = h('p', { class: 'counter' })
  const status = statusLine()
  const peeks = h('dl', { class: 'peeks' })
  const samples = h('ol', { class: 'samples mono', 'aria-label': 'Samples' })
  let stages: RunningStage[] = []
  let turn = 0 // of the run that may still write

  function start(): void {
    turn++
    close()
    fields.reset()
    against.checked = true
    prompt.value = ''
    idle(false)
    const shown = (n === 0 ? [0] : [n, n - 1]).map((i) => ({ ...runs.stages[i], name: `train${i}` }))
    const series = shown.map(
      ({ name, curve }, i): Series => ({ name, points: curve, stroke: i ? 'other' : 'main' }),
    )
    const { documents, steps } = shown[0]
    draw(series, steps)
    progress.value = 1
    counter.textContent = ends(series, 'names.txt')
    peeks.replaceChildren(
      h(
        'div',
        { class: 'note' },
        h('dt', {}, 'on the way'),
        h('dd', {}, 'What it makes up while it trains comes here.'),
      ),
    )
    showSamples(runs.stages[n].samples)
    status.tell(
      `Recorded: packages/${name}/transcript.txt, ${whole(steps)} steps on the ${whole(documents)} names of names.txt, seed 42. Press “Train” to run it here.`,
    )
  }

  const ends = (series: Series[], data: string) =>
    `Loss at the end, on ${data}: ${series.map(({ name, points }) => `${name} ${points[points.length - 1][1].toFixed(2)}`).join(', ')}, smoothed over about 50 names.`

  function draw(series: Series[], steps: number): void {
    const [low, high] = around(series.flatMap(({ points }) => points.map(([, y]) => y)))
    const told = series
      .filter(({ points }) => points.length > 0)
      .map(
        ({ name, points }) =>
          `${name} from ${points[0][1].toFixed(2)} to ${points[points.length - 1][1].toFixed(2)} after ${whole(points[points.length - 1][0])} steps`,
      )
    chart.draw(
      series,
      { x: [0, steps], y: [Math.floor(low * 4) / 4, Math.ceil(high * 4) / 4] },
      `Smoothed loss over the training steps: ${told.join('; ') || 'nothing yet'}.`,
    )
  }

  const peekSteps = (steps: number) => [
    ...new Set([0, 0.1, 0.25, 0.5].map((part) => Math.floor(part * steps))),
  ]
  function showPeeks(steps: number[], got: { step: number; text: string }[]): void {
    peeks.replaceChildren(
      ...steps.map((step) => {
        const text = got.find((peek) => peek.step === step)?.text
        const label = step === 0 ? 'untrained' : `after step ${whole(step)}`
        return h('div', {}, h('dt', {}, label), h('dd', { class: 'mono' }, text ?? '…'))
      }),
    )
  }
  function showSamples(texts: string[]): void {
    const slots = Array.from({ length: Math.max(count, texts.length) }, (_, i) => texts[i] ?? '…')
    samples.replaceChildren(...slots.map((text) => h('li', { title: text }, text)))
  }

  function idle(trained: boolean): void {
    train.disabled = false
    stop.disabled = true
    more.disabled = !trained
    prompt.disabled = !trained
  }
  function close(): void {
    for (const stage of stages) stage.close()
    stages = []
  }

  async function run(): Promise<void> {
    const mine = ++turn
    const current = () => mine === turn
    close()
    try {
      const { text, data, seed, steps, temperature } = await fields.read()
      if (!current()) return
      train.disabled = true
      stop.disabled = false
      more.disabled = prompt.disabled = true
      status.tell(`Training ${name} on ${data}…`)
      const tracks = n > 0 && against.checked ? [track(name), track(before)] : [track(name)]
      const opened = await Promise.all(tracks.map((_, i) => startStage(n - i, { text, seed })))
      if (!current()) return opened.forEach((stage) => void stage.close())
      stages = opened
      const { documents, params, chars } = stages[0].built
      const got: { step: number; text: string }[] = []
      const at = peekSteps(steps)
      showPeeks(at, got)
      showSamples([])
      const started = performance.now()
      const show = onFrame(() => {
        if (!current()) return
        const [main] = tracks
        const rate = main.steps / ((performance.now() - started) / 1000)
        draw(
          tracks.map(({ name, smooth }, i) => ({
            name,
            points: thin(smooth, 250),
            stroke: i ? 'other' : 'main',
          })),
          steps,
        )
        progress.value = main.steps / steps
        counter.textContent = `${name}: step ${whole(main.steps)} of ${whole(steps)}, loss ${main.last.toFixed(2)}, ${whole(Math.round(rate))} steps a second.`
      })
      const training = stages.map((stage, i) =>
        stage.train({ steps, ...(i === 0 && { peeks: at, temperature }) }, (progress) => {
          tracks[i].push(progress.losses)
          if (progress.peeks.length > 0 && current()) {
            got.push(...progress.peeks)
            showPeeks(at, got)
          }
          show()
        }),
      )
      const { step, stopped } = await training[0]
      if (!current()) return
      status.tell(`${name} is trained; here are its samples.`)
      await sampleInto(temperature, '')
      const others = await Promise.all(training.slice(1))
      if (!current()) return
      const point = ({ name, smooth }: Track): Series => ({
        name,
        points: [[0, smooth[smooth.length - 1]]] as Point[],
      })
      counter.textContent = ends(tracks.map(point), data)
      status.tell(
        `${stopped || others.some((other) => other.stopped) ? `Stopped after ${whole(step)}` : `Trained ${whole(step)}`} steps on ${data}: ${whole(documents)} documents, ${chars.length + 1} tokens${params ? `, ${whole(params)} parameters` : ''}, seed ${seed}.`,
      )
    } catch (error) {
      if (current()) status.fail(error)
    }
    if (current()) idle(stages.length > 0)
  }

  async function sampleInto(temperature: number, prompt: string): Promise<void> {
    const texts: string[] = []
    await stages[0].sample({ temperature, prompt, count }, (text) => {
      texts.push(text)
      showSamples(texts)
    })
  }

  async function sampleMore(): Promise<void> {
    const mine = turn
    more.disabled = true
    try {
      const { temperature } = await fields.read()
      await sampleInto(temperature, prompt.value)
      if (mine === turn) status.tell(`${count} more, at temperature ${temperature}.`)
    } catch (error) {
      if (mine === turn) status.fail(error)
    }
    if (mine === turn) more.disabled = false
  }

  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': `Train ${name} in this page` },
      h('div', { class: 'row' }, ...fields.elements),
      h(
        'div',
        { class: 'row' },
        train,
        stop,
        reset,
        n > 0 && h('label', { class: 'check' }, against, `against ${before}`),
      ),
      chart.element,
      progress,
      counter,
      peeks,
      samples,
      h('div', { class: 'row' }, field('Begin with', prompt), more),
      status.element,
    ),
  )
  start()
  return () => {
    turn++
    close()
  }
})
