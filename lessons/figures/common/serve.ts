// The worker's side: a stage, unchanged, that answers a page.

import { options, random } from '../../../packages/prelude/browser.ts'
import type { Built, Open, Progress, Reply, Request, Sample, Train, Watched } from './protocol.ts'

/** What all six stages export, and what some do. */
export type Stage = {
  docs: string[]
  chars: string[]
  train(steps: number): Generator<number>
  sample(temperature: number, prompt?: string): string
  params?: Watchable[]
  m?: number[]
  v?: number[]
}
type Watchable = { data: number; grad: number }

/** Questions that only one stage can be asked, by name. */
export type Questions<S> = Record<string, (stage: S, argument: never) => unknown>

const breath = 40 // milliseconds of work between two looks at the messages

/**
 * Answer the page: build the stage when told with what, then train, sample, and answer questions.
 * @param load imports the stage; called once the options are set
 */
export function serve<S extends Stage>(load: () => Promise<S>, questions: Questions<S> = {}): void {
  let stage: S
  let training: Generator<number> | undefined
  let step = 0
  let stopped = false

  const commands: Record<string, (argument: never, emit: (event: unknown) => void) => unknown> = {
    async open({ text, seed }: Open): Promise<Built> {
      options.data = text
      options.seed = seed
      stage = await load()
      return { documents: stage.docs.length, chars: stage.chars, params: stage.params?.length ?? 0 }
    },
    async train(task: Train, emit: (progress: Progress) => void) {
      stopped = false
      if (!task.resume || !training) {
        training = stage.train(task.steps)
        step = 0
      }
      const end = Math.min(task.steps, step + (task.limit ?? Number.POSITIVE_INFINITY))
      const watch = task.watch === undefined ? undefined : watcher(stage, task.watch)
      let progress: Progress = { losses: [], peeks: [], watched: [] }
      let since = performance.now()
      const report = () => {
        if (task.report) progress.report = questions[task.report.name](stage, task.report.argument as never)
        emit(progress)
        progress = { losses: [], peeks: [], watched: [] }
        since = performance.now()
      }
      while (step < end && !stopped) {
        if (task.peeks?.includes(step))
          progress.peeks.push({ step, text: aside(() => stage.sample(task.temperature ?? 1)) })
        const { value, done } = training.next()
        if (done) break
        step++
        progress.losses.push(value)
        if (watch) progress.watched.push(watch.step())
        if (task.pace !== undefined || performance.now() - since > breath) {
          report()
          await pause(task.pace ?? 0)
        }
      }
      watch?.end()
      report()
      return { step, stopped }
    },
    stop() {
      stopped = true
    },
    async sample({ temperature, prompt = '', count }: Sample, emit: (text: string) => void) {
      stopped = false
      const stranger = [...prompt].find((char) => !stage.chars.includes(char))
      if (stranger)
        throw new Sentence(`“${stranger}” is in none of the documents: begin with another letter.`)
      for (let i = 0; i < count && !stopped; i++) {
        emit(stage.sample(temperature, prompt))
        await pause(0)
      }
    },
    ask({ name, argument }: { name: string; argument: never }) {
      return questions[name](stage, argument)
    },
  }

  self.addEventListener('message', async ({ data: { id, command, argument } }: MessageEvent<Request>) => {
    const reply = (message: Omit<Reply, 'id'>) => self.postMessage({ id, ...message })
    try {
      reply({ result: await commands[command](argument as never, (event) => reply({ event })) })
    } catch (error) {
      reply({ error: sentence(error) })
    }
  })
}

/** A circumstance to be told to the reader as it is. */
export class Sentence extends Error {}

function sentence(error: unknown): string {
  if (error instanceof Sentence) return error.message
  if (error instanceof random.BadWeights)
    return 'Nothing can be drawn: training diverged, or the temperature is too low. Try a higher temperature.'
  return `The stage stopped: ${error instanceof Error ? error.message : error}.`
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Draw with other random numbers than the stage's, whose sequence stays where it is. */
export function aside<T>(draw: () => T): T {
  return choosing((weights) => pick(weights, Math.random()), draw)
}

/** Each draw of a sample: what there was to choose from, in proportion, and what was chosen. */
export type Draw = { weights: number[]; index: number }

/** The draws that `sample` makes. */
export function draws(sample: () => string): Draw[] {
  const seen: Draw[] = []
  choosing((weights) => {
    const index = pick(weights, Math.random())
    seen.push({ weights, index })
    return index
  }, sample)
  return seen
}

/** What the stage would draw its next token from, as probabilities: its own sample(), left at its first draw. */
export function nextProbabilities(sample: () => string): number[] {
  let probabilities: number[] = []
  const enough = new Error()
  try {
    choosing((weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      if (!(total > 0)) throw new random.BadWeights()
      probabilities = weights.map((weight) => weight / total)
      throw enough
    }, sample)
  } catch (error) {
    if (error !== enough) throw error
  }
  return probabilities
}

function choosing<T>(choice: (weights: number[]) => number, action: () => T): T {
  const own = random.choice
  random.choice = choice
  try {
    return action()
  } finally {
    random.choice = own
  }
}

/** The index that a point from 0 to 1 falls on. */
export function pick(weights: number[], point: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw new random.BadWeights()
  let rest = point * total
  const index = weights.findIndex((weight) => {
    rest -= weight
    return rest < 0
  })
  return index === -1 ? weights.length - 1 : index
}

/** Follow a parameter: the stage clears a gradient after it has used it, so it is read when it is cleared. */
function watcher(stage: Stage, index: number): { step(): Watched; end(): void } {
  const param = stage.params?.[index]
  if (!param) throw new Sentence(`There is no parameter ${index}: they are numbered from 0.`)
  let grad = param.grad
  let used = 0
  Object.defineProperty(param, 'grad', {
    configurable: true,
    enumerable: true,
    get: () => grad,
    set(next: number) {
      if (next === 0) used = grad
      grad = next
    },
  })
  return {
    step: () => ({ grad: used, data: param.data, m: stage.m?.[index], v: stage.v?.[index] }),
    end: () =>
      Object.defineProperty(param, 'grad', {
        configurable: true,
        enumerable: true,
        writable: true,
        value: grad,
      }),
  }
}
