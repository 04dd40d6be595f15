// Run the learner's stage as the terminal does: the same lines, and the losses for the page's curve.

import { options } from '../../../packages/prelude/browser.ts'
import { PlainLines, perform, type Stage } from '../../../packages/prelude/perform.ts'
import { fileOf, type Task } from '../protocol.ts'
import { evaluate } from './evaluate.ts'
import { readFileSync } from './files.ts'
import * as prelude from './prelude.ts'
import { heard, print } from './print.ts'

export async function runStage({ stage, options: asked }: Task): Promise<void> {
  Object.assign(options, asked)
  const file = fileOf(stage)
  evaluate(readFileSync(file), file, prelude)
  const handed: Stage | undefined = prelude.run.mock.lastCall?.[0]
  if (!handed) return print('The program has ended; it handed nothing to run().')
  const lines = new PlainLines(options.steps, print)
  await perform(handed, options, {
    print,
    progress: {
      begin: () => lines.begin(),
      step(loss) {
        lines.step(loss)
        heard(loss)
      },
      end: () => lines.end(),
    },
    breathe: async () => {},
  })
}
