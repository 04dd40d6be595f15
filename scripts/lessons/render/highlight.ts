// Whole files coloured once; lines are cut out of them afterwards, so a comment or string never starts halfway.

import { createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import shellscript from 'shiki/langs/shellscript.mjs'
import typescript from 'shiki/langs/typescript.mjs'
import { escapeHtml } from './html.ts'

/** A piece of a line; `kind` is a class name in styles.css, or empty for ordinary code. */
export type Token = { text: string; kind: string }

/** Columns `from` (inclusive) to `to` (exclusive) of a line. */
export type Range = { from: number; to: number }

export type Highlight = (code: string, language: 'ts' | 'sh') => Token[][]

// shiki hands on only colours: so each kind gets a colour of its own here, and its real ones in styles.css
const scopes: Record<string, string[]> = {
  'tk-comment': ['comment', 'punctuation.definition.comment'],
  'tk-keyword': [
    'keyword',
    'storage',
    'variable.language',
    'keyword.operator.new',
    'keyword.operator.expression',
  ],
  'tk-string': ['string', 'punctuation.definition.string'],
  'tk-number': ['constant.numeric', 'constant.language'],
  'tk-function': [
    'meta.definition.function entity.name.function',
    'meta.definition.method entity.name.function',
    'meta.definition.variable entity.name.function',
  ],
  'tk-type': ['entity.name.type', 'support.type', 'support.class'],
  '': ['keyword.operator', 'punctuation', 'meta.brace', 'storage.type.function.arrow'],
}
const kinds = Object.keys(scopes)
const colorOf = (kind: string) => `#${String(kinds.indexOf(kind) + 1).padStart(6, '0')}`
const theme = {
  name: 'kinds',
  type: 'light' as const,
  fg: colorOf(''),
  bg: '#ffffff',
  settings: kinds.map((kind) => ({ scope: scopes[kind], settings: { foreground: colorOf(kind) } })),
}

/** @returns a function that remembers what it has coloured, since most builds repeat most files */
export async function createHighlight(): Promise<Highlight> {
  const shiki = await createHighlighterCore({
    themes: [theme],
    langs: [typescript, shellscript],
    engine: createJavaScriptRegexEngine(),
  })
  const known = new Map<string, Token[][]>()
  return (code, language) => {
    const key = `${language}\n${code}`
    const found = known.get(key)
    if (found) return found
    const lang = language === 'ts' ? 'typescript' : 'shellscript'
    const lines = shiki
      .codeToTokensBase(code, { lang, theme: 'kinds' })
      .map((line) =>
        line.map(({ content, color }) => ({ text: content, kind: kinds[Number(color?.slice(1)) - 1] ?? '' })),
      )
    known.set(key, lines)
    return lines
  }
}

/** A line as HTML, with `<mark>` around the given ranges. */
export function lineHtml(tokens: Token[], marks: Range[] = []): string {
  let column = 0
  let html = ''
  let marked = false
  for (const { text, kind } of tokens) {
    const cuts = marks.flatMap(({ from, to }) => [from, to]).map((cut) => cut - column)
    const inside = cuts.filter((cut) => cut > 0 && cut < text.length).sort((a, b) => a - b)
    for (const [i, start] of [0, ...inside].entries()) {
      const end = inside[i] ?? text.length
      const isMarked = marks.some(({ from, to }) => from <= column + start && column + start < to)
      if (isMarked !== marked) html += isMarked ? '<mark>' : '</mark>'
      marked = isMarked
      const piece = escapeHtml(text.slice(start, end))
      html += kind && piece.trim() ? `<span class="${kind}">${piece}</span>` : piece
    }
    column += text.length
  }
  return marked ? `${html}</mark>` : html
}
