// Practice as a learner has it, from start to end, in a pseudo-terminal with real keys: nothing that was written is
// lost, whatever happens; and the judge, whatever it is given. Minutes long, so that `npm run practice:verify` runs it and `npm test` does not.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { stageText } from '../stages.ts'
import { plain } from './hints.ts'
import { judgeOf } from './judge.ts'
import { readPractice, readTests } from './practice.ts'
import { textOf } from './steps.ts'
import { everything, newFolder, program, Terminal } from './terminal.ts'

const { steps, files } = readPractice(2)
const before = (number: number) => textOf(files[number - 1])
const headlineOf = (number: number) =>
  `Step ${number} of ${steps.length}: ${steps[number - 1].title}`.slice(0, 70)

describe('the judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'practice-judge-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const judge = judgeOf(folder, 'train0', 'practice/train0.ts')
  const source = stageText('train0')
  const [name] = readTests().train0['#Documents, docs']

  test('says which tests pass and which fail', async () => {
    const right = await judge(source, [name])
    expect(right).toEqual({ tests: [{ name, passed: true, message: '' }], trouble: undefined })
    const wrong = await judge(source.replace('random.shuffle(documents(options.data))', '["anna"]'), [name])
    expect(wrong.tests).toEqual([{ name, passed: false, message: expect.stringContaining('all of them') }])
  })
  test.each([
    ['a syntax error', 'const = 1', /^practice\/train0\.ts:68: /],
    ['an endless loop', 'while (true) {}', /this loop does not end \(practice\/train0\.ts:68\)/],
    ['process.exit', 'process.exit(0)', /process\.exit.*\(practice\/train0\.ts:68\)/],
    ['an error at the top', 'hallo()', /hallo is not defined \(practice\/train0\.ts:68\)/],
  ])('tells %s in a sentence with the line', async (_, more, sentence) => {
    expect(await judge(`${source}${more}\n`, [name])).toMatchObject({
      trouble: expect.stringMatching(sentence),
    })
  })
  test('is content with a right solution that is written in another way', async () => {
    const own = stageText('train5')
      .replace(
        'params.forEach((p, i) => {',
        'for (let i = 0; i < params.length; i++) {\n      const p = params[i]',
      )
      .replace('    })\n    yield', '    }\n    yield')
      .replace('m[i] = beta1 * m[i] + (1 - beta1) * p.grad', 'm[i] += (1 - beta1) * (p.grad - m[i])')
    const names = readTests().train5['#Training, train']
    const { tests, trouble } = await judgeOf(folder, 'train5', 'practice/train5.ts')(own, names)
    expect({ trouble, failing: tests.filter(({ passed }) => !passed) }).toEqual({ failing: [] })
    expect(tests).toHaveLength(names.length)
  })
  test('gives up after its time, and when it is told to', async () => {
    const hurried = judgeOf(folder, 'train0', 'practice/train0.ts', 50)
    expect(await hurried(source)).toMatchObject({ trouble: expect.stringContaining('not done after') })
    await expect(judge(source, [name], AbortSignal.timeout(50))).rejects.toThrow()
  })
})

