// Beside the tests of a guarded file: ends a loop that goes on too long, in a test or in the import, and says in a
// line what a call was given where thousands of parameters would take minutes to print.

import { beforeEach, expect, type Mock } from 'vitest'
import { turn } from '../turn.ts'

// In seconds of the processor, as on a busy machine the wall clock would be unfair. No honest loop turns so often
// without another one beginning, and none of the tests takes a third of the longer time.
const limits = { inOneLoop: { turns: 100_000_000, seconds: 3 }, inAll: { seconds: 40 } }

const now = () => process.cpuUsage().user / 1e6
let started = now()
let [loop, turns, all, ended] = [-1, 0, 0, false]

beforeEach(() => {
  started = now()
})

Object.assign(globalThis, {
  [turn](id: number) {
    turns = id === loop ? turns + 1 : 0
    loop = id
    if (!ended) {
      if (++all % 10_000 !== 0) return // to look at the clock takes longer than most turns
      const seconds = now() - started
      const limit = turns > limits.inOneLoop.turns ? limits.inOneLoop.seconds : limits.inAll.seconds
      if (seconds < limit) return
    }
    ended = true // the other tests would take as long each
    throw new Error('this loop does not end')
  },
})

/** The only function that the stages' tests watch is `run`. */
const show = (args: unknown[]) =>
  args
    .map((arg) => (arg && typeof arg === 'object' ? `{ ${Object.keys(arg).join(', ')} }` : String(arg)))
    .join(', ')

expect.extend({
  toHaveBeenCalledWith(spy: Mock, ...want: unknown[]) {
    const calls: unknown[][] = spy.mock.calls
    const all = [...new Set(calls.map(show))].join('; ')
    const given = calls.length === 0 ? 'it is not called' : `it is called with ${all}`
    return {
      pass: calls.some((call) => this.equals(call, want)),
      message: () => `run should be called with ${show(want)}, and ${given}`,
    }
  },
})
