// What is true of autograd, and of softmax, in every stage that has them.

import { describe, expect, test } from 'vitest'
import { gradients, near, numbers, set, slope, type Value } from './values.ts'

interface Operand extends Value {
  add(b: Operand | number): Operand
  mul(b: Operand | number): Operand
  pow(n: number): Operand
  log(): Operand
  exp(): Operand
  relu(): Operand
  neg(): Operand
  div(b: Operand | number): Operand
}
type Autograd = {
  Value: new (data: number) => Operand
  sum(values: Operand[]): Operand
  dot(a: Operand[], b: Operand[]): Operand
}

/** Declare the tests of Value, sum and dot. */
export function autogradTests({ Value, sum, dot }: Autograd): void {
  const vector = (...data: number[]) => data.map((number) => new Value(number))

  type Operation = [string, (a: Operand, b: Operand) => Operand, number, number, number]
  const operations: Operation[] = [
    ['a + b', (a, b) => a.add(b), 9, 1, 1],
    ['a + 3', (a) => a.add(3), 9, 1, 0],
    ['a · b', (a, b) => a.mul(b), 18, 3, 6],
    ['a · 3', (a) => a.mul(3), 18, 3, 0],
    ['a / b', (a, b) => a.div(b), 2, 1 / 3, -6 / 9],
    ['a / 3', (a) => a.div(3), 2, 1 / 3, 0],
    ['-a', (a) => a.neg(), -6, -1, 0],
    ['b ** 2', (_, b) => b.pow(2), 9, 0, 6],
    ['b ** -1', (_, b) => b.pow(-1), 1 / 3, 0, -1 / 9],
    ['log a', (a) => a.log(), Math.log(6), 1 / 6, 0],
    ['exp b', (_, b) => b.exp(), Math.E ** 3, 0, Math.E ** 3],
    ['relu a', (a) => a.relu(), 6, 1, 0],
    ['relu -a', (a) => a.neg().relu(), 0, 0, 0],
    ['relu 0 · a', (a) => a.mul(0).relu(), 0, 0, 0],
  ]

  describe.each(operations)('with a = 6 and b = 3, %s', (_, operation, result, slopeA, slopeB) => {
    test(`is ${result}`, () => {
      const [a, b] = vector(6, 3)
      expect(operation(a, b).data).toBeCloseTo(result, 12)
    })
    test(`has the gradients ${slopeA} for a and ${slopeB} for b`, () => {
      const [a, b] = vector(6, 3)
      operation(a, b).backward()
      expect([a.grad, b.grad]).toEqual(near([slopeA, slopeB]))
    })
  })

  test('relu does not flow back at exactly 0: its gradient is 0 there', () => {
    const [a] = vector(0)
    a.relu().backward()
    expect(a.grad).toBe(0)
  })

  test('operations leave their operands as they were', () => {
    for (const [, operation] of operations) {
      const [a, b] = vector(6, 3)
      operation(a, b).backward()
      expect([a.data, b.data]).toEqual([6, 3])
    }
  })

  test('sum(1, 2, 4) is 7; each of the three has the gradient 1', () => {
    const values = vector(1, 2, 4)
    const total = sum(values)
    total.backward()
    expect(total.data).toBe(7)
    expect(gradients(values)).toEqual([1, 1, 1])
  })

  test('the dot product of (1, 2, 3) and (4, 5, 6) is 4 + 10 + 18 = 32; each one’s gradient is the other', () => {
    const [a, b] = [vector(1, 2, 3), vector(4, 5, 6)]
    const product = dot(a, b)
    product.backward()
    expect(product.data).toBe(32)
    expect(gradients(a)).toEqual([4, 5, 6])
    expect(gradients(b)).toEqual([1, 2, 3])
  })

  test('the dot product of (3, 4) with itself is 25, with the gradient 2 · (3, 4)', () => {
    const x = vector(3, 4)
    const square = dot(x, x)
    square.backward()
    expect(square.data).toBe(25)
    expect(gradients(x)).toEqual([6, 8])
  })

  test('a loss has the gradient 1 itself, and nothing has one before backward()', () => {
    const [a] = vector(5)
    const loss = a.mul(2)
    expect([a.grad, loss.grad]).toEqual([0, 0])
    loss.backward()
    expect(loss.grad).toBe(1)
  })

  test('a value used twice gets a gradient from both uses: a · a + a has 2a + 1', () => {
    const [a] = vector(3)
    a.mul(a).add(a).backward()
    expect(a.grad, 'gradients add up (+=); the later must not replace the earlier').toBe(7)
  })

  test.each([
    ['first', (b: Operand) => b.mul(b).add(b)],
    ['last', (b: Operand) => b.add(b.mul(b))],
  ])('a value hands on its gradient only once it has all of it (short path %s)', (_, f) => {
    const [a] = vector(2)
    const b = a.mul(3)
    f(b).backward() // b² + b, and b = 3a: (2 · 6 + 1) · 3
    expect(a.grad, 'each value comes before all of its inputs in the backward pass').toBe(39)
  })

  test('gradients of two losses add up, until they are set to 0', () => {
    const [a] = vector(5)
    a.mul(2).backward()
    a.mul(3).backward()
    expect(a.grad).toBe(5)
  })

  test('backward() reaches what an earlier backward() has reached already', () => {
    const [a] = vector(5)
    const middle = a.mul(2)
    middle.add(1).backward()
    set([a], 5)
    middle.grad = 0
    middle.mul(3).backward()
    expect(a.grad, 'a value that was visited once has to be visited again the next time').toBe(6)
  })

  test('gradients of a long computation agree with the slopes', () => {
    const x = vector(0.5, -1.5, 2)
    const f = () =>
      dot(x, [x[1].exp(), x[0].add(x[2]).log(), x[0].div(x[2])])
        .relu()
        .pow(1.5)
        .add(sum(x).neg())
    set(x, [2, 1.5, 0.5])
    f().backward()
    const slopes = x.map((xi) => slope(f, xi))
    expect(gradients(x)).toEqual(slopes.map((number) => expect.closeTo(number, 6)))
  })
}

type WithSoftmax = Pick<Autograd, 'Value'> & { softmax(logits: Operand[]): Operand[] }

/** Declare the tests of softmax. */
export function softmaxTests({ Value, softmax }: WithSoftmax): void {
  const vector = (...data: number[]) => data.map((number) => new Value(number))
  const probabilities = (...logits: number[]) => numbers(softmax(vector(...logits)))

  test('logits 0 and ln 3 are odds of 1 to 3: softmax gives 1/4 and 3/4', () => {
    expect(probabilities(0, Math.log(3))).toEqual(near([1 / 4, 3 / 4]))
  })

  test('equal logits share the probability equally', () => {
    expect(probabilities(7, 7, 7, 7, 7)).toEqual(near([0.2, 0.2, 0.2, 0.2, 0.2]))
  })

  test('the same number added to all logits changes nothing', () => {
    expect(probabilities(101, 102, 104)).toEqual(near(probabilities(1, 2, 4)))
  })

  test.each([1000, -1000])('logits around %d neither overflow nor vanish', (large) => {
    expect(probabilities(large, large + Math.log(3)), 'exp(1000) is Infinity: take away the largest').toEqual(
      near([1 / 4, 3 / 4]),
    )
  })

  test('a probability p has the gradient p(1 - p) for its own logit and -p·q for that of q', () => {
    const logits = vector(0, Math.log(3))
    softmax(logits)[1].backward()
    expect(gradients(logits)).toEqual(near([-3 / 16, 3 / 16]))
  })
}
