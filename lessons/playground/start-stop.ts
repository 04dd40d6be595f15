// Two buttons, one that begins some work and one that ends it; only one of them can be pressed at a time.

import { button } from '../figures/common/ui.ts'

export type StartStop = {
  start: HTMLButtonElement
  stop: HTMLButtonElement
  idle(is: boolean): void
  /** What ends the work that is under way. */
  end(): void
  /** What is told when Stop has ended it. */
  stopped(): void
}

export function startStop(label: string, run: () => void, attributes: object = {}): StartStop {
  const work: StartStop = {
    start: button(label, run, { class: 'main', ...attributes }),
    stop: button('Stop', halt, { disabled: true }),
    idle(is) {
      work.start.disabled = !is
      work.stop.disabled = is
    },
    end() {},
    stopped() {},
  }
  function halt(): void {
    work.end()
    work.idle(true)
    work.stopped()
    work.start.focus()
  }
  return work
}
