// train2 in a worker, with the graphs that its Values form.

import { build, parse } from '../common/expression.ts'
import { layered, noteOperations, operation, traceBackward } from '../common/graph.ts'
import { Sentence, serve } from '../common/serve.ts'

type Stage = typeof import('../../../packages/train2/train2.ts')
let notes: ReturnType<typeof noteOperations> | undefined

serve(() => import('../../../packages/train2/train2.ts'), { expression, letter })

/** The graph of an expression, and what backward() does to it. */
function expression({ Value }: Stage, { text, values }: { text: string; values: Record<string, number> }) {
  notes ??= noteOperations(Value)
  type Value = InstanceType<typeof Value>
  const named = new Map<string, Value>()
  const lift = (x: number) => new Value(x)
  const name = (name: string) => {
    const value = named.get(name) ?? lift(values[name])
    named.set(name, value)
    return value
  }
  const result = build<Value>(parse(text), name, lift)
  if (result.inputs.length === 0) throw new Sentence('A graph needs at least one operation: try a*b + a.')
  return traceBackward(result, notes, new Map([...named].map(([name, value]) => [value, name])))
}

/** A graph too large to draw value by value: how many there are of each kind, by distance from the result. */
export type Letter = {
  from: string
  to: string
  loss: number
  values: number
  /** Inputs of all values together: the arrows. */
  arrows: number
  /**
   * Values by operation and depth, the leaves by what they are; how many of them have a gradient of exactly 0,
   * and the largest size of one.
   */
  groups: { label: string; depth: number; count: number; zero: number; most: number }[]
  depth: number
}

function letter(stage: Stage, { text, position }: { text: string; position: number }): Letter {
  notes ??= noteOperations(stage.Value)
  const tokens = [stage.BOS, ...stage.encode(text), stage.BOS]
  const pair = tokens.slice(position, position + 2)
  const loss = stage.forward(pair) // a document of two tokens has one letter to guess
  loss.backward()
  const { wte, fc1, fc2 } = stage
  const owner = new Map(
    Object.entries({ wte, fc1, fc2 }).flatMap(([name, m]) => m.flat().map((p) => [p, name])),
  )
  const depths = layered(loss)
  const groups = new Map<string, Letter['groups'][number]>()
  let arrows = 0
  for (const [value, depth] of depths) {
    arrows += value.inputs.length
    const label = operation(value, notes) || (owner.get(value as never) ?? 'number')
    const group = groups.get(`${label} ${depth}`) ?? { label, depth, count: 0, zero: 0, most: 0 }
    groups.set(`${label} ${depth}`, group)
    group.count++
    if (value.grad === 0) group.zero++
    group.most = Math.max(group.most, Math.abs(value.grad))
  }
  for (const p of stage.params) p.grad = 0
  return {
    from: stage.decode(pair.slice(0, 1)),
    to: stage.decode(pair.slice(1)),
    loss: loss.data,
    values: depths.size,
    arrows,
    groups: [...groups.values()],
    depth: Math.max(...depths.values()),
  }
}
