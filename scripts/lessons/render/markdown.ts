// A filled lesson as HTML: Markdown, and on top of it the lessons' own conventions.
//
// Each convention is a function from tokens to tokens; what it makes is of a type of its own, which the
// renderer at the end knows how to write. Comments in the Markdown never reach the page.

import MarkdownIt from 'markdown-it'
import Token from 'markdown-it/lib/token.mjs'
import { select } from '../blocks.ts'
import { slug } from '../check.ts'
import type { Stage } from '../stages.ts'
import { diffBlock, type Sides } from './diff-block.ts'
import { type Highlight, lineHtml } from './highlight.ts'
import { escapeHtml, stagePage } from './html.ts'
import { type Span, spanOf } from './map.ts'
import { mathRules } from './math.ts'

/** What a page may refer to. */
export type Sources = {
  stages: Stage[]
  highlight: Highlight
  /** The repository's files that pages link to, as pages: `packages/train3/train3.test.ts` to its address. */
  filePage: (path: string) => string | undefined
  /** The picture of a figure, as SVG text, for where no script runs; not every figure has one. */
  picture: (figure: string) => string | undefined
  /** For the speaker: `<!-- teach: … -->` is a note that shows. */
  teach?: boolean
}

export type Rendered = {
  title: string
  html: string
  /** The figures it uses, by name: `runner` for `<gpt-runner>`. */
  figures: string[]
  /** Its diff blocks, in order. */
  blocks: { id: string; stage: number; name: string; spans: Span[] }[]
  faults: { line: number; message: string }[]
}

type Page = Pick<Rendered, 'figures' | 'blocks' | 'faults'> & { sources: Sources; ids: Map<string, number> }

/**
 * @param markdown filled already: the diff blocks are made from their info strings, the rest is as it stands
 * @param afterTitle HTML that goes below the page's title
 */
export function renderMarkdown(markdown: string, sources: Sources, afterTitle = ''): Rendered {
  const page: Page = { figures: [], blocks: [], faults: [], sources, ids: new Map() }
  const md = new MarkdownIt({ html: true, typographer: false })
  md.use(mathRules)
  const { rules } = md.renderer
  rules.made = (tokens, i) => tokens[i].content
  rules.html_block = (tokens, i) => withoutComments(tokens[i].content)
  rules.html_inline = (tokens, i) => withoutComments(tokens[i].content)
  rules.fence = (tokens, i) => attempt(page, tokens[i], () => fence(tokens[i], page)) ?? ''
  const conventions = [headings, links, tables, notes, teaching, runs, figures, predictions, searches]
  const tokens = conventions.reduce(
    (tokens, convention) => convention(tokens, page, md),
    md.parse(markdown, {}),
  )
  const title = tokens.findIndex((token) => token.type === 'heading_open')
  if (title >= 0) tokens.splice(title + 3, 0, make(afterTitle, tokens[title]))
  return {
    title: tokens[title + 1] ? plainText(tokens[title + 1]) : '',
    html: md.renderer.render(tokens, md.options, {}),
    figures: [...new Set(page.figures)],
    blocks: page.blocks,
    faults: page.faults,
  }
}

function attempt<T>(page: Page, token: Token, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    page.faults.push({ line: (token.map?.[0] ?? 0) + 1, message: (error as Error).message })
    return undefined
  }
}

const withoutComments = (html: string) => html.replaceAll(/<!--[\s\S]*?-->/g, '')

/** A token that is HTML already, in the place of another. */
function make(content: string, at: Token): Token {
  const token = new Token('made', '', 0)
  return Object.assign(token, { content, block: true, map: at.map })
}

/** The text without Markdown. */
const plainText = (inline: Token): string =>
  (inline.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline' || type === 'softbreak')
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('')

/** The comment that a token is, as `figure: …`; nothing if it is not a comment alone. */
const commentOf = (token: Token | undefined, name: string): string | undefined =>
  token?.type === 'html_block' || token?.type === 'html_inline'
    ? new RegExp(`^\\s*<!-- ${name}: ([\\s\\S]*?) -->\\s*$`).exec(token.content)?.[1]
    : undefined

/** The index after the block that begins at a token. */
function endOf(tokens: Token[], start: number): number {
  const level = tokens[start].level
  if (tokens[start].nesting === 0) return start + 1
  return tokens.findIndex((token, i) => i > start && token.level === level && token.nesting === -1) + 1
}

// The conventions -----------------------------------------------------------------------------------------

/** Headings get the anchors that GitHub gives them. */
function headings(tokens: Token[], page: Page): Token[] {
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const name = slug(tokens[i + 1].content)
    const times = page.ids.get(name) ?? 0
    page.ids.set(name, times + 1)
    token.attrSet('id', times === 0 ? name : `${name}-${times}`)
  }
  return tokens
}

