// train1: the bigram model as a small neural network (an MLP), trained by gradient descent.
//
// The same as train0: documents, tokenizer, loss, one document per training step, sampling.
//
// Different from train0: the table of counts gives way to three matrices of parameters. The gradient tells
// how the loss changes with each parameter, and each takes a small step the other way. We compute it twice:
// numerically, by changing each parameter a little, and by hand, with the chain rule.

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

// Parameters: numbers to be learned, each with its gradient, d loss / d data
type Param = { data: number, grad: number }
type Vector = number[]
type Matrix = Param[][]
const newParam = (): Param => ({ data: random.gauss(0, 0.08), grad: 0 })
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, newParam))

const nEmbd = 16 // numbers that describe a token
export const wte = matrix(vocabSize, nEmbd) // token embeddings: one row for each token
export const fc1 = matrix(4 * nEmbd, nEmbd) // fully connected: the MLP widens x …
export const fc2 = matrix(vocabSize, 4 * nEmbd) // … and makes a logit for each token
export const params = [wte, fc1, fc2].flat(2)

// Model: token in, logits out; softmax makes them the probability of each next token
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const dot = (row: Param[], x: Vector) => row.reduce((total, p, i) => total + p.data * x[i], 0)
const linear = (x: Vector, w: Matrix) => w.map((row) => dot(row, x)) // the matrix w times the vector x
export function softmax(logits: Vector) { // any numbers to probabilities: each above 0, all together 1
  const max = Math.max(...logits) // exp of a large number would overflow
  const exps = logits.map((logit) => Math.exp(logit - max))
  const total = sum(exps)
  return exps.map((exp) => exp / total)
}
export function mlp(token: number) {
  const x = wte[token].map((p) => p.data)
  const hidden = linear(x, fc1).map((h) => Math.max(0, h))
  return linear(hidden, fc2)
}

// Loss: how surprised the model is by the next token, -log(its probability), on average over a document
export function forward(tokens: number[]) {
  const n = tokens.length - 1
  const losses = []
  for (let position = 0; position < n; position++) {
    const probs = softmax(mlp(tokens[position]))
    losses.push(-Math.log(probs[tokens[position + 1]]))
  }
  return sum(losses) / n
}

// Gradient, numerically: change each parameter a little and see what becomes of the loss
export function numericalGradient(tokens: number[]) {
  const [loss, eps] = [forward(tokens), 1e-5]
  return params.map((p) => {
    const old = p.data
    p.data = old + eps
    const slope = (forward(tokens) - loss) / eps
    p.data = old
    return slope
  })
}

// Gradient, by hand: the chain rule, layer by layer, from the loss back to the embedding
export function backward(tokens: number[]) {
  const n = tokens.length - 1
  const losses = []
  for (let position = 0; position < n; position++) {
    const [token, target] = [tokens[position], tokens[position + 1]]
    const x = wte[token].map((p) => p.data)
    const hidden = linear(x, fc1).map((h) => Math.max(0, h))
    const probs = softmax(linear(hidden, fc2))
    losses.push(-Math.log(probs[target]))
    // this position's part of the loss: -log(softmax(logits)[target]) / n
    const dLogits = probs.map((p, i) => (i === target ? p - 1 : p) / n)
    // logits = linear(hidden, fc2)
    const dHidden = linearBackward(hidden, fc2, dLogits)
    // hidden = max(0, linear(x, fc1))
    const dX = linearBackward(x, fc1, dHidden.map((d, i) => (hidden[i] > 0 ? d : 0)))
    // x = wte[token]
    wte[token].forEach((p, i) => { p.grad += dX[i] })
  }
  return sum(losses) / n
}
// y = linear(x, w): adds d loss / d w to the gradients in w, and returns d loss / d x
function linearBackward(x: Vector, w: Matrix, dY: Vector) {
  const dX = x.map(() => 0)
  w.forEach((row, i) => {
    row.forEach((p, j) => {
      p.grad += dY[i] * x[j]
      dX[j] += dY[i] * p.data
    })
  })
  return dX
}
// Both gradients of the first document, n numerical and a analytical (that is, by hand), compared
export function gradientCheck() {
  const tokens = [BOS, ...encode(docs[0]), BOS]
  const numerical = numericalGradient(tokens)
  const [lossN, lossA] = [forward(tokens), backward(tokens)]
  const maxDiff = Math.max(...params.map((p, i) => Math.abs(p.grad - numerical[i])))
  for (const p of params) p.grad = 0
  const [n, a, diff] = [lossN.toFixed(6), lossA.toFixed(6), maxDiff.toFixed(8)]
  return `gradient check | loss_n ${n} | loss_a ${a} | max diff ${diff}`
}

// Training: one document after the other, each followed by a step of gradient descent (SGD)
const learningRate = 1
export function* train(steps: number) {
  for (let step = 0; step < steps; step++) {
    const tokens = [BOS, ...encode(docs[step % docs.length]), BOS]
    const loss = backward(tokens)
    const rate = learningRate * (1 - step / steps) // falls in a line to 0
    for (const p of params) {
      p.data -= rate * p.grad
      p.grad = 0
    }
    yield loss
  }
}

// Sampling: draw one token after the other until BOS ends the document; a low temperature favours the likely
const maxLength = 16
export function sample(temperature: number, prompt = '') {
  const tokens = [BOS, ...encode(prompt)]
  while (tokens.length <= maxLength) {
    const logits = mlp(tokens[tokens.length - 1])
    const probs = softmax(logits.map((logit) => logit / temperature))
    const token = random.choice(probs)
    if (token === BOS) break
    tokens.push(token)
  }
  return decode(tokens.slice(1))
}

run({ docs, vocabSize, params, gradientCheck, train, sample, temperature: 0.5 })
