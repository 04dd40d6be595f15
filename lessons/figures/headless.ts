// A stage's worker, as it is bundled for the pages, at work under Node: for the tests and for record.ts.

import { Worker } from 'node:worker_threads'
import { stageWorker } from './bundle.ts'
import type { Open } from './common/protocol.ts'
import { connect, type RunningStage, type WorkerLike } from './common/stage.ts'

const browserLike = `
  const { parentPort } = require('node:worker_threads')
  globalThis.self = globalThis
  self.postMessage = (message) => parentPort.postMessage(message)
  self.addEventListener = (_, listen) => parentPort.on('message', (data) => listen({ data }));
`

/** Start stage n on that text and seed; close it when done. */
export async function startHeadless(n: number, open: Open): Promise<RunningStage> {
  const worker = new Worker(browserLike + (await stageWorker(n)), { eval: true, execArgv: [] })
  const like: WorkerLike = {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    onmessage: null,
    onerror: null,
  }
  worker.on('message', (data) => like.onmessage?.({ data } as MessageEvent))
  worker.on('error', (error) => like.onerror?.({ message: String(error) } as ErrorEvent))
  return connect(like, open)
}
