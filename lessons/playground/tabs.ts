// Panels of which one shows, chosen by tabs: the arrow keys go from tab to tab.

import { h } from '../figures/common/ui.ts'

export type Panel = { id: string; title: string; element: HTMLElement; onShow?: () => void }

export function tabs(
  label: string,
  panels: Panel[],
): { element: HTMLElement; show(id: string): void; shown(): string } {
  let shown = panels[0].id
  const buttons = panels.map(({ id, title }) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${id}`,
        'aria-controls': `panel-${id}`,
        onclick: () => show(id),
      },
      title,
    ),
  )
  const boxes = panels.map(({ id, element }) =>
    h(
      'div',
      { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, class: 'panel' },
      element,
    ),
  )
  const list = h('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...buttons)
  list.addEventListener('keydown', ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key]
    if (step === undefined) return
    const at = panels.findIndex(({ id }) => id === shown) + step
    const next = panels[(at + panels.length) % panels.length]
    show(next.id)
    buttons[panels.indexOf(next)].focus()
  })

  function show(id: string): void {
    shown = id
    for (const [i, panel] of panels.entries()) {
      const isShown = panel.id === id
      buttons[i].setAttribute('aria-selected', String(isShown))
      buttons[i].tabIndex = isShown ? 0 : -1
      boxes[i].hidden = !isShown
      if (isShown) panel.onShow?.()
    }
  }
  show(shown)
  return { element: h('div', { class: 'tabbed' }, list, ...boxes), show, shown: () => shown }
}
