// The yardstick of the benchmark: how fast can train5's arithmetic be in one thread of JavaScript? Here are the
// same model and the same training with every gradient derived by hand, as in train1, on arrays that are
// allocated once. It gives train5's losses; whatever time train5 takes longer is the price of autograd.

import { documents, options, random } from 'prelude'

random.seed(options.seed)
const docs = random.shuffle(documents(options.data))
const chars = [...new Set(docs.join(''))].sort()
const BOS = chars.length
const vocabSize = chars.length + 1

const [nEmbd, nHead, blockSize, nHidden] = [16, 4, 16, 64]
const headDim = nEmbd / nHead
const attentionScale = 1 / Math.sqrt(headDim)

// Parameters: one array for all, and one each for their gradients and Adam's two averages
const count = (2 * vocabSize + blockSize + 4 * nEmbd + 2 * nHidden) * nEmbd
const [data, grad, m, v] = Array.from({ length: 4 }, () => new Float64Array(count))
for (let i = 0; i < count; i++) data[i] = random.gauss(0, 0.08)

/** A part of the parameters, row after row. */
type Matrix = { rows: number; columns: number; data: Float64Array; grad: Float64Array }
let used = 0
function matrix(rows: number, columns: number): Matrix {
  const [start, end] = [used, used + rows * columns]
  used = end
  return { rows, columns, data: data.subarray(start, end), grad: grad.subarray(start, end) }
}
const [wte, wpe, lmHead] = [vocabSize, blockSize, vocabSize].map((rows) => matrix(rows, nEmbd))
const [wq, wk, wv, wo] = [1, 2, 3, 4].map(() => matrix(nEmbd, nEmbd))
const [fc1, fc2] = [matrix(nHidden, nEmbd), matrix(nEmbd, nHidden)]

/** An array of intermediate values, and the gradients of the loss with respect to them. */
const vector = (length: number) => ({ data: new Float64Array(length), grad: new Float64Array(length) })
type Vector = ReturnType<typeof vector>

/** What the forward pass computes at one position, in this order. */
const newState = () => ({
  embedding: vector(nEmbd), // token and position
  x0: vector(nEmbd), // normalized
  normed0: vector(nEmbd), // and again, for attention
  q: vector(nEmbd),
  k: vector(nEmbd),
  v: vector(nEmbd),
  weights: Array.from({ length: nHead }, () => new Float64Array(blockSize)),
  heads: vector(nEmbd),
  x1: vector(nEmbd), // after attention
  normed1: vector(nEmbd),
  hidden: vector(nHidden),
  x2: vector(nEmbd), // after the MLP
  logits: vector(vocabSize),
})
const states = Array.from({ length: blockSize }, newState)
const allGrads = states.flatMap((state) =>
  Object.values(state).flatMap((value) => ('grad' in value ? [value.grad] : [])),
)

/** y += w x */
function linear(w: Matrix, x: Vector, y: Vector): void {
  for (let i = 0, at = 0; i < w.rows; i++) {
    let total = 0
    for (let j = 0; j < w.columns; j++) total += w.data[at++] * x.data[j]
    y.data[i] += total
  }
}
function linearBackward(w: Matrix, x: Vector, y: Vector): void {
  for (let i = 0, at = 0; i < w.rows; i++) {
    const d = y.grad[i]
    for (let j = 0; j < w.columns; j++, at++) {
      w.grad[at] += d * x.data[j]
      x.grad[j] += d * w.data[at]
    }
  }
}

/** What rmsnorm multiplies x with. */
function scaleOf(x: Vector): number {
  let total = 0
  for (let i = 0; i < nEmbd; i++) total += x.data[i] * x.data[i]
  return (total / nEmbd + 1e-5) ** -0.5
}
function rmsnorm(x: Vector, y: Vector): void {
  const scale = scaleOf(x)
  for (let i = 0; i < nEmbd; i++) y.data[i] = x.data[i] * scale
}
function rmsnormBackward(x: Vector, y: Vector): void {
  const scale = scaleOf(x)
  let dScale = 0
  for (let i = 0; i < nEmbd; i++) dScale += y.grad[i] * x.data[i]
  // scale = (mean of x² + 1e-5) ** -0.5, so d scale / d x[i] = -0.5 scale³ · 2 x[i] / nEmbd
  const pull = (dScale * scale ** 3) / nEmbd
  for (let i = 0; i < nEmbd; i++) x.grad[i] += y.grad[i] * scale - x.data[i] * pull
}

/** The first n numbers become probabilities. */
function softmax(x: Float64Array, n: number): void {
  let [max, total] = [-Infinity, 0]
  for (let i = 0; i < n; i++) max = Math.max(max, x[i])
  for (let i = 0; i < n; i++) {
    x[i] = Math.exp(x[i] - max)
    total += x[i]
  }
  for (let i = 0; i < n; i++) x[i] /= total
}

