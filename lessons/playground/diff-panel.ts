// The editor's text beside the original, or the next stage, statement by statement.

import { hunkOf } from '../../scripts/lessons/blocks.ts'
import { changedLines, changes } from '../../scripts/lessons/changes.ts'
import { choice, h } from '../figures/common/ui.ts'
import type { Context } from './context.ts'
import { hunkViewer } from './hunks.ts'
import { nextOf, originals } from './originals.ts'

/** @param shown is outside of the shadow root, where the site's own look is */
export function diffPanel(context: Context, shown: HTMLElement): { element: HTMLElement; update(): void } {
  const summary = h('p', { class: 'counter', role: 'status' })
  const sides = { original: 'the original', next: 'the next stage' }
  const others = choice<'original' | 'next'>('Compare with', sides, 'original', update)

  function update(): void {
    const name = context.name()
    const next = nextOf(name)
    others.enable('next', next !== undefined)
    if (!next) others.set('original')
    const [older, newer, what] =
      next && others.value() === 'next'
        ? [context.text(), originals[next], `from here to ${next}.ts`]
        : [originals[name], context.text(), `from the original ${name}.ts`]
    try {
      const all = changes(older, newer)
      const lines = changedLines(all)
      const added = lines.filter(({ sign }) => sign === '+').length
      summary.textContent =
        lines.length === 0
          ? `There is no difference ${what}.`
          : `${lines.length} changed ${lines.length === 1 ? 'line' : 'lines'} ${what}: ${added} added, ${lines.length - added} removed.`
      const view = hunkViewer(older, newer)
      shown.replaceChildren(...all.map((change) => view(hunkOf(change))))
    } catch (error) {
      summary.textContent = `It cannot be compared, as ${(error as Error).message}: one of them has to go.`
      shown.replaceChildren()
    }
  }

  return { element: h('div', { class: 'box' }, others.element, summary, h('slot', { name: 'diff' })), update }
}
