// Values for tests: their numbers, what those should be near, and slopes to hold gradients to.

import { beforeEach, expect } from 'vitest'

/** As much of a stage's Value as every test needs. */
export type Value = { data: number; grad: number; backward(): void }
/** Matrices by name, in the order of the parameters. */
export type Matrices = Record<string, Value[][]>

export const numbers = (values: Value[]) => values.map((value) => value.data)
export const gradients = (values: Value[]) => values.map((value) => value.grad)

/** These numbers up to 12 digits after the point, for toEqual: rounding may differ, the result may not. */
export const near = (want: number[]) => want.map((number) => expect.closeTo(number, 12))

/** Give Values this number, or one each, and no gradient. */
export function set(values: Value[], data: number | number[]): void {
  values.forEach((value, i) => {
    value.data = typeof data === 'number' ? data : data[i]
    value.grad = 0
  })
}

/** Multiply Values by this. */
export function scale(values: Value[], factor: number): void {
  for (const value of values) value.data *= factor
}

/** Make a square matrix the one that changes nothing: 1 on its diagonal, 0 elsewhere. */
export function setIdentity(matrix: Value[][]): void {
  set(matrix.flat(), 0)
  set(
    matrix.map((row, i) => row[i]),
    1,
  )
}

/** Before each test in this group: the parameters as they are now, without gradients. */
export function keep(params: Value[]): void {
  const before = numbers(params)
  beforeEach(() => set(params, before))
}

/** How steeply `f` rises with `value`: the difference that a small step up and one down make. */
export function slope(f: () => Value, value: Value, h = 1e-5): number {
  const { data } = value
  value.data = data + h
  const above = f().data
  value.data = data - h
  const below = f().data
  value.data = data
  return (above - below) / (2 * h)
}

/**
 * What differs between two numbers for each parameter, for people: "wq[3][0]: got 0.1, want 0.2".
 * @returns the first five that differ by more than the tolerance; empty when none does
 */
export function differing(matrices: Matrices, got: number[], want: number[], tolerance = 1e-12): string[] {
  return places(matrices)
    .map((place, i) => ({ place, got: got[i], want: want[i] }))
    .filter(({ got, want }) => !(Math.abs(got - want) <= tolerance))
    .map(({ place, got, want }) => `${place}: got ${got}, want ${want}`)
    .slice(0, 5)
}

/** Where each parameter is: "wte[0][0]", "wte[0][1]", … */
function places(matrices: Matrices): string[] {
  return Object.entries(matrices).flatMap(([name, matrix]) =>
    matrix.flatMap((row, i) => row.map((_, j) => `${name}[${i}][${j}]`)),
  )
}
