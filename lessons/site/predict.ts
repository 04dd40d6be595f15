// Predictions: the reader commits to a choice, and then it is judged, with the reason for that choice.

import { recall, remember } from './store.ts'

export function predictions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.predict')) {
    const radios = [...form.querySelectorAll<HTMLInputElement>('input[type=radio]')]
    const picked = () => radios.find((radio) => radio.checked)?.value
    const before = recall(form.id)
    for (const radio of radios) radio.checked = radio.value === before
    if (picked()) judge(form, picked())
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (picked()) remember(form.id, picked())
      judge(form, picked())
      form.querySelector<HTMLElement>('[type=reset]')?.focus()
    })
    form.addEventListener('reset', () => {
      remember(form.id, undefined)
      judge(form, undefined)
      const verdict = form.querySelector('.verdict')
      if (verdict) verdict.textContent = ''
    })
  }
}

function judge(form: HTMLFormElement, picked: string | undefined): void {
  const right = form.dataset.answer
  for (const choice of form.querySelectorAll<HTMLElement>('.choice')) {
    const letter = choice.dataset.choice
    choice.classList.toggle('right', picked !== undefined && letter === right)
    choice.classList.toggle('wrong', letter === picked && letter !== right)
    choice.querySelector('.why')?.toggleAttribute('hidden', letter !== picked)
    choice.querySelector('input')?.toggleAttribute('disabled', picked !== undefined)
  }
  form.querySelector('[type=submit]')?.toggleAttribute('hidden', picked !== undefined)
  form.querySelector('[type=reset]')?.toggleAttribute('hidden', picked === undefined)
  form.querySelector('details')?.toggleAttribute('open', picked !== undefined)
  const verdict = form.querySelector('.verdict')
  if (!verdict) return
  verdict.textContent =
    picked === undefined
      ? 'Pick one first.'
      : picked === right
        ? `✓ Right: ${right}.`
        : `✗ You picked ${picked}. It is ${right}.`
}
