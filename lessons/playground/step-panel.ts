// The stage written step by step, as its lesson does: what to do, hints, the step's own tests, and the step done for
// the learner who asks for that.

import { missing, withStep } from '../../scripts/practice/statements.ts'
import { textOf } from '../../scripts/practice/steps.ts'
import { source } from '../figures/common/source.ts'
import { button, field, h, statusLine } from '../figures/common/ui.ts'
import { recall, remember } from '../site/store.ts'
import type { Context } from './context.ts'
import { type Guide, type GuidedStep, guideOf } from './guide.ts'
import { hunkViewer } from './hunks.ts'
import { names, originals } from './originals.ts'
import { listOf, type Report } from './protocol.ts'
import { begin } from './task.ts'
import { type Row, row } from './test-row.ts'
import { place } from './trouble.ts'

/** @param shown is outside of the shadow root, where the site's own look is */
export function stepPanel(context: Context, shown: HTMLElement): { element: HTMLElement; update(): void } {
  const box = h('div', { class: 'box' })
  let end = () => {}

  const key = () => `playground.${context.name()}.step`
  /** The step at which the learner is, from 1; 0 before the first, one more than there are after the last. */
  const where = () => Number(recall(key()) ?? 0)
  const go = (number: number) => {
    remember(key(), String(number))
    update()
  }

  async function update(): Promise<void> {
    end()
    const name = context.name()
    const guide = await guideOf(name)
    if (name !== context.name()) return
    const step = guide.steps[where() - 1]
    box.replaceChildren(...(step ? stepElements(guide, step) : ends(guide)))
  }

  /** Before the first step and after the last. */
  function ends(guide: Guide): HTMLElement[] {
    shown.replaceChildren()
    const name = context.name()
    const before = names[names.indexOf(name) - 1]
    const count = guide.steps.length
    const start = button(before ? `Begin with ${before}` : 'Begin with nothing', () => jump(guide, 1), {
      class: 'main',
    })
    const text =
      where() > count
        ? `All ${count} steps of ${name} are done: run it, and all of its tests.`
        : `Write ${name} yourself, in the ${count} steps of its lesson, from ${before ?? 'an empty file'} on. What is in the editor is put aside.`
    return [h('p', {}, text), h('div', { class: 'row' }, start)]
  }

  function jump(guide: Guide, number: number): void {
    context.replace(textOf(guide.files[number - 1]))
    go(number)
  }

  function stepElements(guide: Guide, step: GuidedStep): HTMLElement[] {
    const { steps, files, lesson } = guide
    const name = context.name()
    const isLast = step.number === steps.length
    const status = statusLine()
    const list = h('ul', { class: 'tests', 'aria-label': 'Tests of this step' })
    const places = h('p', { class: 'places' })
    const next = button(isLast ? 'That was the last' : 'Next step', () => go(step.number + 1), {
      hidden: true,
    })
    const stop = button('Stop', halt, { disabled: true })
    const check = button('Check', () => void judge(), { class: 'main' })
    const all = h(
      'select',
      {},
      ...steps.map(({ number, title }) =>
        h('option', { value: number, selected: number === step.number }, `${number} ${title}`),
      ),
    )
    all.addEventListener('change', () => jump(guide, Number(all.value)))

    function halt(): void {
      end()
      check.disabled = false
      stop.disabled = true
      status.tell('Stopped.')
    }

    function done(isDone: boolean, text: string): void {
      check.disabled = false
      stop.disabled = true
      next.hidden = !isDone
      if (isDone) status.tell(text)
      else status.fail(text)
      if (isDone) next.focus()
    }

    async function judge(): Promise<void> {
      end()
      list.replaceChildren()
      places.replaceChildren()
      context.mark([])
      const lacks = lacking()
      const later = steps.slice(step.number).find(({ tests }) => tests.length > 0)
      const tests = step.tests.length > 0 ? step.tests : (later?.tests ?? [])
      if (step.tests.length === 0 && lacks.length === 0) return done(true, `Step ${step.number} is done.`)
      check.disabled = true
      stop.disabled = false
      status.tell('The tests of this step run…')
      const rows = new Map<string, Row>()
      let passed = 0
      const hear = (report: Report) => {
        if (report.kind === 'collected') {
          for (const test of report.tests) rows.set(test.id, row(test))
          if (step.tests.length > 0) list.replaceChildren(...[...rows.values()].map(({ element }) => element))
        } else if (report.kind === 'tested') {
          if (report.result.passed) passed++
          rows.get(report.result.id)?.show(report.result, context)
        } else if (report.kind === 'failed') {
          places.replaceChildren(...place(report.trouble, context))
          context.mark([report.trouble])
          done(false, report.trouble.message)
        } else if (report.kind === 'done') {
          if (rows.size > 0 && passed === rows.size) done(true, `Step ${step.number} is done.`)
          else done(false, ['Not yet.', ...lacks].join(' ').replaceAll('`', ''))
        }
      }
      const files = { ...context.files(), [listOf('names-starter')]: await source('list-names-starter') }
      end = begin({ kind: 'test', stage: name, files, tests }, hear)
    }

    function lacking(): string[] {
      try {
        return missing(guide, step, context.text())
      } catch (error) {
        return [`${(error as Error).message}.`]
      }
    }

    const apply = button('Do it for me', () => {
      context.replace(withStep(guide, step, context.text()) ?? textOf(files[step.number]))
      done(true, 'Done as in the lesson. Undo in the editor takes it back.')
    })
    const view = hunkViewer(originals[names[names.indexOf(name) - 1]] ?? '', originals[name])
    shown.replaceChildren(...step.blocks.flatMap(({ hunks }) => hunks.map(view)))
    return [
      h('h2', {}, `Step ${step.number} of ${steps.length}: ${step.title}`),
      h('p', { class: 'words' }, ...worded(step.what)),
      h('details', {}, h('summary', {}, 'How'), h('p', { class: 'words' }, ...worded(step.how))),
      h('details', {}, h('summary', {}, 'The lesson’s diff'), h('slot', { name: 'step' })),
      h('div', { class: 'row' }, check, stop, next, apply),
      status.element,
      places,
      list,
      h(
        'div',
        { class: 'row' },
        field('Go to the beginning of', all),
        h('a', { href: lesson.replace(/\.md$/, '.html') }, 'The lesson'),
      ),
    ]
  }

  return { element: box, update: () => void update() }
}

/** A text with its code set as code. */
const worded = (text: string): (string | HTMLElement)[] =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? h('code', {}, part) : part))
