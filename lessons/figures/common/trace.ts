// What becomes of the loss and of one parameter over the steps of a training.

import { type Point, smoother, thin } from './numbers.ts'
import type { Progress } from './protocol.ts'

/** What is followed; m and v only where the optimizer has them. */
type Name = 'loss' | 'grad' | 'm' | 'v' | 'data' | 'step'
/** Each a line over the steps; and how far the parameter moves in a step, on average. */
export type Lines = Record<Name, Point[]> & { stride: number }

/** Gathers reports of a training with a watched parameter. */
export function newTrace() {
  const { push } = smoother()
  const all: Record<Name, number[]> = { loss: [], grad: [], m: [], v: [], data: [], step: [] }
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
    thinned(count: number): Lines {
      const strides = all.step.filter(Number.isFinite)
      return {
        loss: thin(all.loss, count),
        grad: thin(all.grad, count),
        m: thin(all.m, count),
        v: thin(all.v, count),
        data: thin(all.data, count),
        step: thin(all.step, count),
        stride: strides.reduce((sum, step) => sum + Math.abs(step), 0) / Math.max(1, strides.length),
      }
    },
  }
}
