// Node programs beside this one, as many at once as there are processors; they end when this one does.

import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL') // one in an endless loop hears nothing else
})

/** All that a program has printed, and its exit code; null when a signal ended it. */
export type Output = { stdout: string; stderr: string; code: number | null }

/**
 * Run a Node program from the project's folder.
 * @param signal ends it at once
 * @param more of the environment
 * @returns once it has ended; rejected when it was ended by the signal
 */
export function output(args: string[], signal?: AbortSignal, more: NodeJS.ProcessEnv = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...more }
    const child = spawn(process.execPath, args, { cwd: root, env, signal, killSignal: 'SIGKILL' })
    children.add(child)
    const text = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        text[stream] += chunk
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      children.delete(child)
      resolve({ ...text, code })
    })
  })
}

/** Do the work for each item, several at once, each when its turn comes. */
export async function each<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}
