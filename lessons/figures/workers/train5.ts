// train5 in a worker: Adam's memory is read by `watch`, see common/serve.ts.

import { Sentence, serve } from '../common/serve.ts'

serve(() => import('../../../packages/train5/train5.ts'), {
  /** The number of a parameter, as `watch` takes it; train4's are in the same order. */
  parameter({ params, wte, wpe, lmHead, layers, chars }, { matrix, row, column }: Place) {
    const matrices: Record<string, typeof wte> = { wte, wpe, lmHead, ...layers[0] }
    const rows = matrices[matrix]
    const value = rows[row]?.[column]
    if (!value)
      throw new Sentence(`${matrix} has rows 0 to ${rows.length - 1} and columns 0 to ${rows[0].length - 1}.`)
    const token = rows.length === chars.length + 1 ? ` (${chars[row] ?? 'BOS'})` : ''
    return { index: params.indexOf(value), name: `${matrix}[${row}][${column}]${token}` }
  },
})

/** Where a parameter stands. */
export type Place = { matrix: string; row: number; column: number }
