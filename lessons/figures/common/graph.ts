// The graph that Values form, as plain numbers: what each was computed by, from which, and how far from the leaves.

/** As much of a stage's Value as this reads. */
export type Value = { data: number; grad: number; inputs: Value[]; localGrads: number[]; visited: boolean }

export type Node = {
  /** What computed it: 'add', 'mul', 'pow -1', …; '' for a leaf. */
  op: string
  /** The name that was given to it, or ''. */
  name: string
  data: number
  inputs: number[]
  localGrads: number[]
  /** The longest way to it from a leaf. */
  depth: number
}

export type Graph = {
  /** Inputs before what is computed from them; the result is the last. */
  nodes: Node[]
  /** The nodes in the order in which backward() goes through them, the result first. */
  order: number[]
  /** grads[k]: every node's gradient when backward() is through with k of them. */
  grads: number[][]
}

const operations = ['add', 'mul', 'pow', 'log', 'exp', 'relu'] as const
type Operation = (this: Value, argument: number) => Value
type Class = { prototype: Record<(typeof operations)[number], Operation> }

/** Let the operations of a stage's Value leave a note of which one made a value; the arithmetic stays theirs. */
export function noteOperations(valueClass: unknown): WeakMap<Value, string> {
  const notes = new WeakMap<Value, string>()
  const { prototype } = valueClass as Class
  for (const name of operations) {
    const own = prototype[name]
    prototype[name] = function (argument) {
      const value = own.call(this, argument)
      notes.set(value, name === 'pow' ? `pow ${argument}` : name)
      return value
    }
  }
  return notes
}

/** The operation of a value: as noted, or a sum or a dot product, which are functions and leave no note. */
export function operation(value: Value, notes: WeakMap<Value, string>): string {
  if (value.inputs.length === 0) return ''
  return notes.get(value) ?? (value.localGrads.every((grad) => grad === 1) ? 'sum' : 'dot')
}

/** Values in an order in which inputs come first, with their depths. */
export function layered(result: Value): Map<Value, number> {
  const depths = new Map<Value, number>()
  const visit = (value: Value): number => {
    const known = depths.get(value)
    if (known !== undefined) return known
    let depth = 0
    for (const input of value.inputs) depth = Math.max(depth, visit(input) + 1)
    depths.set(value, depth)
    return depth
  }
  visit(result)
  return depths
}

/**
 * The graph below a result, and what backward() does to it.
 *
 * backward() unmarks each value when it is through with it, so a watched `visited` tells the order and the moment.
 */
export function traceBackward(
  result: Value,
  notes: WeakMap<Value, string>,
  names = new Map<Value, string>(),
) {
  const depths = layered(result)
  const values = [...depths.keys()]
  const number = new Map(values.map((value, i) => [value, i]))
  const at = (value: Value) => number.get(value) ?? -1
  const graph: Graph = {
    nodes: values.map((value) => ({
      op: operation(value, notes),
      name: names.get(value) ?? '',
      data: value.data,
      inputs: value.inputs.map(at),
      localGrads: value.localGrads,
      depth: depths.get(value) ?? 0,
    })),
    order: [],
    grads: [values.map((value) => (value === result ? 1 : 0))],
  }
  for (const value of values) {
    let visited = value.visited
    Object.defineProperty(value, 'visited', {
      get: () => visited,
      set(next: boolean) {
        if (visited && !next) {
          graph.order.push(at(value))
          graph.grads.push(values.map(({ grad }) => grad))
        }
        visited = next
      },
    })
  }
  ;(result as Value & { backward(): void }).backward()
  return graph
}
