// What the figures are made of: elements, SVG, and a custom element with a look of its own.

import { look } from './look.ts'

type Attributes = Record<string, unknown>
type Child = Node | string | undefined | false

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else if (name.startsWith('aria-')) element.setAttribute(name, String(value))
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** An HTML element; an attribute that is a function listens: `{ onclick: () => … }`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children)
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)
}

/**
 * Define a figure.
 * @param name its tag
 * @param css what it adds to the look that all figures share
 * @param build fills the figure; returns what ends its workers when it leaves the page
 */
export function figure(
  name: string,
  css: string,
  build: (root: ShadowRoot, host: HTMLElement) => () => void,
): void {
  if (customElements.get(name)) return
  customElements.define(
    name,
    class extends HTMLElement {
      end?: () => void
      connectedCallback() {
        const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(look + css)
        root.adoptedStyleSheets = [sheet]
        root.replaceChildren()
        this.end = build(root, this)
      }
      disconnectedCallback() {
        this.end?.()
      }
    },
  )
}

/** A button. */
export const button = (text: string, onclick: () => void, attributes: Attributes = {}) =>
  h('button', { type: 'button', onclick, ...attributes }, text)

/** A label above its control. */
export const field = (label: string, control: HTMLElement, attributes: Attributes = {}) =>
  h('label', { class: 'field', ...attributes }, h('span', {}, label), control)

/** A choice of a few, one of them made: radio buttons that look like one strip. */
export function choice<T extends string>(
  legend: string,
  options: Record<T, string>,
  chosen: T,
  onChange: (value: T) => void,
): { element: HTMLElement; value: () => T; set(value: T): void; enable(value: T, enabled: boolean): void } {
  const name = `choice-${Math.random()}`
  let now = chosen
  const inputs = Object.entries<string>(options).map(([value, text]) => {
    const input = h('input', { type: 'radio', name, value, checked: value === chosen })
    input.addEventListener('change', () => {
      now = value as T
      onChange(now)
    })
    return { value, input, element: h('label', {}, input, h('span', {}, text)) }
  })
  const group = h('fieldset', { class: 'choice' }, h('legend', {}, legend))
  group.append(h('div', {}, ...inputs.map(({ element }) => element)))
  return {
    element: group,
    value: () => now,
    set(value) {
      now = value
      for (const each of inputs) each.input.checked = each.value === value
    },
    enable(value, enabled) {
      for (const each of inputs) if (each.value === value) each.input.disabled = !enabled
    },
  }
}

/** A line that tells how it stands: read out when it has changed, an error marked as one. */
export function statusLine(text = ''): {
  element: HTMLElement
  tell(text: string): void
  fail(error: unknown): void
  /** Take an error back: what was told before it stands again. */
  fine(): void
} {
  const element = h('p', { class: 'status', role: 'status' }, text)
  const set = (text: string, failed: boolean) => {
    element.classList.toggle('failed', failed)
    if (element.textContent !== text) element.textContent = text
  }
  let told = text
  return {
    element,
    tell(text) {
      told = text
      set(text, false)
    },
    fail: (error) => set(error instanceof Error ? error.message : String(error), true),
    fine: () => set(told, false),
  }
}

/** Run only the last of the calls that come within a tenth of a second, in a frame. */
export function onFrame(draw: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    setTimeout(
      () =>
        requestAnimationFrame(() => {
          asked = false
          draw()
        }),
      100,
    )
  }
}
