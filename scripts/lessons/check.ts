// What must be true of the lessons beyond what fill() fills in: nothing stale, nothing left out, nothing dangling.

import { existsSync } from 'node:fs'
import MarkdownIt from 'markdown-it'
import { coverage, type Fault, fill, type Lesson, type Numbers } from './lesson.ts'
import type { Stage } from './stages.ts'

const longest = 16 // changed lines of a block: more than that nobody takes in at once
const [fewest, most] = [2, 6] // sentences before a block: fewer explain nothing, more are forgotten before the code

/** The lesson of a stage begins with its number: 3-attention.md. */
const stageOf = (file: string, stages: Stage[]) => stages.find(({ number }) => file.startsWith(`${number}-`))

/**
 * All that is wrong with the lessons.
 * @param texts the Markdown files of lessons/, by name
 * @param scripts the names of the commands that package.json has
 */
export function check(
  texts: Map<string, string>,
  stages: Stage[],
  numbers: Numbers,
  folder: URL,
  scripts: string[],
): Fault[] {
  const anchors = new Map([...texts].map(([file, text]) => [file, anchorsOf(text)]))
  return [...texts].flatMap(([file, text]) => {
    const lesson = fill(file, text, stages, numbers)
    const stage = stageOf(file, stages)
    const faults = [
      ...lesson.faults,
      ...stale(lesson, text),
      ...tooLong(lesson),
      ...introductions(lesson, text),
      ...(stage ? coverage(lesson, stage) : []),
      ...links(file, text, anchors, folder),
      ...commands(file, text, scripts),
    ]
    return faults.sort((a, b) => a.line - b.line)
  })
}

function stale({ file, markdown }: Lesson, text: string): Fault[] {
  if (markdown === text) return []
  const [is, was] = [markdown.split('\n'), text.split('\n')]
  const line = was.findIndex((old, i) => old !== is[i])
  const message = `says "${was[line]?.trim()}" where the code or its run has "${is[line]?.trim()}": npm run lessons:write`
  return [{ file, line: line + 1, message }]
}

function tooLong({ file, blocks }: Lesson): Fault[] {
  return blocks.flatMap(({ line, hunks }) => {
    const count = hunks.flatMap((hunk) => hunk.lines.filter(({ sign }) => sign !== ' ')).length
    return count <= longest
      ? []
      : [{ file, line, message: `the block has ${count} changed lines: split it, ${longest} are enough` }]
  })
}

/** What leads up to a block begins after the heading, the fence or the word on running that is nearest above it. */
function introductions({ file, blocks }: Lesson, text: string): Fault[] {
  const lines = text.split('\n')
  return blocks.flatMap(({ line }) => {
    const above = lines.slice(0, line - 1)
    const from = above.findLastIndex((words) => /^(#|```|\*\*(Runs|Does not run))/.test(words)) + 1
    const words = above.filter((words, i) => i >= from && !/^[|>]/.test(words)).join('\n') // no table, no aside
    const count = words.replace(/<!--.*?-->/gs, '').match(/[.!?][)"*_]*(?=\s|$)/g)?.length ?? 0
    return count >= fewest && count <= most
      ? []
      : [{ file, line, message: `sentences before the block: ${count}; write ${fewest} to ${most}` }]
  })
}

/** As GitHub makes them from headings. */
function anchorsOf(text: string): Set<string> {
  const tokens = new MarkdownIt().parse(text, {})
  const headings = tokens.flatMap((token, i) =>
    token.type === 'heading_open' ? [tokens[i + 1].content] : [],
  )
  return new Set(headings.map(slug))
}

export const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

function links(file: string, text: string, anchors: Map<string, Set<string>>, folder: URL): Fault[] {
  return everyMatch(text, /\]\(([^)\s]+)\)/g).flatMap(({ line, match: [, target] }) => {
    if (/^https?:/.test(target)) return []
    const [path, anchor] = target.split('#')
    const fault = (message: string) => [{ file, line, message }]
    if (path !== '' && !existsSync(new URL(path, folder)))
      return fault(`links to ${path}, which is not there`)
    const known = anchors.get(path === '' ? file : path)
    if (anchor && known && !known.has(anchor))
      return fault(`links to #${anchor}, which is no heading of ${path || file}`)
    return []
  })
}

function commands(file: string, text: string, scripts: string[]): Fault[] {
  const known = (name: string) => ['start', 'test', 'install', ...scripts].includes(name)
  const pattern = /(?<=^|`)(?:npm run|pnpm(?: --filter train\d)?) ([a-z][\w:]*)/g
  return everyMatch(text, pattern).flatMap(({ line, match: [command, name] }) =>
    known(name)
      ? []
      : [{ file, line, message: `names the command "${command}", which package.json does not have` }],
  )
}

function everyMatch(text: string, pattern: RegExp): { line: number; match: RegExpExecArray }[] {
  return text
    .split('\n')
    .flatMap((line, i) => [...line.matchAll(pattern)].map((match) => ({ line: i + 1, match })))
}
