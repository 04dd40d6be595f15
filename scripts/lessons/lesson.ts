// A lesson's Markdown with everything that comes from the code and its runs filled in: diff blocks, outputs, numbers.

import MarkdownIt from 'markdown-it'
import { type Hunk, select } from './blocks.ts'
import type { Line } from './changes.ts'
import type { Stage } from './stages.ts'

/** Something wrong, with the file's name and the line, counted from 1. */
export type Fault = { file: string; line: number; message: string }

/** A diff block of a lesson. */
export type Block = { stage: Stage; line: number; hunks: Hunk[] }

export type Lesson = { file: string; markdown: string; blocks: Block[]; faults: Fault[] }

/** The numbers that a lesson may quote, by name. */
export type Numbers = (name: string) => number

/**
 * Fill a lesson. Its own words stay as they are; what is filled in replaces what stood there.
 * @param file its name, for the faults
 * @returns the filled text, its blocks, and all that is wrong with it
 */
export function fill(file: string, markdown: string, stages: Stage[], numbers: Numbers): Lesson {
  const blocks: Block[] = []
  const faults: Fault[] = []
  const lines = markdown.split('\n')
  const attempt = <T>(line: number, work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      faults.push({ file, line, message: (error as Error).message })
      return undefined
    }
  }

  // from the last fence to the first, so that the line numbers of those before it stay right
  const fences = new MarkdownIt({ html: true })
    .parse(markdown, {})
    .filter((token) => token.type === 'fence' && token.map)
  for (const { info, map } of fences.reverse()) {
    const [language, name, ...rest] = info.trim().split(' ')
    if ((language !== 'diff' && language !== 'text') || !name) continue
    const [start, end] = map as [number, number]
    const line = start + 1
    const content = attempt(line, () => {
      const stage = stageNamed(name, stages)
      if (language === 'text') return excerpt(rest.join(' '), stage)
      const hunks = select(rest.join(' '), stage.changes)
      blocks.unshift({ stage, line, hunks })
      return hunks.flatMap(({ locator, lines }) => [
        `@@ ${locator} @@`,
        ...lines.map(({ sign, text }) => (sign + text).trimEnd()),
      ])
    })
    if (content) lines.splice(start + 1, end - start - 2, ...content)
  }
  const filled = lines.map((text, i) =>
    text.replace(/(-?[\d.,]+|\?)<!-- = (\S+) -->/g, (whole, old: string, name: string) => {
      const number = attempt(i + 1, () => numbers(name))
      return number === undefined ? whole : `${format(number, old)}<!-- = ${name} -->`
    }),
  )
  return { file, markdown: filled.join('\n'), blocks, faults }
}

function stageNamed(name: string, stages: Stage[]): Stage {
  const stage = stages.find((stage) => stage.name === name)
  if (!stage) throw new Error(`there is no stage "${name}"; write train0 to train5`)
  return stage
}

/** Lines of a transcript: `head`, `step 1`, `step 998 to 1000`, `sample 1 to 5`, separated by commas. */
function excerpt(parts: string, { name, transcript }: Stage): string[] {
  return parts.split(/,\s+/).flatMap((part) => {
    if (part === 'head')
      return transcript.slice(
        0,
        transcript.findIndex((line) => line.startsWith('step')),
      )
    const words = /^(step|sample) (\d+)(?: to (\d+))?$/.exec(part)
    if (!words) throw new Error(`"${part}" is none of head, step 1, step 998 to 1000, sample 1 to 5`)
    const [, kind, first, last = first] = words
    const chosen = transcript.filter((line) => {
      const [, found, number] = /^(step|sample) +(\d+)/.exec(line) ?? []
      return found === kind && Number(number) >= Number(first) && Number(number) <= Number(last)
    })
    if (chosen.length !== Number(last) - Number(first) + 1) throw new Error(`${name} prints no ${part}`)
    return chosen
  })
}

/** With as many decimals, and with commas between thousands, as what stood there; 2 decimals for a "?". */
function format(number: number, old: string): string {
  const decimals = old === '?' ? (Number.isInteger(number) ? 0 : 2) : (old.split('.')[1]?.length ?? 0)
  return number.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: old === '?' || old.includes(',') || number >= 10_000,
  })
}

/** The changed lines of a stage that its lesson's blocks show never, or more than once. */
export function coverage(lesson: Lesson, stage: Stage): Fault[] {
  const key = ({ sign, line }: Line) => `${sign}${line}`
  const changed = (lines: Line[]) => lines.filter((line) => line.sign !== ' ')
  const shown = lesson.blocks
    .filter((block) => block.stage === stage)
    .flatMap((block) =>
      block.hunks.flatMap((hunk) => changed(hunk.lines).map((line) => ({ line, at: block.line }))),
    )
  return stage.changes.flatMap((change) =>
    changed(change.lines).flatMap((line): Fault[] => {
      const places = shown.filter((other) => key(other.line) === key(line)).map((other) => other.at)
      if (places.length === 1) return []
      const what = `${line.sign === '+' ? 'added' : 'removed'} line of ${change.name}, "${line.text.trim()}",`
      const message =
        places.length === 0
          ? `the ${what} is in no block: put ${change.name} into a diff block`
          : `the ${what} is shown ${places.length} times, in lines ${places.join(' and ')}: show it once`
      return [{ file: lesson.file, line: places[1] ?? 1, message }]
    }),
  )
}
