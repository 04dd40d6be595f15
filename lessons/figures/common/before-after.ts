// A stage twice, as it begins and as it has been trained: the controls of the figures that compare the two.

import { whole } from './numbers.ts'
import { settingsFields } from './settings.ts'
import { type RunningStage, startStage } from './stage.ts'
import { button, choice, h, onFrame, statusLine } from './ui.ts'

export type When = 'before' | 'after'

export type BeforeAfter = {
  /** Which of the two is to be shown. */
  choice: HTMLElement
  /** What trains and tells how it stands. */
  controls: HTMLElement
  when(): When
  /** Put a question to the one that is shown; undefined while there is only the recording. */
  ask<T>(name: string, argument: unknown): Promise<T | undefined>
  /** The characters that the shown one knows; undefined while there is only the recording. */
  chars(): string[] | undefined
  /** True while the shown one is being trained. */
  training(): boolean
  /** Start both, unless they are there: the reader wants something that is not in the recording. */
  wake(): void
  /** Tell of an error, and that there is none any more. */
  fail(error: unknown): void
  fine(): void
  end(): void
}

/**
 * @param n the stage
 * @param recorded says what is shown before anything has run
 * @param refresh called when what is shown may have changed
 */
export function beforeAfter(n: number, recorded: string, refresh: () => void): BeforeAfter {
  const fields = settingsFields({ steps: 1000 })
  const train = button(`Train train${n}`, () => void run(), { class: 'main' })
  const stop = button('Stop', () => after?.stop(), { disabled: true })
  const reset = button('Reset', start)
  const status = statusLine(recorded)
  const progress = h('progress', { max: 1, value: 1, 'aria-label': 'Progress of training' })
  const strip = choice<When>('Attention', { before: 'untrained', after: 'trained' }, 'after', refresh)
  let before: RunningStage | undefined
  let after: RunningStage | undefined
  let turn = 0

  function start(): void {
    end()
    fields.reset()
    train.disabled = false
    stop.disabled = true
    progress.value = 1
    status.tell(recorded)
    refresh()
  }
  function end(): void {
    turn++
    before?.close()
    after?.close()
    before = after = undefined
  }

  async function run(): Promise<void> {
    end()
    const mine = turn
    const show = onFrame(() => mine === turn && strip.value() === 'after' && refresh())
    try {
      train.disabled = true
      stop.disabled = false
      const { text, seed, steps, data } = await fields.read()
      status.tell(`Training train${n} on ${data}…`)
      const opened = await Promise.all([startStage(n, { text, seed }), startStage(n, { text, seed })])
      if (mine !== turn) return opened.forEach((stage) => void stage.close())
      ;[before, after] = opened
      refresh()
      let done = 0
      const { stopped } = await after.train({ steps }, ({ losses }) => {
        done += losses.length
        if (mine !== turn) return
        progress.value = done / steps
        show()
      })
      if (mine !== turn) return
      stop.disabled = true
      status.tell(
        `${stopped ? 'Stopped after' : 'Trained'} ${whole(done)} steps on ${data} (${whole(after.built.documents)} documents), seed ${seed}.`,
      )
      refresh()
    } catch (error) {
      if (mine === turn) {
        status.tell(recorded)
        status.fail(error)
      }
    }
    if (mine !== turn) return
    train.disabled = false
    stop.disabled = true
  }

  train.addEventListener('click', () => strip.set('after'))
  return {
    choice: strip.element,
    controls: h(
      'div',
      { class: 'controls' },
      h(
        'details',
        {},
        h('summary', {}, 'Names, steps and seed'),
        h('div', { class: 'row' }, ...fields.elements),
      ),
      h('div', { class: 'row' }, train, stop, reset),
      progress,
      status.element,
    ),
    when: strip.value,
    async ask(name, argument) {
      return (strip.value() === 'before' ? before : after)?.ask(name, argument)
    },
    training: () => strip.value() === 'after' && !stop.disabled,
    chars: () => before?.built.chars,
    wake() {
      if (!before && !train.disabled) void run()
    },
    fail: status.fail,
    fine: status.fine,
    end,
  }
}
