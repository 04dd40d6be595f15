// The slides of a lesson: one at a time, as large as fits; an overview; and a second window for the speaker, with
// the notes, what comes next and the time. The two windows tell each other where they are.

const slides = [...document.querySelectorAll<HTMLElement>('.slide')]
const root = document.documentElement
const isSpeaker = location.search === '?speaker'
const place = document.querySelector<HTMLElement>('.deck-at')
const started = Date.now()
let at = 0
let other: Window | null = isSpeaker ? window.opener : null

/** Show a slide; `tell` the other window unless it was the one to say so. */
function show(to: number, tell = true): void {
  at = Math.max(0, Math.min(slides.length - 1, to))
  root.classList.remove('overview')
  for (const [i, slide] of slides.entries()) {
    slide.classList.toggle('now', i === at)
    slide.classList.toggle('soon', i === at + 1)
    slide.inert = i !== at
  }
  root.classList.remove('black')
  if (place) place.textContent = `${at + 1} of ${slides.length}`
  history.replaceState(null, '', `#s${at + 1}`)
  fit(slides[at])
  if (tell) other?.postMessage({ slide: at }, '*') // pages of a folder have no origin to name
}

/** Letters as large as the slide has room for; `--size` is their size, where 1 is a little more than a page's. */
function fit(slide: HTMLElement): void {
  const shown = slide.querySelector<HTMLElement>('.shown')
  if (!shown) return
  for (const figure of shown.querySelectorAll('.live > *')) figure.classList.add('on-slide')
  let [small, large] = [0.72, 2.6]
  const fits = (size: number) => {
    shown.style.setProperty('--size', `${size}`)
    return shown.scrollHeight <= shown.clientHeight && shown.scrollWidth <= shown.clientWidth && !isCut(shown)
  }
  for (let i = 0; i < 7; i++) {
    const middle = (small + large) / 2
    if (fits(middle)) small = middle
    else large = middle
  }
  shown.style.setProperty('--size', small.toFixed(3))
}

/** Whether something would have to be scrolled sideways to be read. */
const isCut = (shown: HTMLElement) =>
  [...shown.querySelectorAll('*')].some(
    (part) =>
      part.scrollWidth > part.clientWidth + 1 &&
      ['auto', 'scroll'].includes(getComputedStyle(part).overflowX),
  )

function overview(): void {
  root.classList.toggle('overview')
  for (const slide of slides) slide.inert = false
  if (root.classList.contains('overview')) slides[at].scrollIntoView({ block: 'center' })
  else show(at)
}

function openSpeaker(): void {
  if (isSpeaker) return
  other = window.open(`${location.pathname}?speaker#s${at + 1}`, 'speaker', 'width=900,height=700')
}

const actions: Record<string, () => void> = {
  ArrowRight: () => show(at + 1),
  ArrowDown: () => show(at + 1),
  PageDown: () => show(at + 1),
  ' ': () => show(at + 1),
  ArrowLeft: () => show(at - 1),
  ArrowUp: () => show(at - 1),
  PageUp: () => show(at - 1),
  Home: () => show(0),
  End: () => show(slides.length - 1),
  o: overview,
  s: openSpeaker,
  b: () => void root.classList.toggle('black'), // a clicker's button sends "b" or "."
  '.': () => void root.classList.toggle('black'),
  Escape: overview, // only ever out of it
  f: () => void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
}

/** Keys that a field, a button or a figure needs are left to it; a clicker's PageUp and PageDown never are. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  if (event.key.startsWith('Page')) return false
  const target = event.composedPath()[0]
  return target instanceof Element && target.closest('input, select, textarea, button, summary, a') !== null
}

addEventListener(
  'keydown',
  (event) => {
    const action = actions[event.key]
    const isOverview = root.classList.contains('overview')
    if (event.key === 'Enter' && isOverview) return pick(event.target)
    if (event.key === 'Escape' && !isOverview) return // the browser's, or a dialog's
    if (!action || isTaken(event)) return
    event.preventDefault()
    event.stopImmediatePropagation() // the page's own keys have other plans for the arrows
    action()
  },
  { capture: true },
)
function pick(target: EventTarget | null): void {
  const slide = target instanceof Element ? slides.findIndex((slide) => slide.contains(target)) : -1
  if (slide >= 0) show(slide)
}
addEventListener(
  'click',
  (event) => {
    if (!root.classList.contains('overview')) return
    event.preventDefault()
    pick(event.target)
  },
  { capture: true },
)
addEventListener('message', ({ source, data }) => {
  // a window for the room that was loaded again does not know its speaker any more
  if (!isSpeaker && data?.speaker && !other) other = source as Window
  if (source === other && Number.isInteger(data?.slide)) show(data.slide, false)
})
addEventListener('resize', () => root.classList.contains('overview') || fit(slides[at]))
addEventListener('hashchange', () => show(Number(location.hash.slice(2)) - 1))

root.classList.add('deck', isSpeaker ? 'speaker' : 'room')
for (const slide of slides) slide.tabIndex = -1
if (isSpeaker) {
  for (const shown of document.querySelectorAll<HTMLElement>('.shown')) shown.tabIndex = 0 // it scrolls
  const clock = document.createElement('p')
  clock.className = 'clock'
  document.body.prepend(clock)
  const tick = () => {
    const seconds = Math.floor((Date.now() - started) / 1000)
    const minutes = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    other?.postMessage({ speaker: true }, '*')
    clock.textContent = `${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })} · ${minutes} since this window opened`
  }
  tick()
  setInterval(tick, 1000)
}
show((Number(location.hash.slice(2)) || 1) - 1, isSpeaker)
