// All pages of the course, from what was read from the disk: lessons, whole files, stages side by side.

import { deck, page } from '../../../lessons/site/page.ts'
import { changedLines } from '../changes.ts'
import { type Fault, fill, type Numbers } from '../lesson.ts'
import type { Stage } from '../stages.ts'
import { chooser, compareHtml, comparePage, pairsOf, summary } from './compare-page.ts'
import { plainFileHtml, stageFileHtml } from './file-page.ts'
import type { Highlight } from './highlight.ts'
import { escapeHtml, stagePage } from './html.ts'
import { mapOf, type Span, spanOf } from './map.ts'
import { renderMarkdown, type Sources, sidesOf } from './markdown.ts'
import { slidesOf } from './slides.ts'

/** What the pages are made from. */
export type Course = {
  /** The Markdown files of lessons/, by name. */
  texts: Map<string, string>
  stages: Stage[]
  numbers: Numbers
  highlight: Highlight
  /** A text file of the repository, if it is there. */
  readFile: (path: string) => string | undefined
  picture: Sources['picture']
  /** While someone writes: the pages reload themselves. */
  live: boolean
}

export type Site = {
  /** Each page's HTML, by its file name. */
  pages: Map<string, string>
  /** The figures that a page uses, by its file name. */
  figures: Map<string, string[]>
  /** The figures of each lesson's slides, by their file name. */
  decks: Map<string, string[]>
  faults: Fault[]
}

