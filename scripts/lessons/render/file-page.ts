// A whole file as a page: every line linkable, what is new marked, what is gone shown where it stood.

import { diffArrays } from 'diff'
import type { Stage } from '../stages.ts'
import { type Sides, signs } from './diff-block.ts'
import { lineHtml, type Range, type Token } from './highlight.ts'
import { escapeHtml } from './html.ts'
import { changedWords } from './words.ts'

export type Row = { sign: '+' | '-' | ' '; text: string; older?: number; newer?: number }

/** Two whole files, line by line. */
export function rowsOf(older: string, newer: string): Row[] {
  let [a, b] = [0, 0]
  const lines = (source: string) => (source === '' ? [] : source.trimEnd().split('\n'))
  return diffArrays(lines(older), lines(newer)).flatMap((part) =>
    part.value.map((text): Row => {
      if (part.removed) return { sign: '-', text, older: ++a }
      if (part.added) return { sign: '+', text, newer: ++b }
      return { sign: ' ', text, older: ++a, newer: ++b }
    }),
  )
}

/** A stage's file; the lines that are gone are folded where they stood. */
export function stageFileHtml(stage: Stage, older: string, sides: Sides): string {
  // with nothing before it, nothing is a change
  const rows = older === '' ? rowsOf(stage.source, stage.source) : rowsOf(older, stage.source)
  const marks = changedWords(rows)
  const lines = rows.map((row, i) => stageLine(row, sides, marks.get(i)))
  return `<pre class="file wide" tabindex="0" role="group" aria-label="${stage.name}.ts"><code>${lines.join('')}</code></pre>\n`
}

function stageLine({ sign, older, newer }: Row, sides: Sides, marks?: Range[]): string {
  const tokens = (sign === '-' ? sides.older[(older ?? 0) - 1] : sides.newer[(newer ?? 0) - 1]) ?? []
  const [tag, kind] = { '+': ['ins', 'add'], '-': ['del', 'gone'], ' ': ['span', 'same'] }[sign]
  const number =
    newer === undefined
      ? '<span class="no"></span>'
      : `<a class="no" href="#L${newer}" aria-label="Line ${newer}">${newer}</a>`
  const id = newer === undefined ? `was${older}` : `L${newer}`
  return `<${tag} class="line ${kind}" id="${id}">${number}<span class="sign">${signs[sign]}</span><span class="src">${lineHtml(tokens, marks)}</span>\n</${tag}>`
}

/** Any other file, as it is. */
export function plainFileHtml(path: string, lines: Token[][]): string {
  const html = lines.map(
    (tokens, i) =>
      `<span class="line same" id="L${i + 1}"><a class="no" href="#L${i + 1}" aria-label="Line ${i + 1}">${i + 1}</a><span class="sign"> </span><span class="src">${lineHtml(tokens)}</span>\n</span>`,
  )
  return `<pre class="file wide" tabindex="0" role="group" aria-label="${escapeHtml(path)}"><code>${html.join('')}</code></pre>\n`
}
