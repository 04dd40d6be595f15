// The text of a stage as a module of its own, as packages/lab/evaluate.ts makes one: without its types, and run as
// a script from a Blob, since the page's policy allows no eval.

import { transform } from 'sucrase'
import type { Trouble } from '../protocol.ts'

type Module = (require: () => object, exports: object) => void

declare global {
  var gptModule: Module | undefined
}
declare function importScripts(url: string): void

/** Something that is no TypeScript, or no JavaScript. */
class Unreadable extends SyntaxError {
  line?: number
  script?: string
}

/**
 * Run a stage's text.
 * @param file what errors call it
 * @param prelude what it imports
 * @returns its exports
 */
export function evaluate(source: string, file: string, prelude: object): object {
  const name = file.split('/').at(-1)
  const code = plain(source)
  // the module begins on the first line: lines keep their numbers
  const script = `gptModule=(require,exports)=>{${code}\n}\n//# sourceURL=${name}`
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const exports = {}
  try {
    importScripts(url)
  } catch (error) {
    const trouble = new Unreadable(
      (error as Error).message.replace(/^Failed to execute 'importScripts'[^:]*: /, ''),
    )
    trouble.script = url
    throw trouble
  }
  URL.revokeObjectURL(url)
  globalThis.gptModule?.(() => prelude, exports)
  return exports
}

function plain(source: string): string {
  try {
    return transform(source, {
      transforms: ['typescript', 'imports'],
      preserveDynamicImport: true,
      disableESTransforms: true,
    }).code
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } }
    const trouble = new Unreadable(message.replace(/^Error transforming.*?: | \(\d+:\d+\)$/g, ''))
    trouble.line = loc?.line
    throw trouble
  }
}

/** An error as the page tells it: what, and in which of the learner's lines. */
export async function troubleOf(error: unknown, stage: string): Promise<Trouble> {
  if (!(error instanceof Error)) return { message: `The program threw ${String(error)}.` }
  const { name, message, stack = '' } = error
  const line = error instanceof Unreadable ? await lineOf(error) : lineIn(stack, stage)
  return { message: name === 'Error' ? message : `${name}: ${message}`, line }
}

/** A script that cannot be read tells where only to those who do not catch its error. */
async function lineOf({ line, script }: Unreadable): Promise<number | undefined> {
  if (script === undefined) return line
  return new Promise((resolve) => {
    self.addEventListener(
      'error',
      (event) => {
        event.preventDefault()
        resolve(event.lineno)
      },
      { once: true },
    )
    setTimeout(() => importScripts(script))
  })
}

/** The learner's line nearest to where an error was thrown. */
export function lineIn(stack: string, stage: string): number | undefined {
  const [, line] = new RegExp(`\\b${stage}\\.ts:(\\d+)`).exec(stack) ?? []
  return line === undefined ? undefined : Number(line)
}
