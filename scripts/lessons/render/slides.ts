// A lesson as slides: each of its changes, figures, outputs and questions on one, the words around them as the
// speaker's notes. Made from the lesson's own HTML, so that there is nothing to keep in step.

import { type HTMLElement, parse } from 'node-html-parser'

export type Slide = {
  heading: string
  /** What the room sees, as HTML. */
  body: string
  /** What the speaker reads: the lesson's words that lead up to it, and the teacher's notes. */
  notes: string
}

type Part = 'heading' | 'shown' | 'state' | 'teach' | 'words'

/**
 * @param html the lesson's body, with the teacher's notes in it as `<aside class="teach">`
 * @param stage the number of its stage, where it has one: practice then catches up whoever is behind
 * @returns its slides, the title first
 */
export function slidesOf(html: string, stage?: number): Slide[] {
  const slides: Slide[] = []
  let heading = ''
  let notes: string[] = []
  let alone = false // a heading that nothing has been shown under yet
  let step = 1 // of the practice, which ends one wherever the lesson says whether the program runs
  let asked = false // the question of the lesson, which stands before the first heading
  const add = (body: string) => {
    slides.push({ heading, body, notes: notes.join('\n') })
    notes = []
    alone = false
  }
  const finish = () => {
    // words alone: their beginning is what there is to see
    if (alone && notes.length > 0) add(notes.find((note) => /^<(p|ul|ol|blockquote)/.test(note)) ?? '')
    else if (notes.length > 0) slides[slides.length - 1].notes += `\n${notes.join('\n')}`
    notes = []
  }
  const { childNodes } = parse(html, { blockTextElements: {} }) // or a <pre> would be no more than text
  for (const element of childNodes as HTMLElement[]) {
    const text = element.toString().trim()
    if (text === '' || !element.tagName) continue
    const part = partOf(element)
    if (!asked && /^<p><strong>/.test(text)) {
      add(text)
      asked = true
    } else if (part === 'heading') {
      asked = element.tagName !== 'H1'
      if (slides.length > 0 || notes.length > 0) finish()
      heading = element.innerHTML
      alone = true
    } else if (part === 'shown') {
      for (const piece of piecesOf(element)) add(piece)
      if (stage !== undefined && element.classList.contains('diff'))
        slides[slides.length - 1].notes +=
          `<p class="teach">Behind? <code>npm run practice -- ${stage} --at ${step}</code> begins with all that came before this.</p>`
    } else if (part === 'state' && slides.length > 0 && !alone) {
      slides[slides.length - 1].body += text
      step++
    } else if (part === 'teach' && slides.length > 0 && !alone) slides[slides.length - 1].notes += text
    else notes.push(text)
  }
  finish()
  return slides
}

const mostLines = 12 // of code on one slide, where its pieces allow it

/** A block of several pieces, each a place in the file, on as many slides as keep them readable. */
function piecesOf(element: HTMLElement): string[] {
  const hunks = element.classList.contains('diff') ? element.querySelectorAll('.hunk') : []
  const groups: HTMLElement[][] = []
  let lines = 0
  for (const hunk of hunks) {
    const more = hunk.querySelectorAll('.line').length
    if (groups.length === 0 || lines + more > mostLines) {
      groups.push([])
      lines = 0
    }
    groups[groups.length - 1].push(hunk)
    lines += more
  }
  if (groups.length < 2) return [element.toString().trim()]
  const opening = /^<[^>]+>/.exec(element.toString().trim())?.[0] ?? ''
  // the anchor is where the block begins; a second one would be none
  const again = opening.replace(/ id="[^"]*"/, '')
  return groups.map(
    (group, i) => `${i === 0 ? opening : again}${group.map((hunk) => hunk.toString()).join('')}</div>`,
  )
}

function partOf({ tagName, classList }: HTMLElement): Part {
  if (/^H[1-4]$/.test(tagName)) return 'heading'
  if (classList.contains('state')) return 'state'
  if (classList.contains('teach')) return 'teach'
  const shown = ['diff', 'live', 'output', 'table', 'listing', 'predict', 'find']
  return tagName === 'PRE' || tagName === 'FORM' || shown.some((name) => classList.contains(name))
    ? 'shown'
    : 'words'
}
