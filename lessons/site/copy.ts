// Copying a block's code: the lines as they are in the new file, without signs and numbers.

/** The lines of a hunk that a reader wants: what is there now; or, where all is gone, what was. */
export function codeOf(hunk: Element): string {
  const lines = (selector: string) =>
    [...hunk.querySelectorAll(selector)].map((line) => line.textContent ?? '')
  const there = lines('.line:not(.gone) .src')
  return (hunk.querySelector('.line.add') || there.length > 0 ? there : lines('.line.gone .src')).join('\n')
}

export function copyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.copy')) {
    button.addEventListener('click', async () => {
      const hunk = button.closest('.hunk')
      if (!hunk) return
      button.textContent = (await copy(`${codeOf(hunk)}\n`)) ? 'Copied' : 'Not allowed'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 1500)
    })
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Where the page has no clipboard, as in a folder in some browsers. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}
