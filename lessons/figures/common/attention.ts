// What attention did, read off the graph that a stage built: nothing is computed a second time.

/** As much of a stage's Value as this reads. */
export type Value = { data: number; inputs: Value[] }
export type Cache = { keys: Value[][]; values: Value[][] }

/** One head at one position: how each token in the cache fits, its share, and what is mixed from them. */
export type Look = { scores: number[]; weights: number[]; query: number[]; mix: number[] }

/** What was looked at from one position, and the keys and values that the cache holds of each position. */
export type Reading = { looks: Look[]; keys: number[][]; values: number[][] }

/**
 * Read the heads of one position, in their order.
 *
 * Whatever attend() returns is a dot product of weights and a column of the cached values: a node whose last
 * inputs are those cached values, and whose first inputs are the weights. The nodes of a head share its weights.
 */
export function readAttention(logits: Value[], cache: Cache): Reading {
  const length = cache.values.length
  const column = new Map(cache.values[0].map((value, i) => [value, i]))
  const heads = new Map<Value, { weights: Value[]; mix: Map<number, number> }>()
  for (const node of reachable(logits)) {
    if (node.inputs.length !== 2 * length) continue
    const i = column.get(node.inputs[length])
    if (i === undefined || cache.values.some((value, t) => node.inputs[length + t] !== value[i])) continue
    const weights = node.inputs.slice(0, length)
    const head = heads.get(weights[0]) ?? { weights, mix: new Map() }
    heads.set(weights[0], head)
    head.mix.set(i, node.data)
  }
  const inOrder = [...heads.values()].sort((a, b) => Math.min(...a.mix.keys()) - Math.min(...b.mix.keys()))
  return {
    looks: inOrder.map(({ weights, mix }) => look(weights, mix)),
    keys: cache.keys.map(numbers),
    values: cache.values.map(numbers),
  }
}

function look(weights: Value[], mix: Map<number, number>): Look {
  // weight = exp / total, exp = exp(score - max), score = (query · key) / √d
  const scores = weights.map((weight) => weight.inputs[0].inputs[0].inputs[0])
  const dot = scores[0].inputs[0]
  return {
    scores: numbers(scores),
    weights: numbers(weights),
    query: numbers(dot.inputs.slice(0, dot.inputs.length / 2)),
    mix: [...mix].sort(([i], [j]) => i - j).map(([, data]) => data),
  }
}

/** Every value that these were computed from, themselves included, each once. */
export function reachable<V extends { inputs: V[] }>(roots: V[]): Set<V> {
  const seen = new Set(roots)
  for (const value of seen) for (const input of value.inputs) seen.add(input) // a Set grows while it is read
  return seen
}

const numbers = (values: Value[]) => values.map((value) => value.data)

/** Shares of attention, by where it goes, on average over positions with at least three tokens before them. */
export const places = ['start', 'further back', 'two before', 'one before', 'itself'] as const

/** Add up where the weights of one position go; `totals` has a number for each of the places. */
export function addPlaces(totals: number[], weights: number[]): void {
  const last = weights.length - 1
  weights.forEach((weight, t) => {
    const place = t === 0 ? 0 : t === last ? 4 : t === last - 1 ? 3 : t === last - 2 ? 2 : 1
    totals[place] += weight
  })
}
