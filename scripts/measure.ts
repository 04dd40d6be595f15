// One measurement of the benchmark, in a process of its own: bench.ts starts it and reads the line that it prints.

import { pathToFileURL } from 'node:url'

export type Task = {
  /** The program to train: a stage or limit.ts. */
  file: string
  /** Its documents, as `--data` takes them. */
  data: string
  steps: number
  /** Pieces of its text to replace; without any, it is imported as it is. */
  replace?: Record<string, string>
}
export type Measurement = {
  /** Milliseconds, one number for each step. */
  times: number[]
  /** The most memory that the process had at any time, in megabytes. */
  memory: number
  /** How many parameters there are. */
  params: number
}
type Program = { train: (steps: number) => Iterable<number>; params?: unknown[] }

// not `import ... from`: by these words the prelude knows that a stage is the program
const { options } = await import('prelude')
const { file, data, steps, replace }: Task = JSON.parse(process.argv[2])
options.data = data
const { train, params = [] } = await program(pathToFileURL(file))

const times: number[] = []
let last = performance.now()
for (const _ of train(steps)) {
  const now = performance.now()
  times.push(now - last)
  last = now
}
const memory = process.resourceUsage().maxRSS / 1024
const measurement: Measurement = { times, memory, params: params.length }
console.log(JSON.stringify(measurement))

async function program(url: URL): Promise<Program> {
  if (!replace) return import(url.href)
  const { load } = await import('../packages/lab/load.ts')
  return load<Program>(url, { data, replace })
}
