// The stage's own tests, on what is in the editor: each by name, red or green, with what it says.

import { source } from '../figures/common/source.ts'
import { h, statusLine } from '../figures/common/ui.ts'
import type { Context } from './context.ts'
import { listOf, type Report, type TestResult, type Trouble } from './protocol.ts'
import { startStop } from './start-stop.ts'
import { begin } from './task.ts'
import { type Row, row } from './test-row.ts'
import { place } from './trouble.ts'

export type TestPanel = { element: HTMLElement; run(): void; reset(): void }

export function testPanel(context: Context): TestPanel {
  const work = startStop('Run the tests', () => void run())
  const only = h('input', { type: 'checkbox' })
  const status = statusLine()
  const counter = h('p', { class: 'counter' })
  const wrong = h('p', { class: 'places' })
  const list = h('ul', { class: 'tests', 'aria-label': 'Tests' })
  only.addEventListener('change', () => list.classList.toggle('failing', only.checked))

  function reset(): void {
    work.end()
    work.idle(true)
    list.replaceChildren()
    wrong.replaceChildren()
    counter.textContent = ''
    status.tell(
      `packages/${context.name()}/${context.name()}.test.ts, the same that the terminal runs, on what is in the editor.`,
    )
  }

  async function run(): Promise<void> {
    reset()
    context.mark([])
    work.idle(false)
    const name = context.name()
    const rows = new Map<string, Row>()
    const results: TestResult[] = []
    let running = ''
    const failed = () => results.filter(({ passed }) => !passed)
    const count = () => {
      counter.textContent = `${results.length} of ${rows.size} tests: ${results.length - failed().length} passed, ${failed().length} failed.`
    }
    work.stopped = () => status.tell(running ? `Stopped in “${running}”.` : 'Stopped.')
    status.tell(`The tests of ${name} run…`)
    const trouble = (trouble: Trouble) => {
      status.fail(`The tests cannot be run: ${trouble.message}`)
      wrong.replaceChildren(...place(trouble, context))
      context.mark([trouble])
      work.idle(true)
    }
    const hear = (report: Report) => {
      if (report.kind === 'collected') {
        for (const test of report.tests) rows.set(test.id, row(test))
        list.replaceChildren(...[...rows.values()].map(({ element }) => element))
      } else if (report.kind === 'began') running = rows.get(report.id)?.name ?? ''
      else if (report.kind === 'tested') {
        results.push(report.result)
        rows.get(report.result.id)?.show(report.result, context)
        count()
      } else if (report.kind === 'failed') trouble(report.trouble)
      else if (report.kind === 'done' && rows.size > 0) {
        work.idle(true)
        list.prepend(...failed().flatMap(({ id }) => rows.get(id)?.element ?? [])) // they are what matters
        context.mark(failed().flatMap(({ messages }) => messages))
        if (failed().length === 0) status.tell(`All ${rows.size} tests of ${name} pass.`)
        else
          status.fail(
            `${failed().length} of ${rows.size} tests fail. Begin with the first: the later ones often fail for the same reason.`,
          )
      }
    }
    const files = { ...context.files(), [listOf('names-starter')]: await source('list-names-starter') }
    work.end = begin({ kind: 'test', stage: name, files }, hear)
  }

  const element = h(
    'div',
    { class: 'box' },
    h(
      'div',
      { class: 'row' },
      work.start,
      work.stop,
      h('label', { class: 'check' }, only, 'only those that fail'),
    ),
    status.element,
    wrong,
    counter,
    list,
  )
  return { element, run: () => void run(), reset }
}
