// What can be changed in train4, with its heads and layers.

import type { Experiment } from './experiment.ts'

export const train4: Experiment[] = [
  {
    name: 'train4-heads-share-slice',
    title: 'all heads look at the first four numbers of the vectors',
    kind: 'breaks',
    replace: { 'vector.slice(start, start + headDim)': 'vector.slice(0, headDim)' },
  },
  {
    name: 'train4-keys-not-sliced',
    title: 'the keys are not cut into parts, so that each head sees the first four numbers of every key',
    kind: 'breaks',
    replace: { 'cache.keys.map(part)': 'cache.keys' },
  },
  {
    name: 'train4-values-not-sliced',
    title: 'the values are not cut into parts, so that each head mixes the first four numbers of every value',
    kind: 'breaks',
    replace: { 'cache.values.map(part)': 'cache.values' },
  },
  {
    name: 'train4-cache-shared',
    title: 'all layers share one cache, which does not show while there is one layer',
    kind: 'breaks',
    replace: {
      'layers.map(() => ({ keys: [], values: [] }))': 'new Array(nLayer).fill({ keys: [], values: [] })',
    },
  },
  {
    name: 'train4-layers-not-in-params',
    title: 'the matrices of the layer are left out of params: they stay as they were drawn',
    kind: 'breaks',
    replace: {
      '[wte, wpe, lmHead, ...layers.flatMap((layer) => Object.values(layer))].flat(2)':
        '[wte, wpe, lmHead].flat(2)',
    },
  },
  {
    name: 'train4-one-head',
    title: 'one head of 16 numbers',
    kind: 'ablation',
    replace: { 'nHead = 4': 'nHead = 1' },
  },
  {
    name: 'train4-two-heads',
    title: 'two heads of 8 numbers',
    kind: 'ablation',
    replace: { 'nHead = 4': 'nHead = 2' },
  },
  {
    name: 'train4-sixteen-heads',
    title: '16 heads of one number',
    kind: 'ablation',
    replace: { 'nHead = 4': 'nHead = 16' },
  },
  {
    name: 'train4-two-layers',
    title: 'two layers',
    kind: 'ablation',
    replace: { 'nLayer = 1': 'nLayer = 2' },
  },
  {
    name: 'train4-heads-reversed',
    title: 'the heads are put together in reverse order',
    kind: 'ablation',
    replace: { 'heads.push(...attend(': 'heads.unshift(...attend(' },
  },
  {
    name: 'train4-no-wo',
    title: 'no wo: the heads are put side by side and added to x as they are',
    kind: 'ablation',
    replace: { 'return linear(heads, layer.wo)': 'return heads' },
  },
  {
    name: 'train4-other-weights',
    title: 'the same documents, and weights drawn with another seed: how much of a difference is chance',
    kind: 'ablation',
    replace: { 'const newParam = ': 'random.seed(1)\nconst newParam = ' },
  },
]
