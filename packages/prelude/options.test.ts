// The command line: what each option gives, and that every slip is told in one sentence that names it.

import { describe, expect, test } from 'vitest'
import { Mistake } from './mistake.ts'
import { isProgram, options, parseOptions } from './options.ts'

const defaults = { steps: 1000, samples: 20, seed: 42, prompt: '' }

const seven = '"seven" is not an option; npm hands options over after a "--": npm start -- --steps 100.'

/** The Mistake that these words are; fails when they are none. */
function mistake(...args: string[]): Mistake {
  try {
    parseOptions(args)
  } catch (error) {
    if (error instanceof Mistake) return error
    throw error
  }
  throw new Error(`${args.join(' ')}: no mistake`)
}

describe('what is asked for', () => {
  test('without options a stage trains 1,000 steps and makes 20 samples with seed 42', () => {
    expect(parseOptions([])).toEqual(defaults)
  })
  test.each([
    [['--steps', '7'], { steps: 7 }],
    [['--steps', '0'], { steps: 0 }],
    [['--steps=7'], { steps: 7 }],
    [['--steps', '007'], { steps: 7 }],
    [['--samples', '3'], { samples: 3 }],
    [['--seed', '0'], { seed: 0 }],
    [['--seed', '9007199254740991'], { seed: 2 ** 53 - 1 }],
    [['--temperature', '0.8'], { temperature: 0.8 }],
    [['--temperature=1e-3'], { temperature: 0.001 }],
    [['--prompt', 'ka'], { prompt: 'ka' }],
    [['--prompt', ''], { prompt: '' }],
    [['--prompt', '-'], { prompt: '-' }],
    [['--prompt=--x'], { prompt: '--x' }],
    [['--data', 'cities'], { data: 'cities' }],
    [['--data=my file.txt'], { data: 'my file.txt' }],
    [['--steps', '1', '--samples', '2', '--seed=3'], { steps: 1, samples: 2, seed: 3 }],
  ])('%j', (args, changed) => {
    expect(parseOptions(args)).toEqual({ ...defaults, ...changed })
  })
  test('the last of two is the one that counts', () => {
    expect(parseOptions(['--steps', '1', '--steps', '2'])).toEqual({ ...defaults, steps: 2 })
  })
  test('a "--" before the options, which pnpm hands over, is passed by', () => {
    expect(parseOptions(['--', '--steps', '7'])).toEqual({ ...defaults, steps: 7 })
  })
  test('one call leaves nothing behind for the next', () => {
    parseOptions(['--steps', '7', '--data', 'cities'])
    expect(parseOptions([])).toEqual(defaults)
  })
  test.each([[['--help']], [['-h']], [['--', '--help']], [['--steps', '7', '--help']], [['--help=x']]])(
    '%j asks for help',
    (args) => expect(parseOptions(args)).toBe('help'),
  )
})

describe('a slip', () => {
  test.each([
    [['--step', '7'], 'There is no option --step; --help lists those there are.'],
    [['--no-steps'], 'There is no option --no-steps; --help lists those there are.'],
    [['--toString', '7'], 'There is no option --toString; --help lists those there are.'],
    [['-s', '7'], 'There is no option -s; --help lists those there are.'],
    [['seven'], seven],
    [['--steps', '7', 'seven'], seven],
    [['--', 'seven'], seven],
    [['--steps'], '--steps takes a value; --help says which.'],
    [['--samples', '--steps', '7'], '--samples takes a value; --help says which.'],
    [['--prompt', '--steps', '7'], '--prompt takes a value; --help says which.'],
    [['--data'], '--data takes a value; --help says which.'],
    [['--steps', '-5'], '--steps takes a whole number of 0 or more, not "-5".'],
    [['--steps', '1.5'], '--steps takes a whole number of 0 or more, not "1.5".'],
    [['--steps', '1e3'], '--steps takes a whole number of 0 or more, not "1e3".'],
    [['--steps='], '--steps takes a whole number of 0 or more, not "".'],
    [['--samples', 'x'], '--samples takes a whole number of 0 or more, not "x".'],
    [['--seed', ' 1'], '--seed takes a whole number of 0 or more, not " 1".'],
    [['--seed', '9007199254740992'], '--seed takes a number below 2^53, not "9007199254740992".'],
    ...['0', '-1', 'NaN', 'Infinity', '1e999', '1e-999', '', ' ', 'warm', '0,5'].map(
      (text): [string[], string] => [
        ['--temperature', text],
        `--temperature takes a number above 0, such as 0.5, not "${text}".`,
      ],
    ),
  ])('%j', (args, sentence) => {
    expect(mistake(...args).message).toBe(sentence)
  })
  test('is wrong usage: exit code 2', () => {
    const slips = [['--step'], ['seven'], ['--steps'], ['--steps', 'x'], ['--seed', '9'.repeat(20)]]
    expect(slips.map((args) => mistake(...args).exitCode)).toEqual([2, 2, 2, 2, 2])
    expect(mistake('--temperature', '0').exitCode).toBe(2)
  })
})

describe('when a stage is imported, as here', () => {
  test('the command line is not read', () => {
    expect(isProgram).toBe(false)
  })
  test('the options are the defaults, and the importer may change them', () => {
    expect(options).toEqual({ ...defaults, data: 'names-starter' }) // data: packages/lab/setup.ts
  })
})
