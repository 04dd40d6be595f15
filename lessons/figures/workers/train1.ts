// train1 in a worker, with both of its gradients and the loss along one parameter.

import { Sentence, serve } from '../common/serve.ts'

type Stage = typeof import('../../../packages/train1/train1.ts')

serve(() => import('../../../packages/train1/train1.ts'), { check, along })

/** The parameters by name, in the order of `params`. */
const shapes = ({ wte, fc1, fc2 }: Stage) =>
  Object.entries({ wte, fc1, fc2 }).map(([name, matrix]) => [name, matrix.length, matrix[0].length] as const)

/** Both gradients of a document, for every parameter. */
export type Check = {
  text: string
  loss: number
  byHand: number[]
  numerical: number[]
  shapes: (readonly [name: string, rows: number, columns: number])[]
}

function gradient(stage: Stage, tokens: number[]): { loss: number; grads: number[] } {
  const loss = stage.backward(tokens)
  const grads = stage.params.map(({ grad }) => grad)
  for (const p of stage.params) p.grad = 0
  return { loss, grads }
}

const tokensOf = (stage: Stage, document: number) => {
  const text = stage.docs[document % stage.docs.length]
  return { text, tokens: [stage.BOS, ...stage.encode(text), stage.BOS] }
}

function check(stage: Stage, { document }: { document: number }): Check {
  const { text, tokens } = tokensOf(stage, document)
  const numerical = stage.numericalGradient(tokens)
  const { loss, grads } = gradient(stage, tokens)
  return { text, loss, byHand: grads, numerical, shapes: shapes(stage) }
}

/** The loss of a document as one parameter varies, with the gradient at each point, and a step of SGD. */
export type Along = {
  index: number
  /** Where the parameter is now. */
  data: number
  at: number[]
  losses: number[]
  grads: number[]
  /** How far the stage's own first step of SGD moves the parameter, per unit of its gradient. */
  rate: number
  /** The loss after that step, of this parameter alone and of all of them. */
  lossOfOne: number
  lossOfAll: number
}

function along(stage: Stage, { document, index, reach, points }: Record<string, number>): Along {
  const { tokens } = tokensOf(stage, document)
  const p = stage.params[index]
  if (!p)
    throw new Sentence(
      `There is no parameter ${index}: they are numbered from 0 to ${stage.params.length - 1}.`,
    )
  const { data } = p
  const at = Array.from({ length: points }, (_, i) => data + reach * ((2 * i) / (points - 1) - 1))
  const results = at.map((x) => {
    p.data = x
    const { loss, grads } = gradient(stage, tokens)
    return { loss, grad: grads[index] }
  })
  p.data = data
  const { grads } = gradient(stage, tokens)
  // the first step of its own training, which begins with the first document; then everything is put back
  const before = stage.params.map((param) => param.data)
  const own = gradient(stage, tokensOf(stage, 0).tokens).grads
  stage.train(1).next()
  const moved = own.findIndex((grad) => grad !== 0)
  const rate = (before[moved] - stage.params[moved].data) / own[moved]
  const set = (data: (i: number) => number) => {
    for (const [i, param] of stage.params.entries()) param.data = data(i)
  }
  set((i) => before[i] - rate * grads[i])
  const lossOfAll = stage.forward(tokens)
  set((i) => before[i])
  p.data = data - rate * grads[index]
  const lossOfOne = stage.forward(tokens)
  p.data = data
  const [losses, slopes] = [results.map(({ loss }) => loss), results.map(({ grad }) => grad)]
  return { index, data, at, losses, grads: slopes, rate, lossOfOne, lossOfAll }
}
