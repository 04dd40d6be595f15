// The frame around every page: head, header with the ladder, map, footer, help.

import { escapeHtml } from '../../scripts/lessons/render/html.ts'
import type { Slide } from '../../scripts/lessons/render/slides.ts'

type Link = { href: string; title: string }

export type Page = {
  title: string
  /** HTML, with the page's h1. */
  body: string
  kind: 'index' | 'lesson' | 'text' | 'file' | 'compare' | 'playground'
  ladder: { number: number; title: string; href: string }[]
  /** The lesson, or the stage, that it is about. */
  current?: number
  previous?: Link
  next?: Link
  map?: string
  /** Names of its figures: each is a script of its own. */
  figures?: string[]
  live: boolean
}

/** Scripts that every page loads, and those of its figures. */
export const scriptsOf = (figures: string[]): string[] => [
  'assets/theme.js',
  'assets/site.js',
  ...figures.map((name) => `assets/figure-${name}.js`),
]

export const stylesOf = (figures: string[]): string[] => [
  'assets/styles.css',
  ...(figures.length > 0 ? ['assets/figures.css'] : []),
]

/**
 * In the playground a learner's code becomes a script from a Blob, so that no eval is needed; and it may load no other,
 * not even those beside the page, which therefore bear a mark.
 */
const nonce = 'page'

/** Nothing but what lies beside the page; workers are made from text that one of its scripts brought. */
const policy = (live: boolean, kind?: Page['kind']) =>
  [
    "default-src 'none'",
    `script-src ${kind === 'playground' ? `'nonce-${nonce}' blob:` : "'self'"}`,
    "style-src 'self'",
    "img-src 'self' data:",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    ...(live ? ["connect-src 'self'"] : []),
  ].join('; ')

/** What is in the head of every page. The first script runs before anything is drawn. */
function headOf(
  title: string,
  [first, ...scripts]: string[],
  styles: string[],
  live: boolean,
  kind?: Page['kind'],
): string[] {
  const mark = kind === 'playground' ? ` nonce="${nonce}"` : ''
  return [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(live, kind)}">`,
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M8 2v7M4.500 5.500h7M4.500 13h7%22 stroke=%22%230f766b%22 stroke-width=%222.200%22/%3E%3C/svg%3E">',
    ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    `<script src="${first}"${mark}></script>`,
    ...scripts.map((src) => `<script src="${src}"${mark} defer></script>`),
    ...(live ? [`<script src="/reload.js"${mark} defer></script>`] : []),
  ]
}

/** What the slides load: the page's own scripts too, for their questions and their colours. */
export const slideScriptsOf = (figures: string[]): string[] => [...scriptsOf(figures), 'assets/slides.js']
export const slideStylesOf = (figures: string[]): string[] => [...stylesOf(figures), 'assets/slides.css']

export type Deck = { title: string; lesson: Link; slides: Slide[]; figures: string[]; live: boolean }

/** A lesson as slides; where no script runs, one below the other. */
export function deck({ title, lesson, slides, figures, live }: Deck): string {
  const sections = slides.map(
    ({ heading, body, notes }, i) => `<section class="slide" id="s${i + 1}" aria-roledescription="slide">
<h2>${heading}</h2>
<div class="shown">${body}</div>
<aside class="notes" aria-label="Notes">${notes}</aside>
</section>`,
  )
  return `<!DOCTYPE html>
<html lang="en" class="deck-page">
<head>
${headOf(`${title}, slides · GPT by diff`, slideScriptsOf(figures), slideStylesOf(figures), live).join('\n')}
</head>
<body>
<main id="content" tabindex="-1">
<h1 class="deck-title">${escapeHtml(title)}</h1>
${sections.join('\n')}
</main>
<footer class="deck-foot"><a href="${lesson.href}">${escapeHtml(lesson.title)}</a><span class="deck-keys">→ ← go on, go back · o overview · s speaker’s window · f full screen</span><span class="deck-at" role="status"></span></footer>
</body>
</html>
`
}

export function page({
  title,
  body,
  kind,
  ladder,
  current,
  previous,
  next,
  map,
  figures = [],
  live,
}: Page): string {
  const whole = kind === 'index' ? title : `${title} · GPT by diff`
  const head = [
    ...headOf(whole, scriptsOf(figures), stylesOf(figures), live, kind),
    ...(previous ? [`<link rel="prev" href="${previous.href}">`] : []),
    ...(next ? [`<link rel="next" href="${next.href}">`] : []),
  ]
  return `<!DOCTYPE html>
<html lang="en" class="${kind}-page">
<head>
${head.join('\n')}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${header(ladder, kind === 'lesson' || kind === 'file' ? current : undefined, kind)}
<div class="layout${map ? ' with-map' : ''}">
<main id="content" tabindex="-1">
${body}${ways(previous, next)}</main>
${map ?? ''}
</div>
<footer class="bottom"><p>Six programs, and what changes from each to the next. Made from the files in <code>packages/</code>: every changed line is in a lesson once, every number is from a run.</p></footer>
${help}
</body>
</html>
`
}

function header(ladder: Page['ladder'], current: number | undefined, kind: Page['kind']): string {
  const steps = ladder.map(({ number, title, href }) => {
    const here =
      number === current ? (kind === 'lesson' ? ' aria-current="page"' : ' aria-current="true"') : ''
    return `<li><a href="${href}" aria-label="${escapeHtml(title.startsWith(String(number)) ? title : `${number}: ${title}`)}"${here}>${number}</a></li>`
  })
  return `<header class="top">
<a class="name" href="index.html"${kind === 'index' ? ' aria-current="page"' : ''}>GPT <span class="by">by</span> diff</a>
<nav class="ladder" aria-label="Lessons"><ol>${steps.join('')}</ol></nav>
<div class="tools"><a href="playground.html"${kind === 'playground' ? ' aria-current="page"' : ''}>Playground</a><a href="glossary.html">Glossary</a><button type="button" class="needs-js" data-do="theme" aria-label="Colours: as the system has them"><span aria-hidden="true">◐</span></button><button type="button" class="needs-js" data-do="help" aria-label="Keyboard help"><span aria-hidden="true">?</span></button></div>
</header>`
}

function ways(previous?: Link, next?: Link): string {
  if (!previous && !next) return ''
  const way = (link: Link | undefined, rel: string, word: string) =>
    link
      ? `<a class="${rel}" href="${link.href}" rel="${rel}"><span>${word}</span> ${escapeHtml(link.title)}</a>`
      : ''
  return `<nav class="ways" aria-label="Previous and next">${way(previous, 'prev', '← Before')}${way(next, 'next', 'Next →')}</nav>\n`
}

const help = `<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2>
<dl><div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>the lesson before, the next lesson</dd></div>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>the next block, the block before</dd></div>
<div><dt><kbd>t</kbd></dt><dd>light, dark, or as the system has it</dd></div>
<div><dt><kbd>?</kbd></dt><dd>this help</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>close it, or stop picking a line</dd></div></dl>
<p><label><input type="checkbox" id="keys" checked> Use these keys</label></p>
<p><button type="button" data-do="close">Close</button></p></dialog>`
