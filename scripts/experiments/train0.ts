// What can be changed in train0, the model that counts.

import type { Experiment } from './experiment.ts'

export const train0: Experiment[] = [
  {
    name: 'train0-no-smoothing',
    title: 'nothing is added to the counts: what was never seen is impossible',
    kind: 'breaks',
    replace: {
      'sum(counts[token]) + vocabSize': 'sum(counts[token])',
      '(count + 1) / total': 'count / total',
    },
  },
  {
    name: 'train0-count-before-predicting',
    title: 'a document is counted first and then predicted, so that the loss knows the answer',
    kind: 'breaks',
    replace: { '    const loss = forward(tokens)\n': '', 'yield loss': 'yield forward(tokens)' },
  },
  {
    name: 'train0-no-final-bos',
    title: 'BOS is left out at the end of the documents',
    kind: 'breaks',
    replace: { 'encode(docs[step % docs.length]), BOS]': 'encode(docs[step % docs.length])]' },
  },
  {
    name: 'train0-target-off-by-one',
    title: 'the loss looks at the token itself, not at the next',
    kind: 'breaks',
    replace: { 'probs[tokens[position + 1]]': 'probs[tokens[position]]' },
  },
  {
    name: 'train0-transposed',
    title: 'counts[b][a] is counted instead of counts[a][b]',
    kind: 'breaks',
    replace: {
      'counts[tokens[position]][tokens[position + 1]]++': 'counts[tokens[position + 1]][tokens[position]]++',
    },
  },
  {
    name: 'train0-total-without-bos',
    title: 'the total forgets that BOS was counted once more too: the probabilities add up to more than 1',
    kind: 'breaks',
    replace: { 'sum(counts[token]) + vocabSize': 'sum(counts[token]) + chars.length' },
  },
  {
    name: 'train0-smoothing-0.1',
    title: 'a tenth is added to each count instead of 1',
    kind: 'ablation',
    replace: {
      'sum(counts[token]) + vocabSize': 'sum(counts[token]) + 0.1 * vocabSize',
      '(count + 1) / total': '(count + 0.1) / total',
    },
  },
  {
    name: 'train0-smoothing-10',
    title: '10 is added to each count instead of 1',
    kind: 'ablation',
    replace: {
      'sum(counts[token]) + vocabSize': 'sum(counts[token]) + 10 * vocabSize',
      '(count + 1) / total': '(count + 10) / total',
    },
  },
  {
    name: 'train0-unigram',
    title: 'the token is not looked at: how often each letter comes, whatever came before',
    kind: 'ablation',
    replace: {
      'const total = sum(counts[token]) + vocabSize':
        'token = 0\n  const total = sum(counts[token]) + vocabSize',
      'counts[tokens[position]][tokens[position + 1]]++': 'counts[0][tokens[position + 1]]++',
    },
  },
]
