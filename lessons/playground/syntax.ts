// In a page, what scripts/practice/judge.ts says of a text that is no TypeScript: by the editor's parser.

import { typescript, units } from '../../scripts/lessons/units.ts'

/** The first thing that is no TypeScript, or a name that two statements claim. */
export function syntaxError(text: string): { line: number; message: string } | undefined {
  let at: number | undefined
  typescript.parse(text).iterate({
    enter({ type, from }) {
      if (type.isError) at ??= from
      return at === undefined
    },
  })
  if (at !== undefined)
    return { line: text.slice(0, at).split('\n').length, message: 'This is no TypeScript yet.' }
  try {
    units(text)
    return undefined
  } catch (error) {
    return { line: 1, message: `${(error as Error).message}: one of them has to go.` }
  }
}
