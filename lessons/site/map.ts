// The map: the part of the stage's file that is in the window is lit.

export function map(): void {
  const map = document.querySelector<HTMLElement>('.map')
  if (!map) return
  const view = map.querySelector('.view')
  const pitch = Number(map.querySelector('svg')?.dataset.pitch)
  const places = [...map.querySelectorAll<SVGAElement>('a[href^="#"]')]
  const targets = places.map((place) => document.querySelector(place.getAttribute('href') ?? ''))
  const file = document.querySelector('pre.file')

  let waiting = false
  const light = () => {
    waiting = false
    if (!file || !view) {
      for (const [i, place] of places.entries()) place.classList.toggle('lit', isInView(targets[i]))
      return
    }
    // a whole file: the lines between the top and the bottom of the window
    const { top, height } = file.getBoundingClientRect()
    const lines = Number(map.dataset.lines)
    const line = (y: number) => Math.max(0, Math.min(lines, ((y - top) / height) * lines))
    view.setAttribute('y', String(line(0) * pitch))
    view.setAttribute('height', String((line(innerHeight) - line(0)) * pitch))
  }
  const soon = () => {
    if (!waiting) requestAnimationFrame(light)
    waiting = true
  }
  addEventListener('scroll', soon, { passive: true })
  addEventListener('resize', soon)
  soon()
}

function isInView(element: Element | null): boolean {
  const { top, bottom } = element?.getBoundingClientRect() ?? { top: -1, bottom: -1 }
  return bottom > 60 && top < innerHeight - 60
}
