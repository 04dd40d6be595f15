// The terminal of the stages, from outside: real stages, and toy ones where a stage has to misbehave, run as
// programs; what they print, how they end, and that an imported stage does neither.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { reference } from 'lab'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

const packages = fileURLToPath(new URL('../', import.meta.url))
const fileOf = (stage: string) => join(packages, stage, `${stage}.ts`)
const heading = '--- inference (new, hallucinated names) ---'
const endless = 1_000_000_000
const esc = '\x1b'

type Outcome = { stdout: string; stderr: string; code: number | null }
/** What to do as soon as the output has this in it. */
type Reaction = [mark: string, react: (child: ChildProcess) => void]

/** Run the stage in `file` as `pnpm start` does, with these words after its name, and wait for its end. */
function start(file: string, words: string, reactions: Reaction[] = [], node: string[] = [], env = {}) {
  const unset = { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, NODE_OPTIONS: undefined }
  const args = ['--import', 'tsx', ...node, basename(file), ...words.split(' ').filter(Boolean)]
  const child = spawn(process.execPath, args, {
    cwd: dirname(file),
    env: { ...process.env, ...unset, INIT_CWD: dirname(file), TERM: 'xterm', ...env },
    timeout: 25_000,
  })
  const outcome: Outcome = { stdout: '', stderr: '', code: null }
  const waiting = [...reactions]
  child.stdout.setEncoding('utf8').on('data', (text) => {
    outcome.stdout += text
    while (waiting.length > 0 && outcome.stdout.includes(waiting[0][0])) waiting.shift()?.[1](child)
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.stderr += text
  })
  return new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ ...outcome, code }))
  })
}

/** Run a stage on the starter list, so that nothing is downloaded. */
const startStage = (stage: string, words: string, ...reactions: Reaction[]) =>
  start(fileOf(stage), `--data names-starter ${words}`, reactions)

/** The same with a stdout that says of itself that it is a terminal of 80 columns. */
function startLive(file: string, words: string, env = {}, ...reactions: Reaction[]) {
  const terminal = 'data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=80'
  return start(file, `--data names-starter ${words}`, reactions, ['--import', terminal], env)
}

let folder: string // of toy stages
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stages-'))
  symlinkSync(join(packages, '../node_modules'), join(folder, 'node_modules'), 'junction')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A stage that learns nothing: `step` is the body of its training loop, and `draw` makes its samples. */
function toy(step: string, draw = `'bo'`): string {
  const file = join(mkdtempSync(join(folder, 'toy-')), 'toy.ts')
  writeFileSync(
    file,
    `import { random, run } from 'prelude'
    function* train(steps: number) { for (let step = 1; step <= steps; step++) { ${step} } }
    run({ docs: ['bo', '東京'], vocabSize: 5, train, sample: () => ${draw}, temperature: 1 })`,
  )
  return file
}

const interrupt = (child: ChildProcess) => child.kill('SIGINT')
const samplesOf = (stdout: string) => stdout.match(/(?<=^sample .*: ).*$/gm) ?? []

