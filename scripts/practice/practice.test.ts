// What practice promises and can be told quickly: steps come out of the lessons and end in the stages, a learner's
// own statements stay, other white space is no difference, and whatever a file does, there is a sentence about it.
// What takes long is in session.ts.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stages, stageText } from '../stages.ts'
import { obey } from './commands.ts'
import { Files } from './files.ts'
import { guarded } from './guard.ts'
import { plain } from './hints.ts'
import { type Judge, syntaxError } from './judge.ts'
import { Learner, readPractice, readTests } from './practice.ts'
import { difference, missing, withStep } from './statements.ts'
import { type Practice, type Step, textOf } from './steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'practice-unit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const all = stages.map((_, number) => readPractice(number))
const [, , two, three] = all
const before = ({ files }: Practice, number: number) => textOf(files[number - 1])
const stepWith = ({ steps }: Practice, key: string): Step => {
  const step = steps.find((step) => step.key.startsWith(key))
  if (!step) throw new Error(`no step begins with ${key}`)
  return step
}

describe('steps', () => {
  test.each(all)('of $stage.name lead from the stage before to the stage, byte for byte', (practice) => {
    const { stage, files, steps } = practice
    if (stage.number > 0) expect(textOf(files[0])).toBe(stageText(stages[stage.number - 1]))
    expect(textOf(files[steps.length])).toBe(stage.source)
  })
  test.each(all)('of $stage.name are complete files: what the lesson leaves open is closed', (practice) => {
    for (const pieces of practice.files) expect(syntaxError(textOf(pieces))).toBeUndefined()
  })
  test('train0 begins with its headings and no code', () => {
    const lines = before(all[0], 1).split('\n')
    expect(lines.filter((line) => line !== '' && !line.startsWith('//'))).toEqual([])
    expect(lines.filter((line) => /^\/\/ (Model|Sampling):/.test(line))).toHaveLength(2)
  })
  test('blocks without a word on running between them are one step', () => {
    expect(stepWith(two, '#Gradient-by-hand').key).toBe(
      '#Gradient-by-hand, backward to "const probs"; backward from "losses.push"',
    )
  })
  test('a step has the prose around it, and what the lesson says of running it', () => {
    const step = stepWith(three, 'attend')
    expect(step.title).toBe('Query, key, value')
    expect(step.prose).toMatch(/^A look back is a search\.[\s\S]*A test has these numbers\.$/)
    expect(step).toMatchObject({ runs: false, verdict: expect.stringContaining('nobody calls `attend`') })
  })
})

describe('what a step still lacks', () => {
  const step = stepWith(three, 'attend')
  const done = textOf(three.files[step.number])

  test('is said of what is not there, and not of how it is written', () => {
    expect(missing(three, step, before(three, step.number))).toEqual(['`attend` is not there yet.'])
    const own = 'export const attend = (q: Vector, keys: Matrix, values: Matrix) => q\n'
    expect(missing(three, step, before(three, step.number) + own)).toEqual([])
  })
  test('an export that is missing is named with its line', () => {
    const line = done.split('\n').findIndex((line) => line.includes('function attend')) + 1
    expect(missing(three, step, done.replace('export function attend', 'function attend'))).toEqual([
      `\`attend\` is there, and not exported (line ${line}): the tests do not see it.`,
    ])
    const atTheEnd = `${done.replace('export function attend', 'function attend')}export { attend }\n`
    expect(missing(three, step, atTheEnd)).toEqual([])
  })
  test('what goes away and what changes', () => {
    expect(missing(two, stepWith(two, '#Parameters'), before(two, 8)).join(' ')).toMatch(
      /heading "Parameters" is still the old one \(line \d+\)\. `newParam` is still.*`Param` is still there/,
    )
  })
})

describe('the difference from a solution', () => {
  test('other indentation and blank lines are none', () => {
    const source = stageText('train3')
    expect(difference(source.replaceAll(/^ +/gm, '\t'), source)).toEqual([])
  })
  test('other words are one, in their statement, and the lines beside them are none', () => {
    const source = stageText('train3')
    const mine = source.replace('.pow(-0.5)', '.pow(-1)').replaceAll('  return', '    return')
    const [change, ...others] = difference(mine, source)
    expect(others).toEqual([])
    expect(
      change.lines.filter(({ sign }) => sign !== ' ').map(({ sign, text }) => sign + text.trim()),
    ).toEqual([
      '-const scale = meanSquare.add(1e-5).pow(-1) // 1e-5: never a division by 0',
      '+const scale = meanSquare.add(1e-5).pow(-0.5) // 1e-5: never a division by 0',
    ])
  })
})

