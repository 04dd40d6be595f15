// Series of numbers, made fit for a picture.

export type Point = [x: number, y: number]

/**
 * Smoothed: each the average of those up to it, where older ones count less and less.
 * @param memory over about how many of the last ones
 */
export function ewma(numbers: number[], memory = 50): number[] {
  return smoother(memory).push(numbers)
}

/** The same, as numbers come. */
export function smoother(memory = 50): { push(numbers: number[]): number[] } {
  const keep = 1 - 1 / memory
  let [total, weight] = [0, 0]
  return {
    push: (numbers) =>
      numbers.map((number) => {
        total = keep * total + number
        weight = keep * weight + 1
        return total / weight
      }),
  }
}

/** At most `count` of a series' points, evenly spread, first and last included; x counts from 1. */
export function thin(numbers: number[], count: number): Point[] {
  const n = Math.min(count, numbers.length)
  return Array.from({ length: n }, (_, i) => {
    const at = n === 1 ? numbers.length - 1 : Math.round((i * (numbers.length - 1)) / (n - 1))
    return [at + 1, numbers[at]]
  })
}

/** Round numbers to label an axis with, about `count` of them, within low to high. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high - low
  if (!(span > 0) || !Number.isFinite(span)) return [low]
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= 0.85 * rough) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const all = Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step)
  return all.map((tick) => Number(tick.toPrecision(12)))
}

/** The ticks as text, with as many digits as tell them apart. */
export function tickTexts(ticks: number[]): string[] {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return ticks.map((tick) => (digits > 4 ? short(tick) : minus(tick === 0 ? '0' : tick.toFixed(digits))))
}

/** A number with about three digits that say something: 0.0123, 1.23, 123, 1.2e-7. */
export function short(x: number): string {
  if (!Number.isFinite(x)) return String(x)
  const size = Math.abs(x)
  if (size === 0) return '0'
  if (size < 1e-4 || size >= 1e6) return minus(x.toExponential(1))
  return minus(String(Number(x.toPrecision(3))))
}

/** A whole number with its thousands marked. */
export const whole = (x: number) => x.toLocaleString('en')

const minus = (text: string) => text.replace('-', '−')
