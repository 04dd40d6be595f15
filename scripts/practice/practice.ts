// A stage's practice as both its faces use it, the terminal's screen and the plain commands: where the learner
// stands, whether the step is done, and what can be done for the learner.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Mistake } from '../../packages/prelude/mistake.ts'
import type { Change } from '../lessons/changes.ts'
import { fill } from '../lessons/lesson.ts'
import { readStages } from '../lessons/stages.ts'
import type { Files, Progress } from './files.ts'
import { type Judge, syntaxError, type TestResult } from './judge.ts'
import { difference, missing, withStep } from './statements.ts'
import { changesOf, type Practice, practiceOf, type Step, textOf } from './steps.ts'

const root = new URL('../../', import.meta.url)

/** By stage and by the step's key: the tests that fail before the step, and pass after it and from then on. */
export type Tests = Record<string, Record<string, string[]>>

export const testsFile = new URL('tests.json', import.meta.url)
export const readTests = (): Tests => JSON.parse(readFileSync(testsFile, 'utf8'))

export function readPractice(number: number): Practice {
  const stages = readStages(root)
  const folder = new URL('lessons/', root)
  const lesson = readdirSync(folder).find((name) => name.startsWith(`${number}-`)) ?? ''
  const markdown = readFileSync(new URL(lesson, folder), 'utf8')
  const stage = stages[number]
  const { blocks } = fill(lesson, markdown, stages, () => 0)
  const own = blocks.filter((block) => block.stage === stage)
  return practiceOf(stage, lesson, markdown, own, stages[number - 1]?.source ?? '')
}

/** What the judge says of a step. */
export type Check = {
  done: boolean
  /** The step's own tests, in the order of the file. */
  tests: TestResult[]
  /** What is not there yet, in sentences. */
  missing: string[]
  /** Why the tests could not be run, or not to their end. */
  trouble?: string
}

const notRun = (name: string): TestResult => ({ name, passed: false, message: 'It could not be run.' })

export class Learner {
  practice: Practice
  files: Files
  judge: Judge
  tests: Record<string, string[]>
  name: string

  constructor(practice: Practice, files: Files, judge: Judge, tests: Tests) {
    this.practice = practice
    this.files = files
    this.judge = judge
    this.name = practice.stage.name
    this.tests = tests[this.name] ?? {}
    for (const { key } of practice.steps) {
      if (!this.tests[key])
        throw new Mistake(
          `The tests of "${key}" in ${this.name} are not known yet: npm run practice:verify -- --write`,
        )
    }
  }

  get fileName(): string {
    return this.files.nameOf(this.name)
  }

  get lessonPath(): string {
    return fileURLToPath(new URL(`lessons/${this.practice.lesson}`, root))
  }

  /**
   * Make the file if there is none, and note where the learner stands.
   * @returns whether it was there; when it was, and is there no more, what to do about it
   */
  begin(): 'new' | 'resumed' | { gone: string } {
    const mine = this.files.read(this.name)
    const before = this.files.recall<Progress>(this.name)
    if (mine !== undefined && before) return 'resumed'
    const number = before && this.step?.number
    const text = mine ?? this.textBefore(1)
    if (mine === undefined) this.files.replace(this.name, text)
    this.stand(1, text)
    if (mine !== undefined) return 'resumed'
    if (!number || number === 1) return 'new'
    return {
      gone: `The one that you had is gone, at step ${number}: --at ${number} takes you there, and what the tool replaced is in practice/.history/.`,
    }
  }

  /** The learner's text, whatever the editor ends its lines with; '' when the file has been taken away. */
  get text(): string {
    return (this.files.read(this.name) ?? '').replaceAll('\r\n', '\n')
  }

  /** The step at which the learner is; undefined after the last. A step that the lesson has no more is the first. */
  get step(): Step | undefined {
    const progress = this.files.recall<Progress>(this.name)
    if (progress && progress.step === undefined) return undefined
    return this.practice.steps.find(({ key }) => key === progress?.step) ?? this.practice.steps[0]
  }

  get last(): Step {
    return this.practice.steps[this.practice.steps.length - 1]
  }

  ownTests({ key }: Step): string[] {
    return this.tests[key]
  }

  /** The file before the step, and after it, as the lesson has it. */
  textBefore(number: number): string {
    return textOf(this.practice.files[number - 1])
  }
  textAfter(number: number): string {
    return textOf(this.practice.files[number])
  }

  stand(number: number, start: string): void {
    const progress: Progress = { step: this.practice.steps[number - 1]?.key, start }
    this.files.note(this.name, progress)
  }

  /** Whether the step is done: its tests decide; where it has none, what of it is there. */
  async check(step: Step, signal?: AbortSignal): Promise<Check> {
    const { text } = this
    if (this.files.read(this.name) === undefined)
      return {
        done: false,
        tests: [],
        missing: [],
        trouble: `${this.fileName} is gone; a reset brings it back.`,
      }
    const syntax = syntaxError(text)
    if (syntax) {
      const trouble = `${this.fileName}:${syntax.line}: ${syntax.message}`
      return { done: false, tests: [], missing: [], trouble }
    }
    const lacks = missing(this.practice, step, text)
    const names = this.tests[step.key]
    if (names.length === 0) {
      // what a later step's tests are content with is right, however it is written
      const later = this.practice.steps.slice(step.number).find(({ key }) => this.tests[key].length > 0)
      const done = lacks.length === 0 || (later !== undefined && (await this.passes(later, text, signal)))
      return { done, tests: [], missing: done ? [] : lacks }
    }
    const { tests, trouble } = await this.judge(text, names, signal)
    const found = names.map((name) => tests.find((test) => test.name === name) ?? notRun(name))
    const done = !trouble && found.every(({ passed }) => passed)
    return { done, tests: found, missing: done ? [] : lacks, trouble }
  }

  private async passes({ key }: Step, text: string, signal?: AbortSignal): Promise<boolean> {
    const { tests } = await this.judge(text, this.tests[key], signal)
    return this.tests[key].every((name) => tests.some((test) => test.name === name && test.passed))
  }

  /** Go on to the next step. */
  advance(step: Step): void {
    this.stand(step.number + 1, this.text)
  }

  /**
   * The learner's file against the lesson's after this step, this step's statements first.
   * @throws Mistake when the file is in no state to be split into statements
   */
  difference(step: Step): Change[] {
    const syntax = syntaxError(this.text)
    if (syntax)
      throw new Mistake(
        `${this.fileName}:${syntax.line}: ${syntax.message} The statements can be compared once this is right.`,
      )
    const own = new Set(changesOf(step).map(({ name }) => name))
    const all = difference(this.text, this.textAfter(step.number))
    return [...all.filter(({ name }) => own.has(name)), ...all.filter(({ name }) => !own.has(name))]
  }

  /** Do the step for the learner. */
  apply(step: Step): { whole: boolean; kept?: string } {
    const text = withStep(this.practice, step, this.text)
    const kept = this.files.replace(this.name, text ?? this.textAfter(step.number))
    return { whole: text === undefined, kept }
  }

  /** Begin a step with the file as the lesson has it before that step. */
  jump(number: number): { kept?: string } {
    const text = this.textBefore(number)
    const kept = this.files.replace(this.name, text)
    this.stand(number, text)
    return { kept }
  }

  /** Bring back the file as it was when the step began. */
  reset(): { kept?: string } {
    const { start } = this.files.recall<Progress>(this.name) ?? { start: this.textBefore(1) }
    return { kept: this.files.replace(this.name, start) }
  }
}