describe('a step that is applied', () => {
  test('brings its statements and leaves the others as the learner wrote them', () => {
    const step = stepWith(two, 'Value.add')
    const mine = before(two, step.number)
      .replace('const maxLength = 16', 'const maxLength = 4 * 4 // mine')
      .replace('    this.data = data', '    this.data = data // mine too')
    const result = withStep(two, step, mine)
    expect(result).toContain('4 * 4 // mine')
    expect(result).toContain('this.data = data // mine too')
    expect(result).toContain('mul(b: Value | number)')
    expect(missing(two, step, result ?? '')).toEqual([])
  })
  test('one after the other they make the stage', () => {
    for (const practice of all) {
      const mine = practice.steps.reduce(
        (text, step) => withStep(practice, step, text) ?? '',
        before(practice, 1),
      )
      expect(mine).toBe(practice.stage.source)
    }
  })
  test('cannot be put into a file in pieces', () => {
    expect(withStep(two, two.steps[2], 'export function (')).toBeUndefined()
  })
})

describe('syntax', () => {
  test('an error is told with its line', () => {
    expect(syntaxError('const a = 1\nconst b = (2\nconst c = 3\n')).toMatchObject({ line: 3 })
  })
  test('so are two statements of one name', () => {
    const error = syntaxError('const a = 1\nconst b = 2\nconst a = 3\n')
    expect(error).toMatchObject({ line: 3, message: expect.stringContaining('declare "a"') })
  })
})

test('lines of the learner’s own between the lesson’s are kept when a step is applied', () => {
  const step = stepWith(two, 'Value.add')
  const own = `${before(two, step.number)}console.log('one')\nconsole.log('two')\nif (0) {}\nif (0) {}\n`
  expect(syntaxError(own)).toBeUndefined()
  const result = withStep(two, step, own)
  expect(result).toContain(`console.log('one')\nconsole.log('two')\nif (0) {}\nif (0) {}\n`)
  expect(result).toContain('mul(b: Value | number)')
})

describe('the guard', () => {
  test('leaves every line where it is', () => {
    const source = stageText('train2')
    expect(guarded(source).split('\n')).toHaveLength(source.split('\n').length)
    expect(guarded('for (;;) a()\n')).toMatch(/^for \(;;\) \{__turn\(\d+\);a\(\)\}\n$/)
  })
})

describe('files', () => {
  const files = new Files(join(folder, 'files', 'practice'))

  test('what was there is kept, each time', () => {
    expect(files.replace('train3', 'one\n')).toBeUndefined()
    const kept = ['two\n', 'three\n'].map((text) => files.replace('train3', text))
    expect(kept.map((path) => readFileSync(join(folder, 'files', path ?? ''), 'utf8'))).toEqual([
      'one\n',
      'two\n',
    ])
    expect(files.read('train3')).toBe('three\n')
    expect(files.replace('train3', 'three\n'), 'nothing to keep').toBeUndefined()
    const many = Array.from({ length: 100 }, (_, i) => files.replace('train3', `${i}\n`))
    expect(new Set(many).size, 'also within a millisecond').toBe(100)
  })
  test('no half file is left beside it', () => {
    expect(readdirSync(join(folder, 'files', 'practice')).filter((name) => name.includes('part'))).toEqual([])
  })
  test('where nothing can be written, the file stays as it is, and a sentence says so', () => {
    const place = join(folder, 'full', 'practice')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'train3.ts'), 'mine\n')
    writeFileSync(join(place, '.history'), 'a file where the folder should be')
    const blocked = new Files(place)
    expect(() => blocked.replace('train3', 'other\n')).toThrow(/cannot be written .*your file is as it was/)
    expect(blocked.read('train3')).toBe('mine\n')
  })
  test('a note that cannot be read is none', () => {
    files.note('train3', { step: 'a' })
    writeFileSync(files.notePath('train3'), '{ "step": ')
    expect(files.recall('train3')).toBeUndefined()
  })
})

