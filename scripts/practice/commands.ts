// Practice without a terminal interface: one question or deed a command, plain output, and exit codes for scripts:
// 0 when it is done or the step is passed, 1 when not, 2 for a command that there is not.

import colors from 'picocolors'
import { Mistake } from '../../packages/prelude/mistake.ts'
import { diff, how, shown, what } from './hints.ts'
import type { Check, Learner } from './practice.ts'
import type { Step } from './steps.ts'

export type Command =
  | { name: 'check' | 'diff' | 'hint' | 'apply' | 'reset' | 'list' }
  | { name: 'at'; step: string }

/** Failing tests that are told in full: they often fail for the same reason. */
export const mostTold = 5

/**
 * Do what one command asks.
 * @param print takes a line or several
 * @returns the exit code
 */
export async function obey(
  command: Command,
  learner: Learner,
  print: (text: string) => void,
): Promise<number> {
  const how = learner.begin()
  if (how !== 'resumed')
    print(`${learner.fileName} is new: begin there.${how === 'new' ? '' : ` ${how.gone}`}`)
  const { step } = learner
  if (command.name === 'list') return list(learner, print)
  if (command.name === 'at') return jump(learner, command.step, print)
  if (command.name === 'check') return check(learner, print)
  if (!step) {
    if (command.name !== 'diff')
      print(`All ${learner.practice.steps.length} steps of ${learner.name} are done.`)
    else print(differenceOf(learner, learner.last))
    return 0
  }
  if (command.name === 'diff') print(differenceOf(learner, step))
  else if (command.name === 'hint') hint(learner, step, print)
  else if (command.name === 'apply') {
    print(applied(learner, step))
    return check(learner, print)
  } else print(resetDone(learner, step))
  return 0
}

/** "Step 3 of 13: The operations". */
export const headline = ({ practice }: Learner, { number, title }: Step): string =>
  `Step ${number} of ${practice.steps.length}: ${title}`

async function check(learner: Learner, print: (text: string) => void): Promise<number> {
  const { step } = learner
  if (step) {
    print(colors.bold(headline(learner, step)))
    const result = await learner.check(step)
    for (const line of told(result)) print(line)
    if (!result.done) {
      print(`Not yet. A hint: --hint. The lesson: ${lessonAt(learner, step)}`)
      return 1
    }
    learner.advance(step)
    const next = learner.step
    print(next ? `Done. Next: ${headline(learner, next)}` : 'Done, and that was the last step.')
    if (next) return 0
  }
  const { tests, trouble } = await learner.judge(learner.text)
  const passed = tests.filter((test) => test.passed)
  print(`${passed.length} of ${tests.length} tests of ${learner.name} pass.`)
  for (const line of told({ done: false, tests: tests.filter((test) => !test.passed), missing: [], trouble }))
    print(line)
  return trouble || passed.length < tests.length ? 1 : 0
}

/** A check in lines: what is wrong with the file, what is missing, the tests with their messages. */
export function told({ tests, missing, trouble, done }: Check): string[] {
  const failing = tests.filter((test) => !test.passed)
  const passed = tests.length - failing.length
  return [
    ...(trouble ? [colors.red(`! ${trouble}`)] : []),
    ...missing.map((sentence) => `- ${sentence}`),
    ...(trouble ? [] : failing.slice(0, mostTold)).flatMap(({ name, message }) => [
      colors.red(`✗ ${name}`),
      ...message
        .split('\n')
        .slice(0, 8)
        .map((line) => `    ${line}`.trimEnd()),
    ]),
    ...(!trouble && failing.length > mostTold ? [`  and ${failing.length - mostTold} more that fail`] : []),
    ...(passed > 0 ? [colors.green(`✓ tests of this step that pass: ${passed} of ${tests.length}`)] : []),
    ...(done && tests.length === 0 ? [colors.green('✓ it is there')] : []),
  ]
}

export const lessonAt = ({ practice }: Learner, { line }: Step): string =>
  `lessons/${practice.lesson}, line ${line}`

function list(learner: Learner, print: (text: string) => void): number {
  const at = learner.step?.number ?? Number.POSITIVE_INFINITY
  for (const { number, title } of learner.practice.steps) {
    const mark = number < at ? '✓' : number === at ? '>' : ' '
    print(`${mark} ${String(number).padStart(2)} ${title}`)
  }
  return 0
}

/** The hint that comes next: each asking gives one more of the three. */
function hint(learner: Learner, step: Step, print: (text: string) => void): void {
  print(colors.bold(headline(learner, step)))
  print(nextHint(learner, step))
}

/** One more of the three hints each time; the last stays. */
export function nextHint(learner: Learner, step: Step): string {
  const name = `${learner.name}-hints`
  const given = learner.files.recall<Record<string, number>>(name) ?? {}
  const count = Math.min(3, (given[step.key] ?? 0) + 1)
  learner.files.note(name, { ...given, [step.key]: count })
  return hintText(learner, step, count)
}

/** Hint 1, 2 or 3. */
export function hintText({ practice, tests }: Learner, step: Step, count: number): string {
  const after = practice.files[step.number]
  return [what(step), how(step, after, tests[step.key]), diff(step)][count - 1]
}

export function differenceOf(learner: Learner, step: Step): string {
  const all = learner.difference(step)
  if (all.length === 0)
    return `${learner.fileName} says what the lesson's file says after step ${step.number}.`
  return `From ${learner.fileName} to the lesson's file after step ${step.number}:\n${shown(all)}`
}

export function applied(learner: Learner, step: Step): string {
  const { whole, kept } = learner.apply(step)
  const why = whole ? ' Your file could not be read, so all of it is now the lesson’s.' : ''
  return `Step ${step.number} is done for you.${why}${keptAt(kept)}`
}

export function resetDone(learner: Learner, step: Step): string {
  const { kept } = learner.reset()
  return `${learner.fileName} is again as it was when step ${step.number} began.${keptAt(kept)}`
}

export const keptAt = (kept: string | undefined): string => (kept ? ` What you had is kept: ${kept}` : '')

function jump(learner: Learner, text: string, print: (text: string) => void): number {
  const { steps } = learner.practice
  const step = steps.find(({ number }) => String(number) === text)
  if (!step)
    throw new Mistake(`${learner.name} has the steps 1 to ${steps.length}, and no step "${text}".`, 2)
  print(jumped(learner, step))
  return 0
}

export function jumped(learner: Learner, step: Step): string {
  const { kept } = learner.jump(step.number)
  return `${headline(learner, step)}. ${learner.fileName} is the lesson's file before it.${keptAt(kept)}`
}
