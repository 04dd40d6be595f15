// A name through a GPT, one position after the other, and what attention looks at from each.

import type { Reading } from '../common/attention.ts'
import { Sentence } from '../common/serve.ts'

type Gpt<Cache> = {
  BOS: number
  chars: string[]
  wpe: unknown[]
  encode(text: string): number[]
  newCache(): Cache
}

/** What is read at each position of a name, the start included. */
export function readName<Cache>(
  stage: Gpt<Cache>,
  text: string,
  read: (token: number, position: number, cache: Cache) => Reading,
): Reading[] {
  const stranger = [...text].find((char) => !stage.chars.includes(char))
  if (stranger) throw new Sentence(`“${stranger}” is in none of the documents: try other letters.`)
  const cache = stage.newCache()
  const tokens = [stage.BOS, ...stage.encode(text)].slice(0, stage.wpe.length)
  return tokens.map((token, position) => read(token, position, cache))
}
