// A stage's own test file, run on the learner's text.

import { options } from '../../../packages/prelude/browser.ts'
import { type Failure, runTests } from '../../../scripts/practice/tests/runner.ts'
import { fileOf, type Task, type Trouble } from '../protocol.ts'
import { evaluate, lineIn } from './evaluate.ts'
import { readFileSync } from './files.ts'
import * as prelude from './prelude.ts'
import { report } from './print.ts'

declare global {
  /** The learner's module: what a test file imports as its stage. */
  var edited: object
}

const testFiles: Record<string, () => Promise<unknown>> = {
  train0: () => import('../../../packages/train0/train0.test.ts'),
  train1: () => import('../../../packages/train1/train1.test.ts'),
  train2: () => import('../../../packages/train2/train2.test.ts'),
  train3: () => import('../../../packages/train3/train3.test.ts'),
  train4: () => import('../../../packages/train4/train4.test.ts'),
  train5: () => import('../../../packages/train5/train5.test.ts'),
}

export async function testStage({ stage, tests }: Task): Promise<void> {
  options.data = 'names-starter' // as packages/lab/setup.ts has it
  const file = fileOf(stage)
  globalThis.edited = evaluate(readFileSync(file), file, prelude)
  const [error] = await runTests(file.replace(/\.ts$/, '.test.ts'), testFiles[stage], tests, {
    collected: (tests) => report({ kind: 'collected', tests }),
    began: (id) => report({ kind: 'began', id }),
    tested({ id }, failures) {
      const messages = (failures ?? []).map((failure) => told(failure, stage))
      report({ kind: 'tested', result: { id, passed: failures === undefined, messages } })
    },
  })
  if (error) report({ kind: 'failed', trouble: told(error, stage) })
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g') // as a terminal is told them

/** As the terminal tells it: the message, then the difference where there is one. */
function told({ name, message, stack = '', diff }: Failure, stage: string): Trouble {
  const text = [`${name}: ${message}`, ...(diff ? [diff] : [])].join('\n\n')
  return { message: text.replace(colours, ''), line: lineIn(stack, stage) }
}