/** `<!-- figure: runner stage=train3 -->` and the paragraph after it, which stays where no script runs. */
function figures(tokens: Token[], page: Page): Token[] {
  return tokens.flatMap((token, i) => {
    const before = tokens[i - 1]
    if (token.type === 'paragraph_open' && commentOf(before, 'figure') !== undefined) return [token]
    const comment = commentOf(token, 'figure')
    if (comment === undefined) {
      const opened = tokens[i - 2]
      const closes = token.type === 'paragraph_close' && commentOf(tokens[i - 3], 'figure') !== undefined
      if (!closes || opened?.type !== 'paragraph_open') return [token]
      const [name] = (commentOf(tokens[i - 3], 'figure') ?? '').split(/\s+/)
      return [token, make(`</gpt-${name}></div>\n`, token)]
    }
    const [name, ...rest] = comment.trim().split(/\s+/)
    const attributes = rest.map((pair) => pair.split('='))
    if (!/^[a-z]+$/.test(name) || tokens[i + 1]?.type !== 'paragraph_open') {
      page.faults.push({
        line: (token.map?.[0] ?? 0) + 1,
        message: 'a figure is a name, and a paragraph follows it',
      })
      return []
    }
    page.figures.push(name)
    const written = attributes.map(([key, value = '']) => ` ${key}="${escapeHtml(value)}"`).join('')
    const picture = page.sources.picture(name) ?? ''
    return [make(`<div class="live wide" data-stop><gpt-${name}${written}>${picture}`, token)]
  })
}

/** The teacher's notes, in Markdown, for those who teach; on the lesson's page they are comments like any other. */
function teaching(tokens: Token[], page: Page, md: MarkdownIt): Token[] {
  return tokens.map((token) => {
    const note = page.sources.teach ? commentOf(token, 'teach') : undefined
    return note === undefined ? token : make(`<aside class="teach">${md.render(note)}</aside>\n`, token)
  })
}

/** A question with choices and a folded answer becomes a form that judges the choice. */
function predictions(tokens: Token[], page: Page, md: MarkdownIt): Token[] {
  const result: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const comment = commentOf(tokens[i], 'predict')
    if (comment === undefined) {
      result.push(tokens[i])
      continue
    }
    const [, id, answer] = /^id=(\S+) answer=([a-z])$/.exec(comment) ?? []
    const list = tokens.findIndex((token, j) => j > i && token.type === 'bullet_list_open')
    if (!id || list < 0) {
      page.faults.push({
        line: (tokens[i].map?.[0] ?? 0) + 1,
        message: 'a prediction is id=NAME answer=LETTER, a question and a list of choices',
      })
      continue
    }
    const listEnd = endOf(tokens, list)
    const question = tokens.slice(i + 1, list)
    const choices = choicesOf(tokens.slice(list, listEnd), md)
    if (!choices.some(({ letter }) => letter === answer)) {
      page.faults.push({ line: (tokens[list].map?.[0] ?? 0) + 1, message: `no choice is "${answer})"` })
    }
    const [first, ...more] = question.filter(({ type }) => type === 'inline')
    const rest = question.slice(question.indexOf(first) + 2)
    result.push(
      make(
        `<form class="predict" id="predict-${escapeHtml(id)}" data-answer="${answer}" data-stop><fieldset><legend>${md.renderer.renderInline(first?.children ?? [], md.options, {})}</legend>\n`,
        tokens[i],
      ),
      ...(more.length > 0 ? rest : []),
      make(choices.map((choice) => choiceHtml(choice, id)).join(''), tokens[list]),
      make(
        '<div class="judge needs-js"><button type="submit">Commit</button> <button type="reset" hidden>Ask me again</button></div><div class="verdict" role="status"></div></fieldset>\n',
        tokens[list],
      ),
    )
    const folded = tokens[listEnd]
    const end = /^<details/.test(folded?.content ?? '')
      ? tokens.findIndex(
          (token, j) => j >= listEnd && token.type === 'html_block' && /<\/details>\s*$/.test(token.content),
        ) + 1
      : listEnd
    result.push(...tokens.slice(listEnd, end), make('</form>\n', tokens[i]))
    i = end - 1
  }
  return result
}