describe('into a pipe a stage prints', () => {
  test('what the Python original prints: sizes, a line for each step, a blank line, the samples', async () => {
    const { head, losses, samples } = reference('starter', 'train0')
    const pad = (number: number, width: number) => String(number).padStart(width)
    const { stdout, stderr, code } = await startStage('train0', '')
    expect(stdout.split('\n')).toEqual([
      ...head,
      ...losses.map((loss, i) => `step ${pad(i + 1, 4)} / 1000 | loss ${loss.toFixed(4)}`),
      '',
      heading,
      ...samples.map((sample, i) => `sample ${pad(i + 1, 2)}: ${sample}`),
      '',
    ])
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
  test.each(['train1', 'train5'])(
    'the number of parameters too, and what else there is to say first: %s',
    async (stage) => {
      const { stdout } = await startStage(stage, '--steps 0 --samples 0')
      expect(stdout).toBe([...reference('starter', stage).head, '', heading, ''].join('\n'))
    },
  )
})

describe('an option changes what a stage does:', () => {
  test('--steps 0 trains nothing, and still there are samples', async () => {
    const { stdout, code } = await startStage('train0', '--steps 0 --samples 12')
    expect(stdout).not.toContain('step ')
    expect(samplesOf(stdout)).toHaveLength(12)
    expect(code).toBe(0)
  })
  test('--samples 0 trains, and ends with the heading', async () => {
    const { stdout, code } = await startStage('train0', '--steps 2 --samples 0')
    expect(stdout).toMatch(/step {4}2 \/ {4}2 \| loss .*\n\n--- .* ---\n$/)
    expect(code).toBe(0)
  })
  test.each(['train0', 'train5'])('--prompt ka begins each sample of %s with ka', async (stage) => {
    const { stdout } = await startStage(stage, '--steps 0 --prompt ka')
    expect(samplesOf(stdout)).toHaveLength(20)
    for (const sample of samplesOf(stdout)) expect(sample).toMatch(/^ka/)
  })
  test('--prompt takes any character of the documents, be it 東', async () => {
    const { stdout, code } = await start(toy('yield 1'), '--prompt 東')
    expect(samplesOf(stdout)).toHaveLength(20)
    expect(code).toBe(0)
  })
  test('--seed makes other names, and the same seed the same', async () => {
    const first = await startStage('train0', '--steps 5 --seed 42')
    const other = await startStage('train0', '--steps 5 --seed 43')
    const again = await startStage('train0', '--steps 5 --seed 43')
    expect(samplesOf(other.stdout)).not.toEqual(samplesOf(first.stdout))
    expect(again.stdout).toBe(other.stdout)
  })
  test.each([
    ['train0', 1000],
    ['train5', 0],
  ])('--temperature 1e-9 draws only the likeliest: %s has one name for all', async (stage, steps) => {
    const { stdout } = await startStage(stage, `--steps ${steps} --temperature 1e-9`)
    expect(samplesOf(stdout)).toHaveLength(20)
    expect(new Set(samplesOf(stdout)).size).toBe(1)
  })
  test.each(['train0', 'train5'])('--temperature 1e308 draws all letters alike: %s', async (stage) => {
    const { stdout, code } = await startStage(stage, '--steps 1 --temperature 1e308')
    expect(new Set(samplesOf(stdout).join('')).size).toBeGreaterThan(20)
    expect(code).toBe(0)
  })
  test('--help prints the options and nothing else, in lines of 80 columns at most', async () => {
    const { stdout, stderr, code } = await start(fileOf('train0'), '--help')
    expect(stdout).toMatch(/^Usage: pnpm --filter train0 start \[options\]\n/)
    const options = ['--steps', '--samples', '--temperature', '--prompt', '--seed', '--data', '--help']
    expect(stdout.match(/(?<=^ {2})--\w+/gm)).toEqual(options)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
})

describe('one line on stderr and nothing on stdout is the answer to', () => {
  test.each([
    ['--steps -5', 2, /^--steps takes a whole number of 0 or more, not "-5"\.\n$/],
    ['--layers 4', 2, /^There is no option --layers; --help lists those there are\.\n$/],
    ['--data no.txt', 1, /^There is no file "\S*no\.txt", nor a list of that name; the lists are .*\.\n$/],
    ['--data ..', 1, /^"\.\." is a folder: --data takes a text file with one document per line\.\n$/],
    ['--data cities --prompt 東', 1, /^--prompt contains "東", which is in none of the documents\.\n$/],
  ])('%s, with exit code %i', async (words, exitCode, line) => {
    const { stdout, stderr, code } = await start(fileOf('train0'), words)
    expect(stderr).toMatch(line)
    expect({ stdout, code }).toEqual({ stdout: '', code: exitCode })
  })
})

describe('one line on stderr ends the run when', () => {
  test.each(['train0', 'train5'])(
    'the temperature is so small that the numbers of %s overflow',
    async (stage) => {
      const { stderr, code } = await startStage(stage, '--steps 1 --temperature 1e-320')
      expect(stderr).toBe(
        'No name can be drawn, as the weights sum to NaN, not to a finite number above 0: ' +
          'training diverged, or --temperature 1e-320 is too small.\n',
      )
      expect(code).toBe(1)
    },
  )
  test('training has diverged to NaN', async () => {
    const { stdout, stderr, code } = await start(toy('yield NaN', 'random.choice([NaN])'), '--steps 1')
    expect(stdout).toContain('step    1 /    1 | loss NaN\n')
    expect(stderr).toMatch(/^No name can be drawn, as the weights sum to NaN, .*: training diverged, .*\n$/)
    expect(code).toBe(1)
  })
  test('the output cannot be written, as on a full disk', async () => {
    const full = `process.stdout.emit('error', Object.assign(new Error(), { code: 'ENOSPC' })); yield 1`
    const { stderr, code } = await start(toy(full), '')
    expect({ stderr, code }).toEqual({ stderr: 'The output cannot be written (ENOSPC).\n', code: 1 })
  })
})

test("a stage's own error is told in full, with the line that it comes from", async () => {
  const { stderr, code } = await start(toy('yield 1', `'bo'.repeat(-1)`), '--steps 1')
  expect(stderr).toMatch(/RangeError: Invalid count value: -1\n.* at .*toy\.ts:\d+/s)
  expect(code).toBe(1)
})

test('when its reader leaves, as `head -1` does, a stage ends without a word', async () => {
  const { stderr, code } = await startStage('train0', `--steps ${endless}`, [
    '\n',
    (child) => child.stdout?.destroy(),
  ])
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
})

describe('Ctrl-C', () => {
  test('ends training, and the names follow', async () => {
    const { stdout, stderr, code } = await startStage('train0', `--steps ${endless}`, [
      'step    3',
      interrupt,
    ])
    expect(stdout).toContain(`\n\n${heading}\nsample  1: `)
    expect(samplesOf(stdout)).toHaveLength(20)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
  test('a second time, ends the program with exit code 130', async () => {
    const words = `--steps ${endless} --samples ${endless}`
    const twice: Reaction[] = [
      ['step    3', interrupt],
      [heading, interrupt],
    ]
    const { stderr, code } = await startStage('train0', words, ...twice)
    expect({ stderr, code }).toEqual({ stderr: '', code: 130 })
  })
  test('among the names, does so the first time', async () => {
    const words = `--steps 0 --samples ${endless}`
    const { stderr, code } = await startStage('train0', words, ['sample  3', interrupt])
    expect({ stderr, code }).toEqual({ stderr: '', code: 130 })
  })
})

describe('on a terminal', () => {
  /** What is to be seen, with every state of the live line on a line of its own. */
  const visible = (stdout: string) =>
    stripVTControlCharacters(stdout.replaceAll(`${esc}[1G`, '\n')).split('\n')
  const colors = new RegExp(`${esc}\\[[\\d;]*m`)
  const expectWrapping = (stdout: string) =>
    expect(stdout.lastIndexOf(`${esc}[?7h`)).toBeGreaterThan(stdout.lastIndexOf(`${esc}[?7l`))
  const expectNarrow = (stdout: string) => {
    for (const line of visible(stdout)) expect([...line].length, line).toBeLessThanOrEqual(80)
  }
  let live: Outcome
  beforeAll(async () => {
    live = await startLive(fileOf('train0'), '')
  })

  test('one line changes in place', () => {
    const states = visible(live.stdout).filter((line) => line.includes('steps/s'))
    expect(states[0]).toMatch(/^░+ step 0 \/ 1000 \| loss - \| - steps\/s \| 0s left$/)
    expect(states.at(-1)).toMatch(/^█+ step 1000 \/ 1000 \| loss \d\.\d{4} \| \d+ steps\/s \| 0s left$/)
    expect(live.stdout.split('\n').filter((line) => line.includes('steps/s'))).toHaveLength(1)
  })
  test('the curve and the names come after it', () => {
    const lines = visible(live.stdout)
    const [curve, names] = [lines.indexOf('loss over the steps'), lines.indexOf(heading)]
    expect(curve).toBeGreaterThan(lines.findLastIndex((line) => line.includes('steps/s')))
    expect(names).toBeGreaterThan(curve)
    expect(samplesOf(live.stdout)).toHaveLength(20)
  })
  test('nothing is on stderr, and the exit code is 0', () => {
    expect(live).toMatchObject({ stderr: '', code: 0 })
  })
  test('lines wrap again afterwards', () => {
    expectWrapping(live.stdout)
  })
  test('no line is wider than its 80 columns', () => {
    expectNarrow(live.stdout)
  })
  test('nor is one that counts to 1,000,000 and has a large loss', async () => {
    const { stdout } = await startLive(toy('yield 744.4401; if (step === 99) return'), '--steps 1000000')
    expect(stdout).toContain('step 99 / 1000000 | loss 744.4401')
    expectNarrow(stdout)
  })
  test('there are colours, unless NO_COLOR is set', async () => {
    expect(live.stdout).toMatch(colors)
    const { stdout } = await startLive(fileOf('train0'), '--steps 10', { NO_COLOR: '1' })
    expect(stdout).toContain('step 10 / 10')
    expect(stdout).not.toMatch(colors)
  })
  test('the curve stands between two blank lines, and no line of it has blanks at its end', async () => {
    const { stdout } = await startLive(toy('yield 3 - step'), '--steps 2 --samples 1')
    expect(visible(stdout).slice(-18)).toEqual([
      expect.stringContaining('step 2 / 2 | loss 1.5000 |'),
      '',
      'loss over the steps',
      '    ▲',
      '2.00┤┓',
      ...Array(3).fill('    │┃'),
      '1.50┤┃',
      ...Array(3).fill('    │┃'),
      '1.00┤┗━',
      '    └──▶',
      '',
      heading,
      'sample  1: bo',
      '',
    ])
  })
  test('losses that are no numbers are left out of the curve', async () => {
    const { stdout, stderr, code } = await startLive(toy('yield step < 3 ? step : NaN'), '--steps 9')
    expect(stdout).toContain('step 9 / 9 | loss NaN')
    expect(visible(stdout)).toContain('loss over the steps')
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
  test.each([
    ['where nothing is trained', 'yield 1', 0],
    ['of a single step', 'yield 1', 1],
    ['where no loss is a number', 'yield NaN', 9],
  ])('there is no curve %s', async (_, step, steps) => {
    const { stdout, code } = await startLive(toy(step), `--steps ${steps}`)
    expect(visible(stdout)).not.toContain('loss over the steps')
    expect(stdout.includes('steps/s'), 'but a live line for any step').toBe(steps > 0)
    expect(samplesOf(stdout)).toHaveLength(20)
    expect(code).toBe(0)
  })
  test('Ctrl-C ends training with the curve so far, and the names follow', async () => {
    const words = `--steps ${endless}`
    const { stdout, stderr, code } = await startLive(fileOf('train0'), words, {}, ['loss 2', interrupt])
    expect(visible(stdout)).toContain('loss over the steps')
    expect(samplesOf(stdout)).toHaveLength(20)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
  test('after an error in training, it is told in full, and lines wrap again', async () => {
    const { stdout, stderr, code } = await startLive(toy(`throw new Error('a slip')`), '')
    expectWrapping(stdout)
    expect(stdout).not.toContain(heading)
    expect(stderr).toMatch(/Error: a slip\n.* at .*toy\.ts:\d+/s)
    expect(code).toBe(1)
  })
})

test('a stage that is imported prints nothing and trains nothing', async () => {
  const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  const { counts, train } = await import('../train0/train0.ts')
  for (const print of printed) {
    expect(print).not.toHaveBeenCalled()
    print.mockRestore()
  }
  expect(counts.flat().every((count) => count === 0)).toBe(true)
  const [loss] = train(1)
  expect(loss, 'all 27 tokens are equally likely').toBeCloseTo(Math.log(27), 12)
})