describe('commands', () => {
  const passing: Judge = async (_, tests = []) => ({
    tests: tests.map((name) => ({ name, passed: true, message: '' })),
  })
  const learner = (name: string, judge = passing) => {
    const files = new Files(join(folder, name, 'practice'))
    return new Learner(three, files, judge, readTests())
  }
  const ask = async (who: Learner, ...command: Parameters<typeof obey>[0][]) => {
    const lines: string[] = []
    let code = 0
    for (const one of command) code = await obey(one, who, (line) => lines.push(line))
    return { code, text: lines.join('\n') }
  }

  test('an attempt is resumed, never overwritten', async () => {
    const who = learner('resumed')
    mkdirSync(who.files.folder, { recursive: true })
    writeFileSync(who.files.pathOf('train3'), '// mine\n')
    await ask(who, { name: 'list' })
    expect(who.text).toBe('// mine\n')
  })
  test('a file with the line ends of Windows is read like any other, and kept as it was', async () => {
    const who = learner('windows')
    await ask(who, { name: 'at', step: '5' })
    const mine = `${who.text}// mine\n`.replaceAll('\n', '\r\n')
    writeFileSync(who.files.pathOf('train3'), mine)
    const { text } = await ask(who, { name: 'apply' })
    const kept = /is kept: (\S+)/.exec(text)?.[1] ?? ''
    expect(readFileSync(join(folder, 'windows', kept), 'utf8')).toBe(mine)
    expect(readFileSync(who.files.pathOf('train3'), 'utf8')).not.toContain('\r')
  })
  test('a file that was taken away begins anew, and where it was is said', async () => {
    const who = learner('gone')
    await ask(who, { name: 'at', step: '5' })
    rmSync(who.files.pathOf('train3'))
    const { text } = await ask(who, { name: 'list' })
    expect(text).toContain('train3.ts is new: begin there. The one that you had is gone, at step 5: --at 5')
  })
  test('a step is done when its tests pass, and the next one begins', async () => {
    const who = learner('done')
    await ask(who, { name: 'at', step: '5' })
    const { code, text } = await ask(who, { name: 'check' })
    expect(code).toBe(0)
    expect(text).toContain('Next: Step 6 of 11')
    expect(who.step?.number).toBe(6)
  })
  test('a step is not done when a test fails, whose message is told', async () => {
    const who = learner('failing', async (_, tests = []) => ({
      tests: tests.map((name, i) => ({ name, passed: i > 0, message: i > 0 ? '' : 'expected 1 to be 2' })),
    }))
    await ask(who, { name: 'at', step: '5' })
    const { code, text } = await ask(who, { name: 'check' })
    expect(code).toBe(1)
    expect(text).toContain('expected 1 to be 2')
    expect(text).toContain('`attend` is not there yet.')
    expect(who.step?.number).toBe(5)
  })
  test('three hints, each saying more', async () => {
    const who = learner('hints')
    await ask(who, { name: 'at', step: '5' })
    const hints = [
      await ask(who, { name: 'hint' }),
      await ask(who, { name: 'hint' }),
      await ask(who, { name: 'hint' }),
    ]
    expect(hints[0].text).toContain('A look back is a search.')
    expect(hints[1].text).toContain('export function attend(q: Vector, keys: Matrix, values: Matrix)')
    expect(hints[1].text).toContain('attend with a single key, finds its value, whatever is asked')
    expect(hints[2].text).toContain('+  const weights = softmax(')
  })
  test('what a reset and a jump take away is kept', async () => {
    const who = learner('reset')
    await ask(who, { name: 'at', step: '5' })
    for (const command of [{ name: 'reset' }, { name: 'at', step: '2' }, { name: 'apply' }] as const) {
      const mine = `${who.text}// before ${command.name}\n`
      writeFileSync(who.files.pathOf('train3'), mine)
      const { text } = await ask(who, command)
      const path = /is kept: (\S+)/.exec(text)?.[1] ?? ''
      expect(readFileSync(join(folder, 'reset', path), 'utf8')).toBe(mine)
    }
  })
  test('a step that there is not is a mistake', async () => {
    await expect(ask(learner('none'), { name: 'at', step: '12' })).rejects.toThrow('has the steps 1 to 11')
  })
  test('only practice/ is written to', async () => {
    expect(existsSync(join(folder, 'none', 'practice', 'train3.ts'))).toBe(true)
    expect(readdirSync(join(folder, 'none'))).toEqual(['practice'])
  })
})

test('Markdown is told without its marks', () => {
  expect(
    plain('The **[loss](glossary.md#loss)** is $-\\log p$, or 3.30<!-- = x -->: $27 \\times 27 = 729$.'),
  ).toBe('The loss is -log p, or 3.30: 27 × 27 = 729.')
  expect(plain('$e^{z/T} = (e^z)^{1/T}$, $0.85^{10} \\, g$, and **not** `b ** 1` **but** this.')).toBe(
    'e^(z/T) = (e^z)^(1/T), 0.85^10 g, and not `b ** 1` but this.',
  )
})
