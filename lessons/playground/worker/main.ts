// The playground's worker: the one place where what a learner has written is run. It has no network, as the page's
// policy forbids it, and no page.

import type { Task } from '../protocol.ts'
import { troubleOf } from './evaluate.ts'
import { provide } from './files.ts'
import { flush, report } from './print.ts'
import { runStage } from './run.ts'
import { testStage } from './tests.ts'

self.addEventListener('message', async ({ data: task }: MessageEvent<Task>) => {
  provide(task.files)
  try {
    await (task.kind === 'run' ? runStage(task) : testStage(task))
    flush()
    report({ kind: 'done' })
  } catch (error) {
    flush()
    report({ kind: 'failed', trouble: await troubleOf(error, task.stage) })
  }
})
