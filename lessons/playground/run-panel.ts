// Run what is in the editor: its output, the curve of its loss, and where it went wrong.

import { around, lineChart } from '../figures/common/chart.ts'
import { smoother, thin, whole } from '../figures/common/numbers.ts'
import { settingsFields } from '../figures/common/settings.ts'
import { field, h, onFrame, statusLine } from '../figures/common/ui.ts'
import type { Context } from './context.ts'
import { listOf, type Report } from './protocol.ts'
import { startStop } from './start-stop.ts'
import { begin } from './task.ts'
import { place } from './trouble.ts'

const mostLines = 5000 // a page with more grows slow

export function runPanel(context: Context): { element: HTMLElement; run(): void; reset(): void } {
  const fields = settingsFields({ steps: 1000, temperature: 0.5 })
  const prompt = h('input', { maxlength: 15, size: 8, spellcheck: 'false', autocapitalize: 'none' })
  const work = startStop('Run', () => void run(), { 'aria-keyshortcuts': 'Control+Enter' })
  const status = statusLine()
  const wrong = h('p', { class: 'places' })
  const chart = lineChart({ x: 'step', y: 'loss (nats per token)', height: 170, legend: false })
  const counter = h('p', { class: 'counter' })
  const output = h('pre', { class: 'output', tabindex: 0, role: 'group', 'aria-label': 'Output' })

  function reset(): void {
    work.end()
    work.idle(true)
    fields.temperature(context.name() === 'train0' ? 1 : 0.5)
    output.replaceChildren()
    wrong.replaceChildren()
    counter.textContent = ''
    chart.element.hidden = true
    status.tell(`Press Run: what ${context.name()} prints comes here.`)
  }

  async function run(): Promise<void> {
    work.end()
    const name = context.name()
    reset()
    context.mark([])
    try {
      const { text, ...settings } = await fields.read()
      work.idle(false)
      const lines = printer(output)
      const { push } = smoother()
      const smooth: number[] = []
      const draw = onFrame(() => {
        if (smooth.length === 0) return
        chart.element.hidden = false
        const [low, high] = around(smooth)
        const last = smooth[smooth.length - 1].toFixed(2)
        const frame = {
          x: [0, settings.steps] as [number, number],
          y: [Math.floor(low * 4) / 4, Math.ceil(high * 4) / 4] as [number, number],
        }
        chart.draw(
          [{ name, points: thin(smooth, 250) }],
          frame,
          `Smoothed loss over ${whole(smooth.length)} steps, now ${last}.`,
        )
        counter.textContent = `Step ${whole(smooth.length)} of ${whole(settings.steps)}; loss ${last}, smoothed over about 50 documents.`
      })
      status.tell(`${name} runs…`)
      work.stopped = () => status.tell(`Stopped after ${whole(smooth.length)} steps.`)
      const hear = (report: Report) => {
        if (report.kind === 'printed') {
          lines.print(report.lines, report.left)
          smooth.push(...push(report.losses))
          draw()
        } else if (report.kind === 'failed') {
          status.fail(report.trouble.message)
          wrong.replaceChildren(...place(report.trouble, context))
          context.mark([report.trouble])
          work.idle(true)
        } else if (report.kind === 'done') {
          status.tell(`${name} has run to its end.`)
          work.idle(true)
        }
      }
      work.end = begin(
        {
          kind: 'run',
          stage: name,
          files: { ...context.files(), [listOf('chosen')]: text },
          options: { ...settings, data: 'chosen', prompt: prompt.value, samples: 20 },
        },
        hear,
      )
    } catch (error) {
      status.fail(error)
      work.idle(true)
    }
  }

  const element = h(
    'div',
    { class: 'box' },
    h('div', { class: 'row' }, ...fields.elements, field('Begin with', prompt)),
    h(
      'div',
      { class: 'row' },
      work.start,
      work.stop,
      h('span', { class: 'note' }, 'or Ctrl+Enter in the editor'),
    ),
    status.element,
    wrong,
    chart.element,
    counter,
    output,
  )
  return { element, run: () => void run(), reset }
}

/** Lines added at the end, which stays in view if it was; the first ones go when there are too many. */
function printer(output: HTMLElement): { print(lines: string[], left: number): void } {
  const counts: number[] = []
  let total = 0
  return {
    print(lines, left) {
      const atEnd = output.scrollTop + output.clientHeight > output.scrollHeight - 40
      const gap = left > 0 ? [`… ${whole(left)} lines that were too many to show …`] : []
      const all = [...gap, ...lines]
      output.append(`${all.join('\n')}\n`)
      counts.push(all.length)
      total += all.length
      while (total > mostLines && counts.length > 1) {
        total -= counts.shift() ?? 0
        output.firstChild?.remove()
      }
      if (atEnd) output.scrollTop = output.scrollHeight
    },
  }
}