type Choice = { letter: string; html: string; why: string }

function choicesOf(list: Token[], md: MarkdownIt): Choice[] {
  const items = list.flatMap((token, i) =>
    token.type === 'list_item_open' ? [list.slice(i, endOf(list, i))] : [],
  )
  return items.map((item) => {
    const inline = item.find(({ type }) => type === 'inline')
    const children = inline?.children ?? []
    const why = [...item, ...children].map((token) => commentOf(token, 'why')).find(Boolean) ?? ''
    const [, letter = '', text = ''] = /^([a-z])\)\s*([\s\S]*)$/.exec(children[0]?.content ?? '') ?? []
    if (children[0]) children[0].content = text
    return { letter, html: md.renderer.renderInline(children, md.options, {}), why: md.renderInline(why) }
  })
}

const choiceHtml = ({ letter, html, why }: Choice, id: string): string =>
  `<div class="choice" data-choice="${letter}"><label><input class="needs-js" type="radio" name="${escapeHtml(id)}" value="${letter}"> <span class="letter">${letter})</span> <span>${html.trim()}</span></label>${why ? `<p class="why" hidden>${why}</p>` : ''}</div>\n`

/** `<!-- find: train3 "text" -->` and its question: answered by picking the line in a diff block. */
function searches(tokens: Token[], page: Page): Token[] {
  return tokens.flatMap((token, i) => {
    const question = commentOf(tokens[i - 1], 'find')
    if (question !== undefined && token.type === 'paragraph_open') {
      const line = attempt(page, token, () => findLine(question, page.sources))
      if (line === undefined) return [token]
      return [
        make(`<div class="find" data-stop data-stage="${line.stage}" data-line="${line.line}">`, token),
        token,
      ]
    }
    const comment = token.type === 'paragraph_close' ? commentOf(tokens[i - 3], 'find') : undefined
    const line =
      comment === undefined ? undefined : attempt(page, token, () => findLine(comment, page.sources))
    if (!line) return [token]
    const answer = `<details><summary>Show the line</summary><p>Line <a href="${stagePage(line.stage, line.line)}">${line.line} of train${line.stage}.ts</a>: <code>${escapeHtml(line.text)}</code></p></details>`
    return [
      token,
      make(
        `<p class="judge needs-js"><button type="button" aria-pressed="false">Pick the line</button></p><div class="verdict" role="status"></div>${answer}</div>\n`,
        token,
      ),
    ]
  })
}

/** The one changed line of a stage that has the text. */
function findLine(comment: string, { stages }: Sources): { stage: number; line: number; text: string } {
  const [, name, text] = /^(train\d) "(.+)"$/.exec(comment) ?? []
  const stage = stages.find((stage) => stage.name === name)
  if (!stage) throw new Error('a line to find is written as: find: train3 "its text"')
  const lines = stage.changes
    .flatMap((change) => change.lines)
    .filter((line) => line.sign === '+' && line.text.includes(text))
  if (lines.length !== 1)
    throw new Error(`${lines.length} added lines of ${name} have "${text}"; it should be one`)
  return { stage: stage.number, line: lines[0].line, text: lines[0].text.trim() }
}

const kindsOfNote: Record<string, string> = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Careful',
  CAUTION: 'Careful',
}

/** `> [!NOTE]` and its like. */
function notes(tokens: Token[]): Token[] {
  const open: boolean[] = []
  return tokens.flatMap((token, i) => {
    if (token.type === 'blockquote_open') {
      const first = tokens[i + 2]?.children ?? []
      const [, kind] = /^\[!([A-Z]+)\]$/.exec(first[0]?.content.trim() ?? '') ?? []
      open.push(Boolean(kind))
      if (!kind) return [token]
      first.splice(0, first[1]?.type === 'softbreak' ? 2 : 1)
      const empty = first.length === 0
      if (empty) for (const hidden of [tokens[i + 1], tokens[i + 3]]) hidden.hidden = true
      const title = kindsOfNote[kind] ?? 'Note'
      return [make(`<div class="note" role="note" aria-label="${title}">\n`, token)]
    }
    if (token.type === 'blockquote_close') return open.pop() ? [make('</div>\n', token)] : [token]
    return [token]
  })
}

