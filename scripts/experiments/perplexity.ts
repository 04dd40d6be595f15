// Perplexity: between how many tokens a model hesitates, on average, on names that no stage has trained on.

type Numbers = { data: number }[]
type Cache = unknown

/** A stage, as far as it is measured; each has one of the three models. */
export type Stage = {
  docs: string[]
  BOS: number
  encode(text: string): number[]
  params?: { data: number }[]
  /** One row for each position that the model knows; absent where it knows of no positions. */
  wpe?: unknown[]
  forward(tokens: number[]): number | { data: number }
  train(steps: number): Iterable<number>
  sample(temperature: number): string
  /** The model of train0. */
  bigram?(token: number): number[]
  /** The model of train1 and train2. */
  mlp(token: number): number[] | Numbers
  /** The model from train3 on. */
  gpt?(token: number, position: number, cache: Cache): Numbers
  newCache(): Cache
  softmax(logits: number[] | Numbers): number[] | Numbers
}

export const steps = 1000 // of training, in the meter and in the experiments, one document each
const size = 500

/** The first 500 documents, in the stage's order, after those of training; those that are among them are passed over. */
export function heldOut({ docs }: Pick<Stage, 'docs'>): string[] {
  const trained = new Set(docs.slice(0, steps))
  return docs
    .slice(steps)
    .filter((doc) => !trained.has(doc))
    .slice(0, size)
}

/** Perplexity as the stage's own forward() has it: exp of the average loss of a token, final BOS included. */
export function perplexity(stage: Stage, docs: string[]): number {
  return average(stage, docs, (tokens, n) => n * numberOf(stage.forward(tokens)))
}

/**
 * Perplexity from what the model predicts: the same number, unless forward() is wrong, as it is in some
 * experiments. Probabilities are divided by their sum, in case they do not add up to 1.
 */
export function perplexityOfPredictions(stage: Stage, docs: string[]): number {
  return average(stage, docs, (tokens, n) => {
    const cache = stage.gpt && stage.newCache()
    const surprises = tokens.slice(0, n).map((token, position) => {
      const probs = predict(stage, token, position, cache)
      return -Math.log(probs[tokens[position + 1]] / sum(probs))
    })
    return sum(surprises)
  })
}

/** The probability of each next token. */
function predict(stage: Stage, token: number, position: number, cache: Cache): number[] {
  if (stage.bigram) return stage.bigram(token)
  const logits = stage.gpt ? stage.gpt(token, position, cache) : stage.mlp(token)
  return stage.softmax(logits).map(numberOf)
}

/** The exponential of the average over all predicted tokens; `loss` gives the sum over the n of one document. */
function average(
  { BOS, encode, wpe }: Stage,
  docs: string[],
  loss: (tokens: number[], n: number) => number,
): number {
  let [total, count] = [0, 0]
  for (const doc of docs) {
    const tokens = [BOS, ...encode(doc), BOS]
    const n = Math.min(wpe?.length ?? Infinity, tokens.length - 1) // what forward() counts
    total += loss(tokens, n)
    count += n
  }
  return Math.exp(total / count)
}

const numberOf = (value: number | { data: number }) => (typeof value === 'number' ? value : value.data)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
