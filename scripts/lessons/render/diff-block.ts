// A diff block of a lesson as HTML: where it is, what happened there, and the lines with their signs.

import type { Hunk } from '../blocks.ts'
import type { Change, Line } from '../changes.ts'
import { lineHtml, type Token } from './highlight.ts'
import { count, escapeHtml, stagePage } from './html.ts'
import { changedWords } from './words.ts'

/** A stage's file as coloured lines, and the same of the stage before. */
export type Sides = { older: Token[][]; newer: Token[][] }

/** What happened, in a word, and a sign that can be told without colour. */
const words: Record<Change['kind'], [sign: string, word: string]> = {
  added: ['+', 'new'],
  removed: ['−', 'gone'],
  changed: ['±', 'changed'],
  moved: ['↕', 'moved'],
}

export const signs = { '+': '+', '-': '−', ' ': ' ' }

/**
 * @param id of the block on its page
 * @param stage the newer stage's number
 */
export function diffBlock(id: string, stage: number, hunks: Hunk[], sides: Sides): string {
  const name = hunks.flatMap(({ changes }) => changes.map((change) => change.name)).join(', ')
  const parts = hunks.map((hunk) => hunkHtml(id, stage, hunk, sides)).join('')
  return `<div class="diff wide" id="${id}" role="group" aria-label="Change: ${escapeHtml(name)}" data-stage="${stage}" data-stop>${parts}</div>\n`
}

function hunkHtml(id: string, stage: number, hunk: Hunk, sides: Sides): string {
  const marks = hunk.changes[0].kind === 'moved' ? new Map() : changedWords(hunk.lines)
  let last: number | undefined // the number of the line above, in the newer file
  const lines = hunk.lines.map((line, i) => {
    const skipped = line.sign !== '-' && last !== undefined ? line.line - last - 1 : 0
    if (line.sign !== '-') last = line.line
    const gap = skipped > 0 ? `<span class="gap">⋯ ${count(skipped, 'unchanged line')}\n</span>` : ''
    return gap + lineOf(id, line, lineHtml(tokensOf(line, sides), marks.get(i)))
  })
  return `<div class="hunk"><div class="locator">${locator(hunk)}${source(stage, hunk)}<button type="button" class="copy needs-js">Copy</button></div>
<pre tabindex="0" role="group" aria-label="Code of ${escapeHtml(hunk.changes[0].name)}"><code>${lines.join('')}</code></pre></div>`
}

function lineOf(id: string, { sign, line }: Line, code: string): string {
  const [tag, kind] = { '+': ['ins', 'add'], '-': ['del', 'gone'], ' ': ['span', 'same'] }[sign]
  const anchor = `${id}-${sign === '-' ? 'was' : 'L'}${line}`
  const number = sign === '-' ? '' : line
  return `<${tag} class="line ${kind}" id="${anchor}"><span class="no" aria-hidden="true">${number}</span><span class="sign">${signs[sign]}</span><span class="src">${code}</span>\n</${tag}>`
}

const tokensOf = ({ sign, line }: Line, { older, newer }: Sides): Token[] =>
  (sign === '-' ? older : newer)[line - 1] ?? []

/** "+ new  attend, attention  after rmsnorm" */
function locator({ changes }: Hunk): string {
  const [{ kind, before, after }] = changes
  const [sign, word] = words[kind]
  const names = changes.map((change) => unitName(change.name)).join(', ')
  const former = before ? ` <span class="aside">was ${unitName(before)}</span>` : ''
  const place =
    (kind === 'added' || kind === 'moved') && after
      ? ` <span class="aside">${kind === 'moved' ? 'now ' : ''}after ${unitName(after)}</span>`
      : ''
  return `<span class="what ${kind}"><span aria-hidden="true">${sign}</span> ${word}</span><span class="where">${names}${former}${place}</span>`
}

/** A unit's name for a reader: headings begin with a # and a few units have no name in the code. */
function unitName(name: string): string {
  const plain: Record<string, string> = {
    header: 'the header',
    import: 'the import',
    run: 'the last line',
    end: 'the end',
  }
  if (name.startsWith('#')) return `the heading “${escapeHtml(name.slice(1).replaceAll('-', ' '))}”`
  return plain[name] ?? `<code>${escapeHtml(name)}</code>`
}

/** A link to the first line that is still there; gone code is in the file of the stage before. */
function source(stage: number, { lines }: Hunk): string {
  const there = lines.find(({ sign }) => sign === '+') ?? lines.find(({ sign }) => sign === ' ')
  const [number, line] = there ? [stage, there.line] : [stage - 1, lines[0].line]
  return `<a class="source" href="${stagePage(number, line)}"><span class="in">train${number}.ts</span>:${line}</a>`
}
