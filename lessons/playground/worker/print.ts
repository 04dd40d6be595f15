// What the program prints, on its way to the page: in portions, and never more of it than a page can hold.

import { format } from '@vitest/utils/display'
import type { Report } from '../protocol.ts'

const most = 2000 // lines of a portion; of more, the last ones
const breath = 50 // milliseconds between two portions
let quick = 100 // calls that are handed over at once: an endless loop after them would keep them back for ever

let lines: string[] = []
let losses: number[] = []
let left = 0
let since = 0
let timer: ReturnType<typeof setTimeout> | undefined

export const report = (message: Report): void => self.postMessage(message)

export function print(text: string): void {
  lines.push(...text.split('\n'))
  if (lines.length > 2 * most) left += lines.splice(0, lines.length - most).length
  if (quick-- > 0 || performance.now() - since > breath) flush()
  else timer ??= setTimeout(flush, breath) // for the last lines of what is not waited for
}

export const heard = (loss: number): void => void losses.push(loss)

/** Hand over what has gathered. */
export function flush(): void {
  if (lines.length + losses.length > 0) {
    left += lines.splice(0, Math.max(0, lines.length - most)).length
    report({ kind: 'printed', lines, left, losses })
  }
  ;[lines, losses, left] = [[], [], 0]
  since = performance.now()
  clearTimeout(timer)
  timer = undefined
}

for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
  console[name] = (...values: unknown[]) => print(format(...values))
