// train2: the same model, trained with autograd: the computer derives the gradients.
//
// The same as train1: documents, tokenizer, model, loss, SGD, sampling; even the numbers.
//
// Different from train1: the numbers are Values. The forward pass builds a graph of them, and
// loss.backward() applies the chain rule to that graph, so nobody has to derive a gradient by hand again.

import { documents, options, random, run } from 'prelude'

random.seed(options.seed) // the same random choices on every run

// Documents: the lines of a text file, in random order
export const docs = random.shuffle(documents(options.data))

// Tokenizer: a token for each character, and one more, BOS, that marks both ends of a document
export const chars = [...new Set(docs.join(''))].sort()
export const BOS = chars.length
export const vocabSize = chars.length + 1
export const encode = (text: string) => [...text].map((char) => chars.indexOf(char))
export const decode = (tokens: number[]) => tokens.map((token) => chars[token]).join('')

// Autograd: a number that remembers what it was computed from, so that gradients can flow back through it
export class Value {
  data: number
  grad = 0 // d loss / d data, once loss.backward() has run
  inputs: Value[]
  localGrads: number[] // d data / d input, for each input
  visited = false // by backward(), which goes to each value once

  constructor(data: number, inputs: Value[] = [], localGrads: number[] = []) {
    this.data = data
    this.inputs = inputs
    this.localGrads = localGrads
  }

  add(b: Value | number) { b = lift(b); return new Value(this.data + b.data, [this, b], [1, 1]) }
  mul(b: Value | number) { b = lift(b); return new Value(this.data * b.data, [this, b], [b.data, this.data]) }
  pow(n: number) { return new Value(this.data ** n, [this], [n * this.data ** (n - 1)]) }
  log() { return new Value(Math.log(this.data), [this], [1 / this.data]) }
  exp() { return new Value(Math.exp(this.data), [this], [Math.exp(this.data)]) }
  relu() { return new Value(Math.max(0, this.data), [this], [this.data > 0 ? 1 : 0]) }
  neg() { return this.mul(-1) }
  div(b: Value | number) { return this.mul(lift(b).pow(-1)) }

  // The chain rule: from this value, the loss, back to everything that it was computed from
  backward() {
    const order: Value[] = [] // each value after all of its inputs
    function visit(value: Value) {
      value.visited = true
      for (const input of value.inputs) if (!input.visited) visit(input)
      order.push(value)
    }
    visit(this)
    this.grad = 1 // d loss / d loss
    for (const value of order.reverse()) { // += below, as a value may be an input more than once
      for (let i = 0; i < value.inputs.length; i++) value.inputs[i].grad += value.localGrads[i] * value.grad
      value.visited = false
    }
  }
}
const lift = (x: Value | number) => (x instanceof Value ? x : new Value(x)) // a plain number as a Value

type Vector = Value[]
type Matrix = Vector[]

export function sum(values: Vector) {
  const data = values.reduce((total, value) => total + value.data, 0)
  return new Value(data, values, values.map(() => 1))
}
export function dot(a: Vector, b: Vector) { // in one Value, where mul and add would take many
  let data = 0
  const localGrads = new Array<number>(2 * a.length)
  for (let i = 0; i < a.length; i++) {
    data += a[i].data * b[i].data
    localGrads[i] = b[i].data // d data / d a[i]
    localGrads[a.length + i] = a[i].data // d data / d b[i]
  }
  return new Value(data, a.concat(b), localGrads)
}

// Parameters: values to be learned
const newParam = () => new Value(random.gauss(0, 0.08))
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, newParam))

const nEmbd = 16 // numbers that describe a token
export const wte = matrix(vocabSize, nEmbd) // token embeddings: one row for each token
export const fc1 = matrix(4 * nEmbd, nEmbd) // fully connected: the MLP widens x …
export const fc2 = matrix(vocabSize, 4 * nEmbd) // … and makes a logit for each token
export const params = [wte, fc1, fc2].flat(2)

// Model: token in, logits out; softmax makes them the probability of each next token
const linear = (x: Vector, w: Matrix) => w.map((row) => dot(row, x)) // the matrix w times the vector x
export function softmax(logits: Vector) { // any numbers to probabilities: each above 0, all together 1
  const max = Math.max(...logits.map((logit) => logit.data)) // exp of a large number would overflow
  const exps = logits.map((logit) => logit.add(-max).exp())
  const scale = sum(exps).pow(-1)
  return exps.map((exp) => exp.mul(scale))
}
export function mlp(token: number) {
  const x = wte[token]
  const hidden = linear(x, fc1).map((h) => h.relu())
  return linear(hidden, fc2)
}

// Loss: how surprised the model is by the next token, -log(its probability), on average over a document
export function forward(tokens: number[]) {
  const n = tokens.length - 1
  const losses = []
  for (let position = 0; position < n; position++) {
    const probs = softmax(mlp(tokens[position]))
    losses.push(probs[tokens[position + 1]].log().neg())
  }
  return sum(losses).div(n)
}

// Training: one document after the other, each followed by a step of gradient descent (SGD)
const learningRate = 1
export function* train(steps: number) {
  for (let step = 0; step < steps; step++) {
    const tokens = [BOS, ...encode(docs[step % docs.length]), BOS]
    const loss = forward(tokens)
    loss.backward()
    const rate = learningRate * (1 - step / steps) // falls in a line to 0
    for (const p of params) {
      p.data -= rate * p.grad
      p.grad = 0
    }
    yield loss.data
  }
}

// Sampling: draw one token after the other until BOS ends the document; a low temperature favours the likely
const maxLength = 16
export function sample(temperature: number, prompt = '') {
  const tokens = [BOS, ...encode(prompt)]
  while (tokens.length <= maxLength) {
    const logits = mlp(tokens[tokens.length - 1])
    const probs = softmax(logits.map((logit) => logit.div(temperature)))
    const token = random.choice(probs.map((p) => p.data))
    if (token === BOS) break
    tokens.push(token)
  }
  return decode(tokens.slice(1))
}

run({ docs, vocabSize, params, train, sample, temperature: 0.5 })
