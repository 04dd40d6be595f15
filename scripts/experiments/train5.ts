// What can be changed in train5, where Adam takes the steps.

import type { Experiment } from './experiment.ts'

const update = 'p.data -= rate * (m[i] / bias1) / (Math.sqrt(v[i] / bias2) + epsilon)'
const biases = '[1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)]'
const sgd = (rate: number) => ({ [update]: 'p.data -= rate * p.grad', '= [0.01, 0.85': `= [${rate}, 0.85` })

export const train5: Experiment[] = [
  {
    name: 'train5-m-and-v-swapped',
    title: 'the step is v over the root of m instead of m over the root of v',
    kind: 'breaks',
    replace: { [update]: 'p.data -= rate * (v[i] / bias2) / (Math.sqrt(m[i] / bias1) + epsilon)' },
  },
  {
    name: 'train5-grad-not-squared',
    title: 'v averages the gradient instead of its square',
    kind: 'breaks',
    replace: { 'p.grad * p.grad': 'p.grad' },
  },
  {
    name: 'train5-bias-from-step-0',
    title: 'the bias correction counts steps from 0: it divides by 0 in the first',
    kind: 'breaks',
    replace: { [biases]: '[1 - beta1 ** step, 1 - beta2 ** step]' },
  },
  {
    name: 'train5-no-root',
    title: 'the step is divided by v, not by its root',
    kind: 'breaks',
    replace: { 'Math.sqrt(v[i] / bias2)': 'v[i] / bias2' },
  },
  {
    name: 'train5-m-not-an-average',
    title: 'm adds the whole gradient instead of 1 - beta1 of it',
    kind: 'breaks',
    replace: { '+ (1 - beta1) * p.grad': '+ p.grad' },
  },
  {
    name: 'train5-grad-not-reset',
    title: 'gradients are not set back to 0 after a step: each step repeats all the steps before',
    kind: 'breaks',
    replace: { '      p.grad = 0\n': '' },
  },
  {
    name: 'train5-epsilon-in-root',
    title: 'epsilon is added under the root',
    kind: 'ablation',
    replace: { 'Math.sqrt(v[i] / bias2) + epsilon': 'Math.sqrt(v[i] / bias2 + epsilon)' },
  },
  {
    name: 'train5-no-bias-correction',
    title: 'no bias correction',
    kind: 'ablation',
    replace: { [biases]: '[1, 1]' },
  },
  {
    name: 'train5-no-decay',
    title: 'the learning rate stays 0.01 instead of falling to 0',
    kind: 'ablation',
    replace: { 'learningRate * (1 - step / steps)': 'learningRate' },
  },
  {
    name: 'train5-sgd-0.01',
    title: 'plain gradient descent with a learning rate of 0.01',
    kind: 'ablation',
    replace: sgd(0.01),
  },
  {
    name: 'train5-sgd-0.1',
    title: 'plain gradient descent with a learning rate of 0.1, which is train4',
    kind: 'ablation',
    replace: sgd(0.1),
  },
  {
    name: 'train5-sgd-1',
    title: 'plain gradient descent with a learning rate of 1',
    kind: 'ablation',
    replace: sgd(1),
  },
  {
    name: 'train5-no-momentum',
    title: 'beta1 = 0: the step goes by the latest gradient, without momentum',
    kind: 'ablation',
    replace: { '0.01, 0.85, 0.99, 1e-8': '0.01, 0, 0.99, 1e-8' },
  },
  {
    name: 'train5-betas-of-the-paper',
    title: 'beta1 = 0.9 and beta2 = 0.999, as Kingma and Ba recommend',
    kind: 'ablation',
    replace: { '0.01, 0.85, 0.99, 1e-8': '0.01, 0.9, 0.999, 1e-8' },
  },
  {
    name: 'train5-epsilon-0.1',
    title: 'epsilon = 0.1',
    kind: 'ablation',
    replace: { '0.99, 1e-8': '0.99, 1e-1' },
  },
  {
    name: 'train5-rate-0.1',
    title: 'Adam with a learning rate of 0.1 instead of 0.01',
    kind: 'ablation',
    replace: { '= [0.01, 0.85': '= [0.1, 0.85' },
  },
  {
    name: 'train5-no-sqrt',
    title: 'scores are not divided by √d',
    kind: 'ablation',
    replace: { 'dot(q, k).div(Math.sqrt(q.length))': 'dot(q, k)' },
  },
  {
    name: 'train5-equal-weights',
    title: 'all earlier tokens get the same weight: attention is an average',
    kind: 'ablation',
    replace: {
      'softmax(keys.map((k) => dot(q, k).div(Math.sqrt(q.length))))':
        'keys.map(() => new Value(1 / keys.length))',
    },
  },
  {
    name: 'train5-no-attention',
    title: 'no attention: only embeddings, position and MLP',
    kind: 'ablation',
    replace: { 'x = add(attention(rmsnorm(x), layer, cache[i]), x)': '' },
  },
  {
    name: 'train5-no-position',
    title: 'no position embedding',
    kind: 'ablation',
    replace: { 'rmsnorm(add(wte[token], wpe[position]))': 'rmsnorm(wte[token])' },
  },
  {
    name: 'train5-other-weights',
    title: 'the same documents, and weights drawn with another seed: how much of a difference is chance',
    kind: 'ablation',
    replace: { 'const newParam = ': 'random.seed(1)\nconst newParam = ' },
  },
]
