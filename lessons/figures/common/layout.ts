// Where the values of a small graph stand: a column for each depth, and in it as near to what they belong to as
// there is room. An arrow that passes columns keeps a place free in each, so that it crosses no value.

export type Spot = { column: number; row: number }
export type Layout = {
  spots: Spot[]
  /** routes[i][k]: the free places that the arrow from the k-th input of value i passes. */
  routes: Spot[][][]
  columns: number
  rows: number
}

/** A leaf stands just before the first value that needs it, not all at the left. */
export function place(nodes: { depth: number; inputs: number[] }[]): Layout {
  const columns = nodes.map(({ depth }) => depth)
  nodes.forEach((node, i) => {
    if (node.inputs.length > 0) return
    const users = nodes.filter(({ inputs }) => inputs.includes(i)).map(({ depth }) => depth)
    if (users.length > 0) columns[i] = Math.min(...users) - 1
  })
  // what wants a place: the values, and what keeps one free for an arrow
  const items: { column: number; from: number[]; row: number }[] = nodes.map(({ inputs }, i) => ({
    column: columns[i],
    from: inputs,
    row: 0,
  }))
  const chains = nodes.map(({ inputs }, i) =>
    inputs.map((input) => {
      const chain: number[] = []
      for (let column = columns[input] + 1; column < columns[i]; column++)
        chain.push(items.push({ column, from: [chain.at(-1) ?? input], row: 0 }) - 1)
      return chain
    }),
  )
  const last = Math.max(...columns)
  for (let column = 0; column <= last; column++) {
    const taken = new Set<number>()
    const own = items.filter((item) => item.column === column)
    const wish = ({ from }: (typeof items)[number]) =>
      from.reduce((sum, i) => sum + items[i].row, 0) / from.length
    const [inner, leaves] = [
      own.filter(({ from }) => from.length > 0),
      own.filter(({ from }) => from.length === 0),
    ]
    for (const item of inner.sort((a, b) => wish(a) - wish(b))) take(item, nearest(wish(item), taken), taken)
    for (const item of leaves) take(item, Math.max(-1, ...taken) + 1, taken)
  }
  const spot = (i: number): Spot => ({ column: items[i].column, row: items[i].row })
  return {
    spots: nodes.map((_, i) => spot(i)),
    routes: chains.map((chain) => chain.map((items) => items.map(spot))),
    columns: last + 1,
    rows: Math.max(...items.map(({ row }) => row)) + 1,
  }
}

function take(item: { row: number }, row: number, taken: Set<number>): void {
  item.row = row
  taken.add(row)
}

/** The free row nearest to the wished-for. */
function nearest(wish: number, taken: Set<number>): number {
  for (let off = 0; ; off++)
    for (const row of [Math.round(wish) - off, Math.round(wish) + off])
      if (row >= 0 && !taken.has(row)) return row
}
