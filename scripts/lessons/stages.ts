// The stages, their transcripts and the changes between them, read from the disk once.

import { readFileSync } from 'node:fs'
import { type Change, changes } from './changes.ts'

export type Stage = {
  /** 0 to 5. */
  number: number
  name: string
  source: string
  /** What `start` prints with the defaults. */
  transcript: string[]
  /** From the stage before; train0 is compared with nothing. */
  changes: Change[]
}

export function readStages(root: URL): Stage[] {
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
  const sources = [0, 1, 2, 3, 4, 5].map((number) => read(`packages/train${number}/train${number}.ts`))
  return sources.map((source, number) => ({
    number,
    name: `train${number}`,
    source,
    transcript: read(`packages/train${number}/transcript.txt`).trimEnd().split('\n'),
    changes: changes(sources[number - 1] ?? '', source),
  }))
}
