// The page's side: a stage at work in a worker.

import type { Built, Open, Progress, Reply, Sample, Train } from './protocol.ts'
import { source } from './source.ts'

/** As much of a Worker as this needs. */
export type WorkerLike = {
  postMessage(message: unknown): void
  terminate(): void
  onmessage: ((event: MessageEvent<Reply>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export type RunningStage = {
  built: Built
  /** Train; resolves when done or stopped. */
  train(task: Train, onProgress: (progress: Progress) => void): Promise<{ step: number; stopped: boolean }>
  /** Make up documents, each handed over as it comes. */
  sample(task: Sample, onSample: (text: string) => void): Promise<void>
  /** A question of this stage's own: see workers/. */
  ask<T>(name: string, argument?: unknown): Promise<T>
  /** Interrupt train or sample; what is learned stays. */
  stop(): void
  /** End the worker. What is still waiting for it never hears again. */
  close(): void
}

const urls = new Map<number, string>()

/** Start stage n in a worker of this page, built on that text and seed. */
export async function startStage(n: number, open: Open): Promise<RunningStage> {
  const text = await source(`stage-worker-${n}`)
  let url = urls.get(n)
  if (!url) {
    url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
    urls.set(n, url)
  }
  return connect(new Worker(url) as WorkerLike, open)
}

/** Build the stage in a worker that is there already. */
export async function connect(worker: WorkerLike, open: Open): Promise<RunningStage> {
  type Waiting = {
    resolve: (result: never) => void
    reject: (error: Error) => void
    onEvent?: (event: never) => void
  }
  const waiting = new Map<number, Waiting>()
  let last = 0
  worker.onmessage = ({ data: { id, event, result, error } }) => {
    const request = waiting.get(id)
    if (!request) return
    if (event !== undefined) return request.onEvent?.(event as never)
    waiting.delete(id)
    if (error === undefined) request.resolve(result as never)
    else request.reject(new Error(error))
  }
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(`The stage stopped: ${message}.`))
    waiting.clear()
  }
  function send<T>(command: string, argument?: unknown, onEvent?: (event: never) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.set(++last, { resolve, reject, onEvent })
      worker.postMessage({ id: last, command, argument })
    })
  }
  return {
    built: await send<Built>('open', open),
    train: (task, onProgress) => send('train', task, onProgress),
    sample: (task, onSample) => send('sample', task, onSample),
    ask: (name, argument) => send('ask', { name, argument }),
    stop: () => void send('stop'),
    close() {
      waiting.clear()
      worker.terminate()
    },
  }
}
