// The page's side of the worker: a task begun, and ended at any time.

import { source } from '../figures/common/source.ts'
import type { Report, Task } from './protocol.ts'

const grace = 2000 // milliseconds for what a program has begun and not waited for

/**
 * Run or test something in a worker of its own.
 * @param hear is told each report, `done` or `failed` when it has come to its end
 * @returns what ends it, whatever it is at; nothing is heard of it then
 */
export function begin(task: Task, hear: (report: Report) => void): () => void {
  let worker: Worker | undefined
  let ended = false
  const end = () => {
    ended = true
    worker?.terminate()
  }
  const fail = (message: string) => {
    if (ended) return
    end()
    hear({ kind: 'failed', trouble: { message } })
  }
  source('playground-worker').then(
    (program) => {
      if (ended) return
      const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
      worker = new Worker(url)
      worker.onmessage = ({ data }: MessageEvent<Report>) => {
        if (ended) return
        hear(data)
        if (data.kind === 'done' || data.kind === 'failed') setTimeout(end, grace)
      }
      worker.onerror = ({ message }) => fail(message)
      worker.postMessage(task)
      URL.revokeObjectURL(url)
    },
    (error: Error) => fail(error.message),
  )
  return end
}
