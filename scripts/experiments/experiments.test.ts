// What must be true of the experiments, and can be told without running them.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { patched, stageOf } from './experiment.ts'
import { experiments } from './index.ts'
import type { Outcome } from './outcome.ts'

const results: Record<string, Outcome> = JSON.parse(
  readFileSync(new URL('results.json', import.meta.url), 'utf8'),
)

test('each has a name of its own', () => {
  const names = experiments.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})

test('each has a result, in the same order, and there are no others: npm run experiments -- --write', () => {
  expect(Object.keys(results)).toEqual(experiments.map(({ name }) => name))
})

describe.each(stages)('%s', (stage) => {
  const own = experiments.filter((experiment) => stageOf(experiment) === stage)
  const breaking = own.filter(({ kind }) => kind === 'breaks')

  test('has at least four that break it and two that only change how good it is', () => {
    expect(breaking.length).toBeGreaterThanOrEqual(4)
    expect(own.length - breaking.length).toBeGreaterThanOrEqual(2)
  })

  test.each(own)('$name can be made: each piece that it replaces stands in the stage once', (experiment) => {
    expect(() => patched(experiment)).not.toThrow()
  })

  test.each(breaking)('$name is caught by a test of the stage', ({ name }) => {
    expect(results[name].caughtBy).toMatch(/./)
  })
})

test('a piece that no longer stands in the stage is an error that names experiment and piece', () => {
  const gone = { ...experiments[0], replace: { 'no such line': '' } }
  expect(() => patched(gone)).toThrow(`${gone.name}: "no such line" stands 0 times in train0.ts, not once`)
})
