// What a reader can set: the documents, steps, seed and temperature.

import { source } from './source.ts'
import { button, field, h } from './ui.ts'

export type Settings = { data: string; text: string; steps: number; seed: number; temperature: number }

type Fields = { steps?: number; temperature?: number; most?: number }

const own = 'own'
const choices: Record<string, string> = {
  'names-starter': 'names (starter list)',
  cities: 'cities',
  words: 'words',
  poems: 'lines of poems',
  [own]: 'my own lines…',
}

/**
 * Fields for the documents and the seed, and for steps and temperature if they have a default.
 * @returns the fields, and `read`, which fetches the chosen list and throws an Error with a sentence where a
 *   field holds what cannot be
 */
export function settingsFields({ steps, temperature, most = 100_000 }: Fields): {
  elements: HTMLElement[]
  read(): Promise<Settings>
  /** Another default for it. */
  temperature(value: number): void
  reset(): void
} {
  const list = h(
    'select',
    {},
    ...Object.entries(choices).map(([value, text]) => h('option', { value }, text)),
  )
  const lines = h('textarea', {
    spellcheck: 'false',
    autocapitalize: 'none',
    placeholder: 'emma\nolivia\nava\n…',
    'aria-label': 'Your own documents, one per line',
  })
  const file = h('input', {
    type: 'file',
    accept: '.txt,text/plain',
    hidden: true,
    'aria-label': 'A text file',
  })
  const open = button('Open a file…', () => file.click())
  const opened = h('span', { class: 'note' }, 'One document per line; nothing leaves this page.')
  const ownLines = h(
    'div',
    { class: 'own', hidden: true },
    lines,
    h('div', { class: 'row' }, open, file, opened),
  )
  let fileText: string | undefined
  list.addEventListener('change', () => {
    ownLines.hidden = list.value !== own
    if (list.value === own) lines.focus()
  })
  lines.addEventListener('input', () => {
    fileText = undefined
  })
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0]
    if (!chosen) return
    fileText = await chosen.text()
    lines.value = fileText.length > 20_000 ? '' : fileText // a page that lays out 32,000 lines stands still
    opened.textContent = `${chosen.name}, ${Math.ceil(fileText.length / 1024)} KB.`
  })
  const number = (value: number, attributes: object) => h('input', { type: 'number', value, ...attributes })
  const stepsField = steps === undefined ? undefined : number(steps, { min: 1, max: most, step: 1 })
  const seedField = number(42, { min: 0, step: 1 })
  const heat = temperature === undefined ? undefined : number(temperature, { min: 0.05, max: 10, step: 0.05 })

  const readNumber = (
    input: HTMLInputElement | undefined,
    what: string,
    low: number,
    high: number,
    whole: boolean,
  ) => {
    if (!input) return 0
    const value = Number(input.value)
    if (
      input.value.trim() === '' ||
      !(value >= low && value <= high) ||
      (whole && !Number.isInteger(value))
    ) {
      input.focus()
      const kind = whole ? 'a whole number' : 'a number'
      throw new Error(
        `${what} has to be ${kind} from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}.`,
      )
    }
    return value
  }

  return {
    elements: [
      field('Learn from', list),
      ...(stepsField ? [field('Steps', stepsField)] : []),
      field('Seed', seedField),
      ...(heat ? [field('Temperature', heat)] : []),
      ownLines,
    ],
    async read() {
      const settings = {
        data: list.value === own ? 'your lines' : (list.selectedOptions[0].textContent ?? ''),
        steps: readNumber(stepsField, 'Steps', 1, most, true),
        seed: readNumber(seedField, 'The seed', 0, Number.MAX_SAFE_INTEGER, true),
        temperature: readNumber(heat, 'The temperature', 0.01, 100, false),
      }
      const text = list.value === own ? (fileText ?? lines.value) : await source(`list-${list.value}`)
      if (text.trim() === '') {
        lines.focus()
        throw new Error('There is nothing to learn from yet: type or paste a few lines, one name on each.')
      }
      return { ...settings, text }
    },
    temperature(value) {
      if (heat && heat.value === String(temperature)) heat.value = String(value)
      temperature = value
    },
    reset() {
      list.value = 'names-starter'
      ownLines.hidden = true
      if (stepsField) stepsField.value = String(steps)
      seedField.value = '42'
      if (heat) heat.value = String(temperature)
    },
  }
}
