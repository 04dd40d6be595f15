// The practice steps of all stages as a text for the page: what scripts/practice leads through in a terminal, with
// its hints and the tests of each step. Made at build time, from the lessons; guide.ts reads it.

import { how, what } from '../../scripts/practice/hints.ts'
import { readPractice, readTests } from '../../scripts/practice/practice.ts'
import type { Practice, Step } from '../../scripts/practice/steps.ts'

/** The steps of all stages as JSON. */
export function packedSteps(): string {
  const tests = readTests()
  const guides = [0, 1, 2, 3, 4, 5].map((n) => [`train${n}`, pack(readPractice(n), tests[`train${n}`])])
  return JSON.stringify(Object.fromEntries(guides))
}

/** Files as numbers of their pieces' texts: most are the same in many files. */
function pack({ lesson, steps, files }: Practice, tests: Record<string, string[]>): object {
  const texts = [...new Set(files.flat().map(({ text }) => text))]
  return {
    lesson,
    steps: steps.map((step) => ({
      ...step,
      prose: '', // the page shows it as `what`
      what: what(step),
      how: how(step, files[step.number], tests[step.key]),
      tests: tests[step.key],
      blocks: blocksOf(step),
    })),
    files: files.map((file) => file.map(({ name, text }) => ({ name, text: texts.indexOf(text) }))),
    texts,
  }
}

/** A hunk has the lines that are shown: the stage, and the whole of a change, are left out. */
const blocksOf = ({ blocks }: Step) =>
  blocks.map(({ line, hunks }) => ({
    line,
    hunks: hunks.map((hunk) => ({
      ...hunk,
      changes: hunk.changes.map((change) => ({ ...change, lines: [] })),
    })),
  }))
