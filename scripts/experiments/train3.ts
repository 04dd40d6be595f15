// What can be changed in train3, where attention begins.

import type { Experiment } from './experiment.ts'

export const train3: Experiment[] = [
  {
    name: 'train3-target-off-by-one',
    title: 'the loss looks at the token itself, not at the next',
    kind: 'breaks',
    replace: { 'probs[tokens[position + 1]]': 'probs[tokens[position]]' },
  },
  {
    name: 'train3-keys-not-cached',
    title: 'keys are not put into the cache',
    kind: 'breaks',
    replace: { '  cache.keys.push(linear(x, layer.wk))\n': '' },
  },
  {
    name: 'train3-values-not-cached',
    title: 'values are not put into the cache',
    kind: 'breaks',
    replace: { '  cache.values.push(linear(x, layer.wv))\n': '' },
  },
  {
    name: 'train3-only-itself',
    title: 'each token attends to itself only',
    kind: 'breaks',
    replace: {
      'attend(q, cache.keys, cache.values)': 'attend(q, cache.keys.slice(-1), cache.values.slice(-1))',
    },
  },
  {
    name: 'train3-scores-not-softmaxed',
    title: 'the scores are the weights: softmax is missing in attend',
    kind: 'breaks',
    replace: {
      'softmax(keys.map((k) => dot(q, k).div(Math.sqrt(q.length))))':
        'keys.map((k) => dot(q, k).div(Math.sqrt(q.length)))',
    },
  },
  {
    name: 'train3-norm-without-mean',
    title: 'rmsnorm divides by the length of x, not by the root of its mean square',
    kind: 'breaks',
    replace: { 'dot(x, x).div(x.length)': 'dot(x, x)' },
  },
  {
    name: 'train3-sample-forgets',
    title: 'sampling begins with an empty cache for each token',
    kind: 'breaks',
    replace: {
      'const logits = gpt(tokens[position], position, cache)':
        'const logits = gpt(tokens[position], position, newCache())',
    },
  },
  {
    name: 'train3-sample-keeps-cache',
    title: 'sampling goes on with the cache of the name before',
    kind: 'breaks',
    replace: {
      'export function sample(temperature': 'const kept = newCache()\nexport function sample(temperature',
      'const cache = newCache()\n  for (let position = 0; position < blockSize':
        'const cache = kept\n  for (let position = 0; position < blockSize',
    },
  },
  {
    name: 'train3-no-sqrt',
    title: 'scores are not divided by √d',
    kind: 'ablation',
    replace: { 'dot(q, k).div(Math.sqrt(q.length))': 'dot(q, k)' },
  },
  {
    name: 'train3-equal-weights',
    title: 'all earlier tokens get the same weight: attention is an average',
    kind: 'ablation',
    replace: {
      'softmax(keys.map((k) => dot(q, k).div(Math.sqrt(q.length))))':
        'keys.map(() => new Value(1 / keys.length))',
    },
  },
  {
    name: 'train3-no-attention',
    title: 'no attention: only embeddings, position and MLP',
    kind: 'ablation',
    replace: { 'x = add(attention(rmsnorm(x), cache), x)': '' },
  },
  {
    name: 'train3-no-mlp',
    title: 'no MLP: only attention',
    kind: 'ablation',
    replace: { 'x = add(mlp(rmsnorm(x)), x)': '' },
  },
  {
    name: 'train3-no-attention-residual',
    title: 'what attention finds replaces x instead of being added to it',
    kind: 'ablation',
    replace: { 'x = add(attention(rmsnorm(x), cache), x)': 'x = attention(rmsnorm(x), cache)' },
  },
  {
    name: 'train3-no-mlp-residual',
    title: 'what the MLP finds replaces x instead of being added to it',
    kind: 'ablation',
    replace: { 'x = add(mlp(rmsnorm(x)), x)': 'x = mlp(rmsnorm(x))' },
  },
  {
    name: 'train3-no-residuals',
    title: 'no residuals at all',
    kind: 'ablation',
    replace: {
      'x = add(attention(rmsnorm(x), cache), x)': 'x = attention(rmsnorm(x), cache)',
      'x = add(mlp(rmsnorm(x)), x)': 'x = mlp(rmsnorm(x))',
    },
  },
  {
    name: 'train3-no-rmsnorm',
    title: 'no rmsnorm anywhere',
    kind: 'ablation',
    replace: { 'return x.map((xi) => xi.mul(scale))': 'return x' },
  },
  {
    name: 'train3-no-first-rmsnorm',
    title: 'the rmsnorm right after the embeddings is left out; the one before attention stays',
    kind: 'ablation',
    replace: { 'let x = rmsnorm(add(wte[token], wpe[position]))': 'let x = add(wte[token], wpe[position])' },
  },
  {
    name: 'train3-no-position',
    title: 'no position embedding',
    kind: 'ablation',
    replace: { 'rmsnorm(add(wte[token], wpe[position]))': 'rmsnorm(wte[token])' },
  },
  {
    name: 'train3-no-attention-no-position',
    title: 'neither attention nor position: only the last token counts, as in train2',
    kind: 'ablation',
    replace: {
      'x = add(attention(rmsnorm(x), cache), x)': '',
      'rmsnorm(add(wte[token], wpe[position]))': 'rmsnorm(wte[token])',
    },
  },
  {
    name: 'train3-query-and-key-swapped',
    title: 'wk makes the query and wq the key',
    kind: 'ablation',
    replace: {
      'const q = linear(x, layer.wq)': 'const q = linear(x, layer.wk)',
      'cache.keys.push(linear(x, layer.wk))': 'cache.keys.push(linear(x, layer.wq))',
    },
  },
  {
    name: 'train3-window-4',
    title: 'attention sees the last four tokens only',
    kind: 'ablation',
    replace: {
      'attend(q, cache.keys, cache.values)': 'attend(q, cache.keys.slice(-4), cache.values.slice(-4))',
    },
  },
  {
    name: 'train3-block-size-4',
    title:
      'a context of 4: of each document only the first four tokens are predicted, also for the perplexity',
    kind: 'ablation',
    replace: { 'blockSize = 16': 'blockSize = 4' },
  },
  {
    name: 'train3-rate-1',
    title: 'the learning rate of train2, 1, instead of 0.1',
    kind: 'ablation',
    replace: { 'learningRate = 0.1': 'learningRate = 1' },
  },
  {
    name: 'train3-other-weights',
    title: 'the same documents, and weights drawn with another seed: how much of a difference is chance',
    kind: 'ablation',
    replace: { 'const newParam = ': 'random.seed(1)\nconst newParam = ' },
  },
]