describe('in a terminal', () => {
  test('from train2’s first step to its last, with all that can happen on the way', async () => {
    const folder = newFolder()
    const written: string[] = []
    let terminal = new Terminal(folder, ['2'])
    const save = (text: string) => {
      written.push(text)
      terminal.save(text)
    }

    await terminal.until(headlineOf(1))
    await terminal.until('the comment at the top is still the old one (line 1).')
    expect(terminal.read()).toBe(before(1))

    for (const number of [1, 2, 3]) {
      terminal.press('h')
      await terminal.until(`Hint ${number} of 3`)
    }
    await terminal.until('+// train2: the same model, trained with autograd')

    save(before(1).replace(/^\/\/ train1: .*$/m, '// train2: my own words'))
    await terminal.until(headlineOf(2))

    save(before(2).replace('function* train', 'function* train('))
    await terminal.until(/practice\/train2\.ts:\d+: /)

    save(`${before(2)}while (true) {}\n`)
    await terminal.until(/this loop does not end \(practice\/train2\.ts:\d+\)/)

    save(`${before(2)}process.exit(3)\n`)
    await terminal.until(/process\.exit was called, .* \(practice\/train2\.ts:\d+\)/)

    save(before(3).replace('const maxLength = 16', 'const maxLength = 4 * 4 // mine'))
    await terminal.until(headlineOf(3))
    terminal.press('a')
    await terminal.until(/is done for you\. What you had is kept:/)
    await terminal.until(headlineOf(4))
    expect(terminal.read()).toContain('const maxLength = 4 * 4 // mine')
    expect(terminal.read()).toContain('  mul(b: Value | number)')

    terminal.press('l')
    await terminal.until(`>  4   ${steps[3].title}`)
    terminal.press('\x1b[B')
    await terminal.until(`>  5   ${steps[4].title}`)
    terminal.press('\x1b[B')
    await terminal.until(`>  6   ${steps[5].title}`)
    terminal.press('\r')
    await terminal.until(headlineOf(6))
    expect(terminal.read()).toBe(before(6))

    await terminal.until('`Vector` is still the old one')
    save(`${before(6)}// a thought of mine\n`)
    terminal.press('r')
    await terminal.until('Back to how the file was')
    terminal.press('n')
    await terminal.until('Nothing was changed.')
    expect(terminal.read()).toContain('a thought of mine')
    terminal.press('r')
    await terminal.until('any other key no')
    terminal.press('y')
    await terminal.until(/as it was when step 6 began/)
    expect(terminal.read()).toBe(before(6))

    terminal.press('q')
    expect(await terminal.ended()).toBe(0)
    terminal = new Terminal(folder, ['2'])
    await terminal.until('as you left it')
    await terminal.until(headlineOf(6))

    for (const { number } of steps.slice(5)) {
      await terminal.until(headlineOf(number))
      terminal.press('a')
      await terminal.until(`Step ${number} is done for you.`)
    }
    await terminal.until('That was the last step: train2 is yours.')
    expect(terminal.read()).toBe(stageText('train2'))
    terminal.press('d')
    await terminal.until('says what the lesson')
    terminal.press('t')
    await terminal.until(/(\d+) of \1 tests of train2 pass/)
    terminal.press('q')
    expect(await terminal.ended()).toBe(0)

    // the learner's editor has replaced some of these; what our keys have replaced is kept
    const kept = [...everything(folder).values()]
    for (const text of [written[written.length - 1], written[written.length - 2]])
      expect(kept).toContain(text)
  })

  test('Ctrl-C and a closed terminal leave the file as it is, and nothing running', async () => {
    for (const end of ['Ctrl-C', 'closed']) {
      const folder = newFolder()
      const terminal = new Terminal(folder, ['2'])
      await terminal.until(headlineOf(1))
      const mine = `${before(3)}while (true) {}\n`
      terminal.press('l')
      await terminal.until('>  1')
      terminal.press('\x1b[B')
      await terminal.until('>  2')
      terminal.press('\r')
      await terminal.until(headlineOf(2))
      terminal.save(mine) // the tests are in an endless loop when it happens
      await wait(2500)
      if (end === 'Ctrl-C') terminal.press('\x03')
      else terminal.close()
      await terminal.ended()
      expect(terminal.read(), end).toBe(mine)
      await wait(500)
      expect(spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout, end).not.toContain(folder)
    }
  })

  test('two at once do not disturb each other', async () => {
    const folder = newFolder()
    const [one, two] = [new Terminal(folder, ['2']), new Terminal(folder, ['5'])]
    await one.until(headlineOf(1))
    await two.until('Step 1 of 3')
    one.press('a')
    two.press('a')
    await one.until(headlineOf(2))
    await two.until('Step 2 of 3')
    expect(one.read()).toBe(before(2))
    expect(readFileSync(join(folder, 'practice', 'train5.ts'), 'utf8')).toBe(textOf(readPractice(5).files[1]))
  })
})

describe('with plain commands', () => {
  test('from train2’s first step to its last', { timeout: 600_000 }, () => {
    const folder = newFolder()
    const practice = (...words: string[]) =>
      spawnSync(process.execPath, program('2', ...words), { cwd: folder, encoding: 'utf8' })
    const file = join(folder, 'practice', 'train2.ts')

    expect(practice('--check')).toMatchObject({ status: 1, stdout: expect.stringContaining('Not yet.') })
    expect(practice('--hint').stdout).toContain(plain(steps[0].prose).slice(0, 60))
    expect(practice('--hint').stdout).toContain('the comment at the top changes')
    expect(practice('--hint').stdout).toContain('+// train2: the same model')
    writeFileSync(file, before(2))
    expect(practice('--check')).toMatchObject({ status: 0, stdout: expect.stringContaining(headlineOf(2)) })
    expect(practice('--diff').stdout).toContain('+export class Value {')
    const broken = before(2).replace('const maxLength', 'const const maxLength')
    writeFileSync(file, broken)
    expect(practice('--check')).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/train2\.ts:\d+: /),
    })
    expect(practice('--diff')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/train2\.ts:\d+: .* once this is right/),
    })
    expect(practice('--apply')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('What you had is kept: practice/.history/train2-'),
    })
    expect([...everything(folder).values()]).toContain(broken)
    expect(practice('--at', '10')).toMatchObject({ status: 0 })
    expect(readFileSync(file, 'utf8')).toBe(before(10))
    writeFileSync(file, '// all gone\n')
    expect(practice('--reset')).toMatchObject({ status: 0 })
    expect(readFileSync(file, 'utf8')).toBe(before(10))
    expect([...everything(folder).values()]).toContain('// all gone\n')
    for (const { number } of steps.slice(9)) {
      expect(practice('--list').stdout).toContain(`> ${String(number).padStart(2)} `)
      expect(practice('--apply').status).toBe(0)
    }
    expect(readFileSync(file, 'utf8')).toBe(stageText('train2'))
    expect(practice('--check')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('tests of train2 pass'),
    })
  })

  test('a bug is planted, and found when the stage is whole again', () => {
    const folder = newFolder()
    const practice = (...words: string[]) =>
      spawnSync(process.execPath, program('bugs', '2', ...words), { cwd: folder, encoding: 'utf8' })
    const planted = practice()
    expect(planted).toMatchObject({ status: 0, stdout: expect.stringContaining('✗') })
    expect(planted.stdout).not.toContain('train2-')
    expect(practice('--check').status).toBe(1)
    writeFileSync(join(folder, 'practice', 'bug-train2.ts'), stageText('train2'))
    expect(practice('--check')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 found') })
    expect(practice('reveal')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('No bug is planted'),
    })
    practice()
    expect(practice('reveal')).toMatchObject({ status: 0, stdout: expect.stringContaining('average loss') })
  })
})