const states: Record<string, string> = {
  Runs: 'runs',
  'Runs, no difference yet': 'same',
  'Does not run yet': 'broken',
}

/** "**Runs:** …" after a block is set apart. */
function runs(tokens: Token[]): Token[] {
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'paragraph_open') continue
    const [first, text] = (tokens[i + 1].children ?? []).filter(
      ({ type, content }) => type !== 'text' || content,
    )
    const state = first?.type === 'strong_open' ? states[text.content.replace(/[:.]$/, '')] : undefined
    if (state) token.attrSet('class', `state ${state}`)
  }
  return tokens
}

/** From the repository's files to the pages. */
function links(tokens: Token[], page: Page): Token[] {
  for (const token of tokens) {
    for (const child of token.children ?? []) {
      if (child.type !== 'link_open') continue
      const href = child.attrGet('href') ?? ''
      const [path, anchor] = href.split('#')
      if (path.startsWith('glossary')) child.attrJoin('class', 'term')
      if (/^[a-z]+:/.test(path)) child.attrSet('rel', 'external')
      else if (path !== '') child.attrSet('href', pageOf(path, page.sources) + (anchor ? `#${anchor}` : ''))
    }
  }
  return tokens
}

function pageOf(path: string, { filePage }: Sources): string {
  if (path === 'README.md') return 'index.html'
  if (!path.startsWith('../')) return path.replace(/\.md$/, '.html')
  return filePage(path.slice(3)) ?? path
}

/**
 * Tables scroll sideways on their own; their columns are aligned by class, since the pages allow no style
 * attributes; and a corner without a word is no header.
 */
function tables(tokens: Token[]): Token[] {
  return tokens.flatMap((token, i) => {
    const cell =
      token.type === 'th_open' ? tokens[i + 1] : token.type === 'th_close' ? tokens[i - 1] : undefined
    if (cell?.content === '') token.tag = 'td'
    const alignment = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '')?.[1]
    if (alignment) token.attrs = [['class', alignment]]
    if (token.type === 'table_open')
      return [make('<div class="table" role="group" aria-label="Table" tabindex="0">', token), token]
    if (token.type === 'table_close') return [token, make('</div>\n', token)]
    return [token]
  })
}

// Fences --------------------------------------------------------------------------------------------------

function fence(token: Token, page: Page): string {
  const [language, name = '', ...rest] = token.info.trim().split(/\s+/)
  const stage = page.sources.stages.find((stage) => stage.name === name)
  if (language === 'diff' && stage) return block(stage, token.info.trim().split(`${name} `)[1] ?? '', page)
  if (language === 'text' && stage) return output(stage, token.content, rest.length > 0)
  const { highlight } = page.sources
  const code =
    language === 'ts' || language === 'js' || language === 'sh'
      ? highlight(token.content.trimEnd(), language === 'sh' ? 'sh' : 'ts')
          .map((line) => lineHtml(line))
          .join('\n')
      : escapeHtml(token.content)
  return `<pre class="listing ${escapeHtml(language)}" tabindex="0" role="group" aria-label="${language === 'sh' ? 'Commands' : 'Code'}"><code>${code}</code></pre>\n`
}

function block(stage: Stage, selection: string, page: Page): string {
  const hunks = select(selection, stage.changes)
  const id = `block-${page.blocks.length + 1}`
  const name = hunks.flatMap(({ changes }) => changes.map((change) => change.name)).join(', ')
  page.blocks.push({ id, stage: stage.number, name, spans: hunks.map(({ lines }) => spanOf(lines)) })
  return diffBlock(id, stage.number, hunks, sidesOf(stage, page.sources))
}

export function sidesOf(stage: Stage, { stages, highlight }: Pick<Sources, 'stages' | 'highlight'>): Sides {
  const older = stages.find(({ number }) => number === stage.number - 1)
  return { older: older ? highlight(older.source, 'ts') : [], newer: highlight(stage.source, 'ts') }
}

const output = ({ name }: Stage, text: string, isReal: boolean): string =>
  `<div class="output"><p class="prints">${isReal ? `<code>${name}</code> prints` : 'Output'}</p><pre tabindex="0" role="group" aria-label="Output of ${name}"><code>${escapeHtml(text)}</code></pre></div>\n`
