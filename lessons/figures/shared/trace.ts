// What becomes of the loss and of one parameter over the steps of a training.

import { type Point, smoother, thin } from './numbers.ts'
import type { Progress } from './protocol.ts'

/** Each a line over the steps; m and v only where the optimizer has them. */
export type Lines = Record<'loss' | 'grad' | 'm' | 'v' | 'data' | 'step', Point[]>

/** Gathers reports of a training with a watched parameter. */
export function newTrace() {
  const { push } = smoother()
  const all: Record<keyof Lines, number[]> = { loss: [], grad: [], m: [], v: [], data: [], step: [] }
  return {
    push({ losses, watched }: Progress): void {
      all.loss.push(...push(losses))
      for (const { grad, data, m, v } of watched) {
        const before = all.data.at(-1)
        all.step.push(before === undefined ? Number.NaN : data - before)
        all.data.push(data)
        all.grad.push(grad)
        if (m !== undefined) all.m.push(m)
        if (v !== undefined) all.v.push(Math.sqrt(v))
      }
    },
    /** The steps so far. */
    steps: () => all.loss.length,
    thinned: (count: number) =>
      Object.fromEntries(Object.entries(all).map(([name, numbers]) => [name, thin(numbers, count)])) as Lines,
  }
}
