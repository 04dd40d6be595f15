// What can be changed in train2, where autograd finds the gradients.

import type { Experiment } from './experiment.ts'

export const train2: Experiment[] = [
  {
    name: 'train2-mul-swapped',
    title: 'the local gradients of mul are swapped: each factor gets itself, not the other',
    kind: 'breaks',
    replace: { '[b.data, this.data])': '[this.data, b.data])' },
  },
  {
    name: 'train2-dot-swapped',
    title: 'the local gradients of dot are swapped: each vector gets itself, not the other',
    kind: 'breaks',
    replace: {
      'localGrads[i] = b[i].data': 'localGrads[i] = a[i].data',
      'localGrads[a.length + i] = a[i].data': 'localGrads[a.length + i] = b[i].data',
    },
  },
  {
    name: 'train2-grad-assigned',
    title: 'in backward, = instead of +=: of the ways from a value to the loss, only the last counts',
    kind: 'breaks',
    replace: { 'value.inputs[i].grad +=': 'value.inputs[i].grad =' },
  },
  {
    name: 'train2-order-not-reversed',
    title: 'backward goes from the inputs to the loss',
    kind: 'breaks',
    replace: { 'order.reverse()': 'order' },
  },
  {
    name: 'train2-visited-not-reset',
    title: 'values stay marked as visited: the next backward passes them by',
    kind: 'breaks',
    replace: { '      value.visited = false\n': '' },
  },
  {
    name: 'train2-exp-like-power',
    title: 'the derivative of exp(x) is taken for that of a power, x · exp(x - 1)',
    kind: 'breaks',
    replace: { '[Math.exp(this.data)])': '[this.data * Math.exp(this.data - 1)])' },
  },
  {
    name: 'train2-relu-passes-all',
    title: 'the derivative of relu is 1 everywhere',
    kind: 'breaks',
    replace: { 'this.data > 0 ? 1 : 0': '1' },
  },
  {
    name: 'train2-grad-not-reset',
    title: 'gradients are not set back to 0 after a step: each step repeats all the steps before',
    kind: 'breaks',
    replace: { '      p.grad = 0\n': '' },
  },
  {
    name: 'train2-softmax-overflows',
    title: 'softmax does not take away the largest logit',
    kind: 'breaks',
    replace: { 'logit.add(-max).exp()': 'logit.exp()' },
  },
  {
    name: 'train2-tanh',
    title: 'tanh instead of relu: one operation changed, and the gradient follows',
    kind: 'ablation',
    replace: {
      'Math.max(0, this.data), [this], [this.data > 0 ? 1 : 0]':
        'Math.tanh(this.data), [this], [1 - Math.tanh(this.data) ** 2]',
    },
  },
  {
    name: 'train2-embedding-2',
    title: 'two numbers for each token instead of 16',
    kind: 'ablation',
    replace: { 'nEmbd = 16': 'nEmbd = 2' },
  },
  {
    name: 'train2-no-decay',
    title: 'the learning rate stays 1 instead of falling to 0',
    kind: 'ablation',
    replace: { 'learningRate * (1 - step / steps)': 'learningRate' },
  },
]
