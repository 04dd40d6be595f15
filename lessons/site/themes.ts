// The button for the colours: as the system has them, light, dark.

import { recall, remember } from './store.ts'

const names = ['system', 'light', 'dark'] as const
const signs = { system: '◐', light: '○', dark: '●' }
const labels = { system: 'as the system has them', light: 'light', dark: 'dark' }

const current = () => names.find((name) => name === recall('theme')) ?? 'system'
let theme = current()

export function themes(): void {
  show()
  document.querySelector('[data-do=theme]')?.addEventListener('click', nextTheme)
}

/** The next of the three, for this page and those to come. */
export function nextTheme(): void {
  theme = names[(names.indexOf(theme) + 1) % names.length]
  remember('theme', theme === 'system' ? undefined : theme)
  show()
}

function show(): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  const button = document.querySelector<HTMLElement>('[data-do=theme]')
  button?.setAttribute('aria-label', `Colours: ${labels[theme]}`)
  if (button?.firstElementChild) button.firstElementChild.textContent = signs[theme]
}
