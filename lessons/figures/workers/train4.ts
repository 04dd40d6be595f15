// train4 in a worker, with what each of its heads looks at.

import { addPlaces, places, readAttention } from '../common/attention.ts'
import { serve } from '../common/serve.ts'
import { readName } from './read-name.ts'

type Stage = typeof import('../../../packages/train4/train4.ts')

serve(() => import('../../../packages/train4/train4.ts'), { attention, survey })

function attention(stage: Stage, { text }: { text: string }) {
  return readName(stage, text, (token, position, cache: ReturnType<Stage['newCache']>) =>
    readAttention(stage.gpt(token, position, cache), cache[0]),
  )
}

/** Where the attention of each head goes, on average over the first names. */
export type Survey = {
  names: number
  positions: number
  /** shares[head][place] */
  shares: number[][]
  /** The same for a head that looks at everything alike. */
  even: number[]
}

function survey(stage: Stage, { count }: { count: number }): Survey {
  const names = stage.docs.slice(0, count)
  const totals: number[][] = []
  const even = places.map(() => 0)
  let positions = 0
  for (const name of names) {
    for (const { looks } of attention(stage, { text: name })) {
      if (looks[0].weights.length <= 3) continue // everything there is to look at has a place of its own
      positions++
      const { weights } = looks[0]
      addPlaces(
        even,
        weights.map(() => 1 / weights.length),
      )
      looks.forEach((look, head) => {
        totals[head] ??= places.map(() => 0)
        addPlaces(totals[head], look.weights)
      })
    }
  }
  const average = (row: number[]) => row.map((total) => total / positions)
  return { names: names.length, positions, shares: totals.map(average), even: average(even) }
}
