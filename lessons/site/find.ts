// "Find the line": the reader picks a line in the page's diff blocks, and is told whether it is the one.

export function searches(): void {
  for (const question of document.querySelectorAll<HTMLElement>('.find')) {
    const button = question.querySelector<HTMLButtonElement>('.judge button')
    button?.addEventListener('click', () =>
      button.getAttribute('aria-pressed') === 'true' ? stopPicking() : startPicking(question, button),
    )
  }
}

let stopPicking = () => {}

function startPicking(question: HTMLElement, button: HTMLButtonElement): void {
  stopPicking()
  const { stage = '', line = '' } = question.dataset
  const lines = [...document.querySelectorAll<HTMLElement>(`.diff[data-stage="${stage}"] .line.add`)]
  const listening = new AbortController()
  const { signal } = listening
  stopPicking = () => {
    listening.abort()
    document.documentElement.classList.remove('picking')
    button.setAttribute('aria-pressed', 'false')
    button.textContent = 'Pick the line'
    for (const element of lines) {
      element.removeAttribute('tabindex')
      element.removeAttribute('role')
    }
    stopPicking = () => {}
  }
  document.documentElement.classList.add('picking')
  button.setAttribute('aria-pressed', 'true')
  button.textContent = 'Stop picking'
  say(question, 'Now click a line with a + in a block above, or reach it with the Tab key and press Enter.')
  for (const element of lines) {
    element.tabIndex = 0
    element.setAttribute('role', 'button')
    const pick = () => {
      const isRight = element.id.endsWith(`-L${line}`)
      for (const other of lines) other.classList.remove('picked', 'wrong')
      element.classList.add('picked')
      element.classList.toggle('wrong', !isRight)
      judge(question, element, isRight)
      if (!isRight) return
      stopPicking()
      question.setAttribute('tabindex', '-1')
      question.focus()
    }
    element.addEventListener('click', pick, { signal })
    element.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        pick()
      },
      { signal },
    )
  }
  document.addEventListener('keydown', (event) => event.key === 'Escape' && stopPicking(), { signal })
}

function judge(question: HTMLElement, element: HTMLElement, isRight: boolean): void {
  const code = element.querySelector('.src')?.textContent?.trim() ?? ''
  say(question, `${isRight ? '✓ That is it' : '✗ Not this one'}: ${code}`)
  if (isRight) question.querySelector('details')?.setAttribute('open', '')
}

function say(question: HTMLElement, text: string): void {
  const verdict = question.querySelector('.verdict')
  if (verdict) verdict.textContent = text
}
