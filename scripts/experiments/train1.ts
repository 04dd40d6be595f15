// What can be changed in train1, the neural network with its gradients by hand.

import type { Experiment } from './experiment.ts'

export const train1: Experiment[] = [
  {
    name: 'train1-no-relu-mask',
    title: 'the gradient flows back through the units that relu has cut off, too',
    kind: 'breaks',
    replace: { 'dHidden.map((d, i) => (hidden[i] > 0 ? d : 0))': 'dHidden' },
  },
  {
    name: 'train1-target-forgotten',
    title: 'the gradient of each logit is p, also that of the right token: "- 1" is missing',
    kind: 'breaks',
    replace: { '(i === target ? p - 1 : p) / n': 'p / n' },
  },
  {
    name: 'train1-grad-assigned',
    title: 'in linearBackward, = instead of +=: only the last position of a document counts',
    kind: 'breaks',
    replace: { 'p.grad += dY[i] * x[j]': 'p.grad = dY[i] * x[j]' },
  },
  {
    name: 'train1-sum-for-mean',
    title: '"/ n" is missing in the gradient: it is that of the sum of the losses, not of their average',
    kind: 'breaks',
    replace: { '(i === target ? p - 1 : p) / n)': '(i === target ? p - 1 : p))' },
  },
  {
    name: 'train1-embedding-forgotten',
    title: 'the gradient of the embedding is never added: wte stays as it was drawn',
    kind: 'breaks',
    replace: { 'wte[token].forEach((p, i) => { p.grad += dX[i] })': '' },
  },
  {
    name: 'train1-grad-not-reset',
    title: 'gradients are not set back to 0 after a step: each step repeats all the steps before',
    kind: 'breaks',
    replace: { 'p.data -= rate * p.grad\n      p.grad = 0': 'p.data -= rate * p.grad' },
  },
  {
    name: 'train1-uphill',
    title: '+= instead of -=: each step goes up the slope',
    kind: 'breaks',
    replace: { 'p.data -= rate * p.grad': 'p.data += rate * p.grad' },
  },
  {
    name: 'train1-no-decay',
    title: 'the learning rate stays 1 instead of falling to 0',
    kind: 'ablation',
    replace: { 'learningRate * (1 - step / steps)': 'learningRate' },
  },
  {
    name: 'train1-rate-0.1',
    title: 'a learning rate of 0.1 instead of 1',
    kind: 'ablation',
    replace: { 'learningRate = 1\n': 'learningRate = 0.1\n' },
  },
  {
    name: 'train1-rate-10',
    title: 'a learning rate of 10 instead of 1',
    kind: 'ablation',
    replace: { 'learningRate = 1\n': 'learningRate = 10\n' },
  },
  {
    name: 'train1-hidden-16',
    title: '16 hidden units instead of 64',
    kind: 'ablation',
    replace: {
      'matrix(4 * nEmbd, nEmbd)': 'matrix(nEmbd, nEmbd)',
      'matrix(vocabSize, 4 * nEmbd)': 'matrix(vocabSize, nEmbd)',
    },
  },
  {
    name: 'train1-no-relu',
    title: 'no relu, forward or back: the network is one linear map',
    kind: 'ablation',
    replace: {
      'const hidden = linear(x, fc1).map((h) => Math.max(0, h))\n  return':
        'const hidden = linear(x, fc1)\n  return',
      'const hidden = linear(x, fc1).map((h) => Math.max(0, h))\n    const':
        'const hidden = linear(x, fc1)\n    const',
      'dHidden.map((d, i) => (hidden[i] > 0 ? d : 0))': 'dHidden',
    },
  },
  {
    name: 'train1-zero-weights',
    title: 'all weights begin as 0 instead of at random',
    kind: 'ablation',
    replace: { 'random.gauss(0, 0.08)': '0' },
  },
]
