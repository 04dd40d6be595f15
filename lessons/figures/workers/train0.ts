// train0 in a worker.

import { draws, serve } from '../common/serve.ts'

serve(() => import('../../../packages/train0/train0.ts'), {
  table: ({ counts, bigram }) => ({
    counts: counts.flat(),
    probabilities: counts.flatMap((_, token) => bigram(token)),
  }),
  draws: ({ sample }, { temperature, prompt }: { temperature: number; prompt: string }) =>
    draws(() => sample(temperature, prompt)),
  tokens: ({ BOS, encode, docs }, { step }: { step: number }) => [
    BOS,
    ...encode(docs[(step + docs.length) % docs.length]),
    BOS,
  ],
})