function attend(position: number): void {
  const { q, weights, heads } = states[position]
  for (let head = 0; head < nHead; head++) {
    const [start, w] = [head * headDim, weights[head]]
    for (let other = 0; other <= position; other++) {
      const k = states[other].k.data
      let score = 0
      for (let i = start; i < start + headDim; i++) score += q.data[i] * k[i]
      w[other] = score * attentionScale
    }
    softmax(w, position + 1)
    for (let other = 0; other <= position; other++) {
      const v = states[other].v.data
      for (let i = start; i < start + headDim; i++) heads.data[i] += w[other] * v[i]
    }
  }
}
const dWeights = new Float64Array(blockSize)
function attendBackward(position: number): void {
  const { q, weights, heads } = states[position]
  for (let head = 0; head < nHead; head++) {
    const [start, w] = [head * headDim, weights[head]]
    let mean = 0
    for (let other = 0; other <= position; other++) {
      const { v } = states[other]
      let d = 0
      for (let i = start; i < start + headDim; i++) {
        d += heads.grad[i] * v.data[i]
        v.grad[i] += heads.grad[i] * w[other]
      }
      dWeights[other] = d
      mean += d * w[other]
    }
    for (let other = 0; other <= position; other++) {
      const { k } = states[other]
      const dScore = w[other] * (dWeights[other] - mean) * attentionScale // the derivative of softmax
      for (let i = start; i < start + headDim; i++) {
        q.grad[i] += dScore * k.data[i]
        k.grad[i] += dScore * q.data[i]
      }
    }
  }
}

function forward(token: number, position: number): void {
  const { embedding, x0, normed0, q, k, v, heads, x1, normed1, hidden, x2, logits } = states[position]
  for (const { data } of [q, k, v, heads, hidden, logits]) data.fill(0)
  for (let i = 0; i < nEmbd; i++) {
    embedding.data[i] = wte.data[token * nEmbd + i] + wpe.data[position * nEmbd + i]
  }
  rmsnorm(embedding, x0)
  rmsnorm(x0, normed0)
  linear(wq, normed0, q)
  linear(wk, normed0, k)
  linear(wv, normed0, v)
  attend(position)
  x1.data.set(x0.data)
  linear(wo, heads, x1)
  rmsnorm(x1, normed1)
  linear(fc1, normed1, hidden)
  for (let i = 0; i < nHidden; i++) hidden.data[i] = Math.max(0, hidden.data[i])
  x2.data.set(x1.data)
  linear(fc2, hidden, x2)
  linear(lmHead, x2, logits)
  softmax(logits.data, vocabSize)
}

/** From the last position to the first: the keys and values of each get gradients from all after it. */
function backward(token: number, position: number): void {
  const { embedding, x0, normed0, q, k, v, heads, x1, normed1, hidden, x2, logits } = states[position]
  linearBackward(lmHead, x2, logits)
  linearBackward(fc2, hidden, x2)
  for (let i = 0; i < nHidden; i++) if (hidden.data[i] === 0) hidden.grad[i] = 0
  linearBackward(fc1, normed1, hidden)
  x1.grad.set(x2.grad)
  rmsnormBackward(x1, normed1)
  linearBackward(wo, heads, x1)
  attendBackward(position)
  linearBackward(wv, normed0, v)
  linearBackward(wk, normed0, k)
  linearBackward(wq, normed0, q)
  x0.grad.set(x1.grad)
  rmsnormBackward(x0, normed0)
  rmsnormBackward(embedding, x0)
  for (let i = 0; i < nEmbd; i++) {
    wte.grad[token * nEmbd + i] += embedding.grad[i]
    wpe.grad[position * nEmbd + i] += embedding.grad[i]
  }
}

/** train5's losses. */
export function* train(steps: number): Generator<number> {
  const [learningRate, beta1, beta2, epsilon] = [0.01, 0.85, 0.99, 1e-8]
  for (let step = 0; step < steps; step++) {
    const doc = docs[step % docs.length]
    const tokens = [BOS, ...[...doc].map((char) => chars.indexOf(char)), BOS]
    const n = Math.min(blockSize, tokens.length - 1)
    let total = 0
    for (let position = 0; position < n; position++) {
      forward(tokens[position], position)
      total -= Math.log(states[position].logits.data[tokens[position + 1]])
    }
    for (const array of allGrads) array.fill(0)
    for (let position = n - 1; position >= 0; position--) {
      const { data: probs, grad: dLogits } = states[position].logits
      for (let i = 0; i < vocabSize; i++) dLogits[i] = probs[i] / n // the derivative of -log(softmax)
      dLogits[tokens[position + 1]] -= 1 / n
      backward(tokens[position], position)
    }
    const rate = learningRate * (1 - step / steps)
    const [bias1, bias2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)]
    for (let i = 0; i < count; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
      v[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i]
      data[i] -= (rate * (m[i] / bias1)) / (Math.sqrt(v[i] / bias2) + epsilon)
      grad[i] = 0
    }
    yield total / n
  }
}
