// What must be true of the meter, on stages before training and the starter list.

import { describe, expect, test } from 'vitest'
import { load } from '../../packages/lab/load.ts'
import { stageFile, stages } from '../stages.ts'
import { heldOut, perplexity, perplexityOfPredictions, type Stage } from './perplexity.ts'

test('held out are 500 documents, none of which is among the first 1,000', () => {
  const docs = Array.from({ length: 2000 }, (_, i) => `doc ${i % 1003}`)
  const held = heldOut({ docs: [...docs, ...Array.from({ length: 600 }, (_, i) => `other ${i}`)] })
  expect(held).toHaveLength(500)
  expect(held.slice(0, 4)).toEqual(['doc 1000', 'doc 1001', 'doc 1002', 'other 0'])
})

describe.each(stages)('%s', (name) => {
  const stage = load<Stage>(stageFile(name))
  const docs = stage.docs.slice(0, 5)

  test('has the same perplexity from its loss and from its predictions', () => {
    expect(perplexityOfPredictions(stage, docs)).toBeCloseTo(perplexity(stage, docs), 9)
  })
  test('untrained, has a perplexity of about 27, the number of tokens', () => {
    expect(Math.abs(perplexity(stage, docs) - 27)).toBeLessThan(5)
  })
})

test('weights each token the same: "a" and "bb" have five predictions in all', () => {
  const stage = load<Stage>(stageFile('train0'))
  for (const _ of stage.train(100));
  const { BOS, encode, forward } = stage
  const loss = (doc: string) => Number(forward([BOS, ...encode(doc), BOS]))
  expect(perplexity(stage, ['a', 'bb'])).toBeCloseTo(Math.exp((2 * loss('a') + 3 * loss('bb')) / 5), 12)
})
