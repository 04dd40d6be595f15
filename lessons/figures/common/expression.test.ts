import { load } from 'lab'
import { expect, test } from 'vitest'
import { build, namesIn, parse } from './expression.ts'
import { noteOperations, traceBackward } from './graph.ts'
import { place } from './layout.ts'

type Stage = typeof import('../../../packages/train2/train2.ts')
const { Value } = load<Stage>(new URL('../../../packages/train2/train2.ts', import.meta.url))
type Value = InstanceType<typeof Value>

function calculate(text: string, values: Record<string, number> = {}) {
  const named = new Map(Object.entries(values).map(([name, x]) => [name, new Value(x)]))
  const name = (name: string) => named.get(name) ?? new Value(Number.NaN)
  return { result: build<Value>(parse(text), name, (x) => new Value(x)), named }
}

test('an expression means what it means in JavaScript', () => {
  const [a, b] = [2, -3]
  for (const text of ['a*b + a', 'a - b - 1', 'a/b/2', '-a**2', '2*(a+b)', 'a**-1', '1.5 - -b', 'a*-b']) {
    const javaScript = new Function('a', 'b', `return ${text.replace('-a**2', '-(a**2)')}`)
    expect(calculate(text, { a, b }).result.data, text).toBeCloseTo(javaScript(a, b), 12)
  }
  expect(calculate('log(exp(a)) + relu(b)', { a, b }).result.data).toBeCloseTo(2, 12)
})

test('a name used twice is one value, whose gradients add up', () => {
  const { result, named } = calculate('a*b + a', { a: 2, b: -3 })
  result.backward()
  expect([named.get('a')?.grad, named.get('b')?.grad]).toEqual([-2, 2])
  expect(namesIn(parse('a*b + a'))).toEqual(['a', 'b'])
})

test.each([
  ['a +', 'Something is missing at the end.'],
  ['a * * b', 'A number or a name is missing before “*”.'],
  ['(a + b', '“)” is missing before the end.'],
  ['a b', 'There is one “b” too many, or a sign is missing before it.'],
  ['a ** b', 'The exponent after ** has to be a number: pow takes no Value.'],
  ['a $ b', '“$” is not part of the language here.'],
  ['log a', '“(” is missing before “a”.'],
  ['', 'Something is missing at the end.'],
])('%j is answered with a sentence', (text, sentence) => {
  expect(() => parse(text)).toThrow(sentence)
})

test('the trace of backward() is in its own order, with its own gradients', () => {
  const notes = noteOperations(Value)
  const { result, named } = calculate('a*b + a', { a: 2, b: -3 })
  const { nodes, order, grads } = traceBackward(
    result,
    notes,
    new Map([...named].map(([name, value]) => [value, name])),
  )
  expect(nodes.map(({ op, name }) => op || name)).toEqual(['a', 'b', 'mul', 'add'])
  expect(order).toEqual([3, 2, 1, 0])
  expect(grads[0]).toEqual([0, 0, 0, 1])
  expect(grads[4]).toEqual([-2, 2, 1, 1])
  expect([named.get('a')?.grad, named.get('b')?.grad]).toEqual([-2, 2])
})

test('no two values of a graph stand in one place, and arrows that pass columns have places of their own', () => {
  const notes = noteOperations(Value)
  const { result } = calculate('relu(a*b + c)**2 - log(exp(a)/d) + a', { a: 2, b: -3, c: 10, d: 0.5 })
  const { spots, routes } = place(traceBackward(result, notes).nodes)
  const places = [...spots, ...routes.flat(2)].map(({ column, row }) => `${column},${row}`)
  expect(new Set(places).size).toBe(places.length)
})