export function siteOf(course: Course): Site {
  const { texts, stages, live } = course
  const site: Site = { pages: new Map(), figures: new Map(), decks: new Map(), faults: [] }
  const known = new Set<string>()
  const report = (fault: Fault) => {
    const key = JSON.stringify(fault)
    if (!known.has(key)) site.faults.push(fault)
    known.add(key)
  }
  const files = new Map<string, string>() // pages of other files that a lesson links to
  const sources: Sources = { ...course, filePage: (path) => filePage(path, files, course.readFile) }
  const lessons = [...texts.keys()].filter((file) => /^\d-/.test(file)).sort()
  const titles = new Map([...texts].map(([file, text]) => [file, /^# (.+)$/m.exec(text)?.[1] ?? file]))
  const ladder = lessons.map((file) => ({
    number: Number(file[0]),
    title: titles.get(file) ?? '',
    href: address(file),
  }))
  const add = (file: string, content: Omit<Parameters<typeof page>[0], 'ladder' | 'live'>) => {
    site.pages.set(file, page({ ...content, ladder, live }))
    site.figures.set(file, content.figures ?? [])
  }

  const order = ['README.md', ...lessons]
  for (const [file, text] of texts) {
    const filled = fill(file, text, stages, course.numbers)
    const stage = stages.find(({ number }) => lessons.includes(file) && number === Number(file[0]))
    const underTitle = stage ? facts(stage) : file === 'README.md' ? wayToPlayground : ''
    const rendered = renderMarkdown(filled.markdown, sources, underTitle)
    for (const fault of [...filled.faults, ...rendered.faults])
      report({ file, line: fault.line, message: fault.message })
    const at = order.indexOf(file)
    const places = rendered.blocks
      .filter((block) => block.stage === stage?.number)
      .map(({ id, ...place }) => ({ href: `#${id}`, ...place }))
    add(address(file), {
      ...rendered,
      body: rendered.html,
      kind: lessons.includes(file) ? 'lesson' : file === 'README.md' ? 'index' : 'text',
      current: lessons.includes(file) ? Number(file[0]) : undefined,
      previous: at > 0 ? { href: address(order[at - 1]), title: titles.get(order[at - 1]) ?? '' } : undefined,
      next:
        at >= 0 && at + 1 < order.length
          ? { href: address(order[at + 1]), title: titles.get(order[at + 1]) ?? '' }
          : undefined,
      map: stage ? mapOf(stage, places) : undefined,
    })
    if (!lessons.includes(file)) continue
    const { title, html, figures } = renderMarkdown(filled.markdown, { ...sources, teach: true })
    const lesson = { href: address(file), title }
    const slides = slidesOf(html, stage?.number)
    site.pages.set(deckPage(file), deck({ title, lesson, slides, figures, live }))
    site.decks.set(deckPage(file), figures)
  }
  for (const stage of stages) add(stagePage(stage.number), stageContent(stage, sources, ladder))
  for (const pair of pairsOf(stages))
    add(comparePage(pair[0].number, pair[1].number), compareContent(pair, sources))
  add('playground.html', playgroundContent)
  for (const [path, file] of files) {
    const text = course.readFile(path) ?? ''
    const lines = /\.m?ts$/.test(path)
      ? course.highlight(text.trimEnd(), 'ts')
      : text
          .trimEnd()
          .split('\n')
          .map((line) => [{ text: line, kind: '' }])
    const body = `<h1><code>${escapeHtml(path)}</code></h1>\n${plainFileHtml(path, lines)}`
    add(file, { title: path, body, kind: 'file' })
  }
  return site
}

/** The slides of a lesson. */
const deckPage = (file: string) => `slides-${file[0]}.html`

const address = (file: string) => (file === 'README.md' ? 'index.html' : file.replace(/\.md$/, '.html'))

function filePage(
  path: string,
  files: Map<string, string>,
  readFile: Course['readFile'],
): string | undefined {
  const [, stage] = /^packages\/train(\d)(?:\/(?:train\1\.ts|README\.md)?)?$/.exec(path) ?? []
  if (stage) return stagePage(Number(stage))
  if (readFile(path) === undefined) return undefined
  const file = `file-${path.replaceAll(/[^\w.]+/g, '-')}.html`
  files.set(path, file)
  return file
}

/** What a lesson's stage is in numbers, with the ways to its code. */
function facts(stage: Stage): string {
  const { number, name, source, changes } = stage
  const lines = source.trimEnd().split('\n').length
  const changed = changedLines(changes)
  const added = changed.filter(({ sign }) => sign === '+').length
  const items = [
    `<a href="${stagePage(number)}">${name}.ts</a>`,
    `${lines} lines`,
    ...(number === 0
      ? []
      : [
          `${changed.length} changed: <span class="plus">+${added}</span> <span class="minus">−${changed.length - added}</span>`,
          `<a href="${comparePage(number - 1, number)}">beside train${number - 1}.ts</a>`,
        ]),
    `<a href="${deckPage(`${number}`)}">slides</a>`,
  ]
  return `<ul class="facts">${items.map((item) => `<li>${item}</li>`).join('')}</ul>\n`
}

type Content = Omit<Parameters<typeof page>[0], 'ladder' | 'live'>

const wayToPlayground =
  '<ul class="facts"><li>In <a href="playground.html">the playground</a> you edit, run and test the six programs, with nothing installed</li></ul>\n'

const playgroundContent: Content = {
  title: 'Playground',
  kind: 'playground',
  figures: ['playground'],
  body: `<h1>Playground</h1>
<p>Change a stage, run it, run its tests: all in this browser, with nothing installed and nothing sent anywhere. What you write is kept here until you come back.</p>
<gpt-playground class="wide"><p>The playground needs JavaScript. Without it, the six programs are here to read: <a href="stage-0.html">train0.ts</a> to <a href="stage-5.html">train5.ts</a>.</p></gpt-playground>
`,
}

function stageContent(
  stage: Stage,
  sources: Sources,
  ladder: { number: number; title: string; href: string }[],
): Content {
  const { number, name } = stage
  const { stages } = sources
  const older = stages.find((other) => other.number === number - 1)?.source ?? ''
  const lesson = ladder.find((step) => step.number === number)
  const items = [
    `${stage.source.trimEnd().split('\n').length} lines`,
    ...(number === 0 ? [] : [`from train${number - 1}, ${summary(older, stage.source)}`]),
    ...(lesson ? [`<a href="${lesson.href}">its lesson</a>`] : []),
    `<a href="playground.html?stage=${number}">open in the playground</a>`,
    ...(number === 0
      ? []
      : [`<a href="${comparePage(number - 1, number)}">beside train${number - 1}.ts</a>`]),
  ]
  const others = stages.map(
    (other) =>
      `<li><a href="${stagePage(other.number)}"${other === stage ? ' aria-current="page"' : ''}>${other.name}</a></li>`,
  )
  const body = `<h1><code>${name}.ts</code></h1>
<ul class="facts">${items.map((item) => `<li>${item}</li>`).join('')}</ul>
<div class="choosers"><nav class="choose" aria-label="Stages"><span>Stage</span><ul>${others.join('')}</ul></nav></div>
${stageFileHtml(stage, older, sidesOf(stage, sources))}`
  const neighbour = (offset: number) => {
    const other = stages.find((other) => other.number === number + offset)
    return other && { href: stagePage(other.number), title: `${other.name}.ts` }
  }
  const places = stage.changes.flatMap(({ name, lines }) => {
    const [from, to] = spanOf(lines)
    const isThere = number > 0 && lines.some(({ sign }) => sign === '+')
    return isThere ? [{ href: `#L${from}`, name, spans: [[from, to] as Span] }] : []
  })
  return {
    title: `${name}.ts`,
    body,
    kind: 'file',
    current: number,
    previous: neighbour(-1),
    next: neighbour(1),
    map: mapOf(stage, places),
  }
}

function compareContent([older, newer]: [Stage, Stage], { stages, highlight }: Sources): Content {
  const sides = { older: highlight(older.source, 'ts'), newer: highlight(newer.source, 'ts') }
  const body = `<h1><code>${older.name}</code> beside <code>${newer.name}</code></h1>
<ul class="facts"><li>${summary(older.source, newer.source)}</li><li><a href="${stagePage(newer.number)}">${newer.name}.ts alone</a></li></ul>
${chooser(older, newer, stages)}${compareHtml(older, newer, sides)}`
  return { title: `${older.name} beside ${newer.name}`, body, kind: 'compare' }
}
