// The stages stay small, and so do the steps between them; and diffstat counts as git does.

import { describe, expect, test } from 'vitest'
import { changedLines, limits, original, size } from './diffstat.ts'
import { stages, stageText } from './stages.ts'

describe.each(stages)('%s', (stage) => {
  const text = stageText(stage)

  test(`has at most ${limits.lines} lines`, () => {
    const advice = `packages/${stage}/${stage}.ts is too long to be read in one go: shorten it. Lines`
    expect(size(text).lines, advice).toBeLessThanOrEqual(limits.lines)
  })
  test(`is at most ${limits.width} characters wide`, () => {
    const wide = text.split('\n').flatMap((line, i) => (line.length > limits.width ? [i + 1] : []))
    expect(wide, `lines of packages/${stage}/${stage}.ts that are too wide: break them`).toEqual([])
  })
})

describe('the diff', () => {
  test.each(original.map((python, i) => [stages[i], stages[i + 1], python] as const))(
    'from %s to %s is smaller than the Python original’s, %i lines',
    (older, newer, python) => {
      const { added, removed } = changedLines(stageText(older), stageText(newer))
      const advice = `see it with "git diff --no-index packages/${older}/${older}.ts packages/${newer}/${newer}.ts"; changed lines`
      expect(added + removed, advice).toBeLessThan(python)
    },
  )
})

describe('counting', () => {
  test('a changed line is one removed and one added; lines that stay do not count', () => {
    const older = 'a\nb\nc\nd\ne\n'
    const newer = 'a\nB\nc\ne\nf\ng\n'
    expect(changedLines(older, newer)).toEqual({ added: 3, removed: 2 })
    expect(changedLines(newer, older)).toEqual({ added: 2, removed: 3 })
    expect(changedLines(older, older)).toEqual({ added: 0, removed: 0 })
  })
  test('blank lines count, and so does a change of indentation', () => {
    expect(changedLines('a\nb\n', 'a\n\n  b\n')).toEqual({ added: 2, removed: 1 })
  })
  test('a file has as many lines as line ends, and is as wide as its longest line', () => {
    expect(size('ab\n\nabc\n')).toEqual({ lines: 3, width: 3 })
    expect(size('ab\n\nabc')).toEqual({ lines: 3, width: 3 })
  })
})
