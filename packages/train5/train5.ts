// train5: the full GPT, trained with Adam. This is microgpt.
//
// The same as train4: everything but the optimizer.
//
// Different from train4: Adam instead of SGD. It keeps, for each parameter, a running average of the
// gradient (momentum) and of its square, and so gives each parameter a step size of its own.

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
type Cache = { keys: Matrix, values: Matrix } // one row for each token so far

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
const nHead = 4 // attention heads
const headDim = nEmbd / nHead
const nLayer = 1
const blockSize = 16 // the context: how many tokens the model can look at
export const wte = matrix(vocabSize, nEmbd) // token embeddings: one row for each token
export const wpe = matrix(blockSize, nEmbd) // position embeddings: one row for each position
export const lmHead = matrix(vocabSize, nEmbd) // makes a logit for each token
const newLayer = () => ({
  wq: matrix(nEmbd, nEmbd), // query: what a token looks for
  wk: matrix(nEmbd, nEmbd), // key: what it can be found by
  wv: matrix(nEmbd, nEmbd), // value: what it passes on
  wo: matrix(nEmbd, nEmbd), // output: mixes what was found
  fc1: matrix(4 * nEmbd, nEmbd), // fully connected: the MLP widens x …
  fc2: matrix(nEmbd, 4 * nEmbd), // … and narrows it again
})
type Layer = ReturnType<typeof newLayer>
export const layers = Array.from({ length: nLayer }, newLayer)
export const params = [wte, wpe, lmHead, ...layers.flatMap((layer) => Object.values(layer))].flat(2)

// Model: token, position and cache in, logits out; softmax makes them the probability of each next token
const add = (a: Vector, b: Vector) => a.map((x, i) => x.add(b[i]))
const linear = (x: Vector, w: Matrix) => w.map((row) => dot(row, x)) // the matrix w times the vector x
export function softmax(logits: Vector) { // any numbers to probabilities: each above 0, all together 1
  const max = Math.max(...logits.map((logit) => logit.data)) // exp of a large number would overflow
  const exps = logits.map((logit) => logit.add(-max).exp())
  const scale = sum(exps).pow(-1)
  return exps.map((exp) => exp.mul(scale))
}
export function rmsnorm(x: Vector) { // x scaled so that its mean square is 1 (Zhang and Sennrich, 2019)
  const meanSquare = dot(x, x).div(x.length)
  const scale = meanSquare.add(1e-5).pow(-0.5) // 1e-5: never a division by 0
  return x.map((xi) => xi.mul(scale))
}
export function attend(q: Vector, keys: Matrix, values: Matrix) { // values, mixed by how their keys fit q
  const weights = softmax(keys.map((k) => dot(q, k).div(Math.sqrt(q.length))))
  return q.map((_, i) => dot(weights, values.map((v) => v[i])))
}
export function attention(x: Vector, layer: Layer, cache: Cache) { // Vaswani et al., 2017
  const q = linear(x, layer.wq)
  cache.keys.push(linear(x, layer.wk))
  cache.values.push(linear(x, layer.wv))
  const heads = []
  for (let start = 0; start < nEmbd; start += headDim) {
    const part = (vector: Vector) => vector.slice(start, start + headDim)
    heads.push(...attend(part(q), cache.keys.map(part), cache.values.map(part)))
  }
  return linear(heads, layer.wo)
}
export function mlp(x: Vector, layer: Layer) {
  const hidden = linear(x, layer.fc1).map((h) => h.relu())
  return linear(hidden, layer.fc2)
}
export const newCache = (): Cache[] => layers.map(() => ({ keys: [], values: [] }))
export function gpt(token: number, position: number, cache: Cache[]) {
  let x = rmsnorm(add(wte[token], wpe[position]))
  layers.forEach((layer, i) => {
    x = add(attention(rmsnorm(x), layer, cache[i]), x) // residual: what attention finds is added to x
    x = add(mlp(rmsnorm(x), layer), x)
  })
  return linear(x, lmHead)
}

// Loss: how surprised the model is by the next token, -log(its probability), on average over a document
export function forward(tokens: number[]) {
  const n = Math.min(blockSize, tokens.length - 1)
  const cache = newCache()
  const losses = []
  for (let position = 0; position < n; position++) {
    const probs = softmax(gpt(tokens[position], position, cache))
    losses.push(probs[tokens[position + 1]].log().neg())
  }
  return sum(losses).div(n)
}

// Optimizer: Adam's memory (Kingma and Ba, 2015), two running averages for each parameter
const [learningRate, beta1, beta2, epsilon] = [0.01, 0.85, 0.99, 1e-8] // betas: how much m and v keep
export const m = params.map(() => 0) // of the gradient
export const v = params.map(() => 0) // of its square

// Training: one document after the other, each followed by a step of Adam
export function* train(steps: number) {
  for (let step = 0; step < steps; step++) {
    const tokens = [BOS, ...encode(docs[step % docs.length]), BOS]
    const loss = forward(tokens)
    loss.backward()
    const rate = learningRate * (1 - step / steps) // falls in a line to 0
    const [bias1, bias2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)] // m and v are low at first
    params.forEach((p, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * p.grad
      v[i] = beta2 * v[i] + (1 - beta2) * p.grad * p.grad
      p.data -= rate * (m[i] / bias1) / (Math.sqrt(v[i] / bias2) + epsilon) // epsilon: never divide by 0
      p.grad = 0
    })
    yield loss.data
  }
}

// Sampling: draw one token after the other until BOS ends the document; a low temperature favours the likely
export function sample(temperature: number, prompt = '') {
  const tokens = [BOS, ...encode(prompt)]
  const cache = newCache()
  for (let position = 0; position < blockSize; position++) {
    const logits = gpt(tokens[position], position, cache)
    if (position + 1 < tokens.length) continue // the prompt goes on
    const probs = softmax(logits.map((logit) => logit.div(temperature)))
    const token = random.choice(probs.map((p) => p.data))
    if (token === BOS) break
    tokens.push(token)
  }
  return decode(tokens.slice(1))
}

run({ docs, vocabSize, params, train, sample, temperature: 0.5 })
