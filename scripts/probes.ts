// Numbers from inside the stages that the lessons quote: `npm run probes` computes them and writes probes.json.
//
// Each probe loads a fresh stage on names.txt (seed 42) and returns named numbers. With --check nothing is
// written; a number that is no longer so is reported instead.

import { readFileSync, writeFileSync } from 'node:fs'
import { load } from 'lab'

type Stages = {
  train2: typeof import('../packages/train2/train2.ts')
  train3: typeof import('../packages/train3/train3.ts')
  train5: typeof import('../packages/train5/train5.ts')
}
const stage = <Name extends keyof Stages>(name: Name): Stages[Name] =>
  load(new URL(`../packages/${name}/${name}.ts`, import.meta.url), { data: 'names' })

type Numbers = Record<string, number>

const rootMeanSquare = (numbers: number[]) =>
  Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length)

/** How large the gradients of the first step are, matrix by matrix, before any training. */
function firstGradient(): Numbers {
  const { BOS, encode, docs, forward, params, wte, wpe, lmHead, layers } = stage('train5')
  forward([BOS, ...encode(docs[0]), BOS]).backward()
  const sizes = Object.entries({ wte, wpe, lmHead, ...layers[0] }).map(([name, matrix]): [string, number] => [
    `gradient.${name}`,
    rootMeanSquare(matrix.flat().map((p) => p.grad)),
  ])
  const untouched = params.filter((p) => p.grad === 0).length
  return { ...Object.fromEntries(sizes), 'gradient.untouched': untouched }
}

/** Adam's first steps, seen from one parameter: the first of the letter a's row in lmHead. */
function adamByHand(): Numbers {
  const { chars, params, lmHead, train, m, v } = stage('train5')
  const p = lmHead[chars.indexOf('a')][0]
  const i = params.indexOf(p)
  const result: Numbers = {}
  const training = train(1000)
  for (let step = 1; step <= 4; step++) {
    const [before, mBefore] = [p.data, m[i]]
    training.next()
    Object.assign(result, {
      [`adam.${step}.grad`]: (m[i] - 0.85 * mBefore) / 0.15,
      [`adam.${step}.m`]: m[i],
      [`adam.${step}.v`]: v[i],
      [`adam.${step}.move`]: p.data - before,
    })
  }
  return result
}

/** How many values a loss is computed from, itself included, and how many inputs they have in all. */
function graphSizes(): Numbers {
  const { BOS, encode, docs, forward, mlp, softmax } = stage('train2')
  const [e] = encode('e')
  const losses = {
    letter: softmax(mlp(BOS))[e].log().neg(), // the e of emma
    document: forward([BOS, ...encode(docs[0]), BOS]),
  }
  return Object.fromEntries(
    Object.entries(losses).flatMap(([name, loss]) => {
      const values = new Set([loss])
      for (const value of values) for (const input of value.inputs) values.add(input)
      const inputs = [...values].reduce((total, value) => total + value.inputs.length, 0)
      return [
        [`graph.${name}.values`, values.size],
        [`graph.${name}.inputs`, inputs],
      ]
    }),
  )
}

/** "emma" through train3's cache: the weight of each key, the probability of what follows, and its loss. */
function emma(): Numbers {
  const { BOS, encode, train, gpt, softmax, newCache, attend, rmsnorm, dot, wte, wpe, layer, Value } =
    stage('train3')
  const tokens = [BOS, ...encode('emma'), BOS]
  const result: Numbers = {}
  function note(when: string) {
    const cache = newCache()
    for (const [position, token] of tokens.slice(0, -1).entries()) {
      const p = softmax(gpt(token, position, cache))[tokens[position + 1]].data
      const x = rmsnorm(rmsnorm(wte[token].map((w, i) => w.add(wpe[position][i]))))
      const q = layer.wq.map((row) => dot(row, x))
      // where value i is 1 at i and 0 elsewhere, the mixture of the values is the list of the weights
      const ones = cache.keys.map((_, i) => q.map((_, j) => new Value(i === j ? 1 : 0)))
      const weights = attend(q, cache.keys, ones).slice(0, position + 1)
      for (const [i, weight] of weights.entries()) result[`${when}.${position}.weight.${i}`] = weight.data
      result[`${when}.${position}.p`] = p
      result[`${when}.${position}.loss`] = -Math.log(p)
      result[`${when}.loss`] = (result[`${when}.loss`] ?? 0) - Math.log(p) / (tokens.length - 1)
    }
  }
  note('emma.before')
  for (const _ of train(1000));
  note('emma.after')
  return result
}

const file = new URL('probes.json', import.meta.url)
const numbers: Numbers = { ...graphSizes(), ...emma(), ...firstGradient(), ...adamByHand() }
if (process.argv.includes('--check')) {
  const old: Numbers = JSON.parse(readFileSync(file, 'utf8'))
  const different = Object.keys({ ...old, ...numbers }).filter(
    (name) => !(Math.abs(old[name] / numbers[name] - 1) < 1e-9),
  )
  for (const name of different)
    console.error(`probes.json has ${name} = ${old[name]}, the stage ${numbers[name]}`)
  process.exitCode = different.length > 0 ? 1 : 0
} else {
  writeFileSync(file, `${JSON.stringify(numbers, null, 2)}\n`)
}
