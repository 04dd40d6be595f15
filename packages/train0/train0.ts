// train0: a bigram model, trained by counting. Given a character, which characters came right after it?
//
// No neural network and no gradients yet, but the whole frame is here: documents, tokenizer, parameters,
// model, training, sampling. The next five stages change what is inside.

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

// Parameters: counts[a][b] says how often token b came right after token a
export const counts = Array.from({ length: vocabSize }, () => new Array<number>(vocabSize).fill(0))

// Model: token in, probability of each next token out; each pair counts once more than it was seen (Laplace)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
export function bigram(token: number) {
  const total = sum(counts[token]) + vocabSize
  return counts[token].map((count) => (count + 1) / total)
}

// Loss: how surprised the model is by the next token, -log(its probability), on average over a document
export function forward(tokens: number[]) {
  const n = tokens.length - 1
  const losses = []
  for (let position = 0; position < n; position++) {
    const probs = bigram(tokens[position])
    losses.push(-Math.log(probs[tokens[position + 1]]))
  }
  return sum(losses) / n
}

// Training: one document after the other, first predicted, then counted
export function* train(steps: number) {
  for (let step = 0; step < steps; step++) {
    const tokens = [BOS, ...encode(docs[step % docs.length]), BOS]
    const loss = forward(tokens)
    for (let position = 0; position < tokens.length - 1; position++) {
      counts[tokens[position]][tokens[position + 1]]++
    }
    yield loss
  }
}

// Sampling: draw one token after the other until BOS ends the document; a low temperature favours the likely
const maxLength = 16
export function sample(temperature: number, prompt = '') {
  const tokens = [BOS, ...encode(prompt)]
  while (tokens.length <= maxLength) {
    const probs = bigram(tokens[tokens.length - 1])
    const max = Math.max(...probs) // the likeliest weighs 1, so the weights cannot all vanish
    const token = random.choice(probs.map((p) => (p / max) ** (1 / temperature)))
    if (token === BOS) break
    tokens.push(token)
  }
  return decode(tokens.slice(1))
}

run({ docs, vocabSize, train, sample, temperature: 1 })
