// <gpt-curves>: the losses of all six stages and the meter in one chart: from the recorded runs at first, from
// runs in the page on demand.

import runs from 'virtual:runs'
import { type Curve, curvesCss, curvesSvg, describe } from './common/curves-svg.ts'
import { smoother, thin, whole } from './common/numbers.ts'
import { settingsFields } from './common/settings.ts'
import { type RunningStage, startStage } from './common/stage.ts'
import { button, figure, h, onFrame, statusLine } from './common/ui.ts'

const names = runs.stages.map((_, n) => `train${n}`)

figure('gpt-curves', `${curvesCss} .picture { height: 340px }`, (root) => {
  let stages: RunningStage[] = []
  let turn = 0
  const fields = settingsFields({ steps: 1000 })
  const train = button('Train all six', () => void run(), { class: 'main' })
  const stop = button('Stop', halt, { disabled: true })
  const reset = button('Reset', start)
  const picture = h('div', { class: 'picture' })
  const told = h('p', { class: 'note' })
  const status = statusLine()
  const progress = h('progress', { max: 1, value: 1, 'aria-label': 'Progress of training' })

  const height = 340
  let width = 672
  let last: [Curve[], number] | undefined
  new ResizeObserver(([entry]) => {
    width = Math.max(280, Math.round(entry.contentRect.width))
    if (last) draw(...last)
  }).observe(picture)

  function draw(curves: Curve[], steps: number): void {
    last = [curves, steps]
    picture.innerHTML = curvesSvg(curves, steps, width, height)
    told.textContent = describe(curves, steps)
  }

  function start(): void {
    close()
    fields.reset()
    train.disabled = false
    stop.disabled = true
    progress.value = 1
    const curves = names.map((name, n) => ({
      name,
      losses: runs.stages[n].curve,
      meter: runs.meter[name]?.history,
    }))
    draw(curves, runs.stages[0].steps)
    status.tell(
      `Recorded on names.txt, seed 42. Thin: the smoothed loss in training (transcript.txt). ${runs.meter ? 'Thick, with dots: the meter, perplexity on held-out names (meter.json). ' : ''}“Train all six” draws the losses anew, here.`,
    )
  }
  function close(): void {
    turn++
    for (const stage of stages) stage.close()
    stages = []
  }
  let halted = false
  function halt(): void {
    halted = true
    for (const stage of stages) stage.stop()
  }

  async function run(): Promise<void> {
    close()
    const mine = turn
    const current = () => mine === turn
    halted = false
    try {
      train.disabled = true
      stop.disabled = false
      const { text, seed, steps, data } = await fields.read()
      const tracks = names.map((name) => ({ name, smooth: [] as number[], ...smoother() }))
      const show = onFrame(() => {
        if (!current()) return
        draw(
          tracks.map(({ name, smooth }) => ({ name, losses: thin(smooth, 120) })),
          steps,
        )
        progress.value = tracks.reduce((sum, { smooth }) => sum + smooth.length, 0) / (steps * tracks.length)
      })
      const queue = names.map((_, n) => n)
      const started = performance.now()
      async function work(): Promise<void> {
        for (let n = queue.shift(); n !== undefined && !halted; n = queue.shift()) {
          const track = tracks[n]
          const stage = await startStage(n, { text, seed })
          if (!current()) return stage.close()
          stages.push(stage)
          status.tell(`Training ${track.name} on ${data}…`)
          await stage.train({ steps }, ({ losses }) => {
            track.smooth.push(...track.push(losses))
            show()
          })
          stage.close()
        }
      }
      // one processor is left to the page
      const workers = Math.max(1, Math.min(names.length, navigator.hardwareConcurrency - 1))
      await Promise.all(Array.from({ length: workers }, work))
      if (!current()) return
      const seconds = Math.round((performance.now() - started) / 1000)
      status.tell(
        `${halted ? 'Stopped' : `Trained all six for ${whole(steps)} steps each`} on ${data}, seed ${seed}, in ${seconds} seconds. Smoothed losses in training; the meter needs names that no stage has seen, and is only in the recording.`,
      )
    } catch (error) {
      if (current()) status.fail(error)
    }
    if (!current()) return
    train.disabled = false
    stop.disabled = true
  }

  root.append(
    h(
      'div',
      { class: 'box', role: 'group', 'aria-label': 'All six stages' },
      picture,
      told,
      h('div', { class: 'row' }, train, stop, reset),
      progress,
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
  return close
})
