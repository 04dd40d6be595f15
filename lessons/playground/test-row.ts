// A test in a list: its name, then its outcome.

import { h } from '../figures/common/ui.ts'
import type { Context } from './context.ts'
import type { TestName, TestResult } from './protocol.ts'
import { place } from './trouble.ts'

export type Row = { name: string; element: HTMLElement; show(result: TestResult, context: Context): void }

/** A test before its turn, and then with its outcome. */
export function row({ names }: TestName): Row {
  const groups = names.slice(0, -1)
  const name = names[names.length - 1]
  const sign = h('span', { class: 'sign', role: 'img', 'aria-label': 'waiting' }, '·')
  const path = groups.length > 0 && h('span', { class: 'groups' }, `${groups.join(' › ')} › `)
  const element = h('li', {}, sign, h('span', {}, path, name))
  return {
    name: names.join(' › '),
    element,
    show({ passed, messages }, context) {
      element.className = passed ? 'passed' : 'failed'
      sign.textContent = passed ? '✓' : '✗'
      sign.setAttribute('aria-label', passed ? 'passed' : 'failed')
      const told = messages.flatMap((trouble) => [
        h('pre', { tabindex: 0, role: 'group', 'aria-label': 'What the test says' }, trouble.message),
        ...place(trouble, context),
      ])
      if (told.length > 0) element.append(h('div', { class: 'told' }, ...told))
    },
  }
}
