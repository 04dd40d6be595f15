// The benchmark's yardstick computes what train5 computes; otherwise comparing their times would mean nothing.

import { load } from 'lab'
import { expect, test } from 'vitest'
import { stageFile } from './stages.ts'

type Program = { train: (steps: number) => Iterable<number> }

test('the first 50 losses of limit.ts are those of train5', () => {
  const file = new URL('limit.ts', import.meta.url)
  const got = [...load<Program>(file).train(50)]
  const want = [...load<Program>(stageFile('train5')).train(50)]
  expect(want).toHaveLength(50)
  expect(got).toEqual(want.map((loss) => expect.closeTo(loss, 9)))
})
