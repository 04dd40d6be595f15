// The keyboard: lessons, blocks, help. Keys that someone else needs, as in a field or a figure, are left alone.

import { recall, remember } from './store.ts'
import { nextTheme } from './themes.ts'

export function keys(): void {
  const help = document.querySelector<HTMLDialogElement>('#help')
  const use = document.querySelector<HTMLInputElement>('#keys')
  if (use) {
    use.checked = recall('keys') !== 'off'
    use.addEventListener('change', () => remember('keys', use.checked ? undefined : 'off'))
  }
  const toggleHelp = () => (help?.open ? help.close() : help?.showModal())
  document.querySelector('[data-do=help]')?.addEventListener('click', toggleHelp)
  document.querySelector('[data-do=close]')?.addEventListener('click', () => help?.close())
  // a click beside the dialog closes it
  help?.addEventListener('click', (event) => event.target === help && help.close())

  const actions: Record<string, () => void> = {
    ArrowLeft: () => go('prev'),
    ArrowRight: () => go('next'),
    j: () => toBlock(1),
    k: () => toBlock(-1),
    t: nextTheme,
    '?': toggleHelp,
  }
  document.addEventListener('keydown', (event) => {
    const action = actions[event.key]
    if (!action || use?.checked === false || isTaken(event) || (help?.open && event.key !== '?')) return
    event.preventDefault()
    action()
  })
}

/** Whether the key does something where it was pressed. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const [inner] = event.composedPath() // also in a figure, which the page sees from outside only
  const target = event.target
  if (!(inner instanceof Element && target instanceof Element)) return false
  if (inner.closest('select, textarea, [contenteditable], [role=slider], [role=tablist]')) return true
  if (inner.closest('input:not([type=checkbox], [type=button])')) return true
  if (!event.key.startsWith('Arrow')) return false
  const scrolls = target.closest('[role=group][tabindex="0"]')
  const inFigure = [...document.querySelectorAll('.live')].some((figure) => figure.contains(target))
  return inFigure || (scrolls !== null && scrolls.scrollWidth > scrolls.clientWidth)
}

function go(rel: 'prev' | 'next'): void {
  const link = document.querySelector<HTMLLinkElement>(`link[rel=${rel}]`)
  if (link) location.href = link.href
}

/** To the block after the one that has the focus; or, if none has, to the next one below the top of the window. */
function toBlock(direction: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')]
  const focused = stops.findIndex((stop) => stop.contains(document.activeElement))
  const below = stops.findIndex((stop) => stop.getBoundingClientRect().top > 0)
  const first = below < 0 ? stops.length : below
  const stop = stops[focused >= 0 ? focused + direction : direction === 1 ? first : first - 1]
  if (!stop) return
  stop.setAttribute('tabindex', '-1')
  stop.focus({ preventScroll: true })
  stop.scrollIntoView({ block: 'start' })
}
