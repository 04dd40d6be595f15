// train3 in a worker, with what its attention looks at.

import { readAttention } from '../common/attention.ts'
import { nextProbabilities, serve } from '../common/serve.ts'
import { readName } from './read-name.ts'

serve(() => import('../../../packages/train3/train3.ts'), {
  attention: (stage, { text }: { text: string }) =>
    readName(stage, text, (token, position, cache: ReturnType<typeof stage.newCache>) =>
      readAttention(stage.gpt(token, position, cache), cache),
    ),
  next: ({ sample }, { prompts, temperature }: { prompts: string[]; temperature: number }) =>
    prompts.map((prompt) => nextProbabilities(() => sample(temperature, prompt))),
})
