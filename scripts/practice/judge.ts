// The judge: the stage's own tests, run on a learner's file in a workspace of its own. Whatever the file does, the
// judge comes back: with the tests that passed and failed, or with a sentence on what is wrong, and the line.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import ts from 'typescript'
import { output } from '../experiments/processes.ts'
import { workspace } from '../experiments/workspace.ts'
import { units } from '../lessons/units.ts'
import { guarded } from './guard.ts'
import type { Report } from './tests/main.ts'

export type TestResult = { name: string; passed: boolean; message: string }

/** What the tests say; `trouble` is a sentence when they could not be run, or not to their end. */
export type Verdict = { tests: TestResult[]; trouble?: string }

export type Judge = (text: string, tests?: string[], signal?: AbortSignal) => Promise<Verdict>

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const program = ['--import', 'tsx', here('tests/main.ts')]
const environment = { TSX_TSCONFIG_PATH: here('tests/tsconfig.json') }

const longest = 180_000 // for all tests of a stage on a busy machine; a loop is ended long before

/**
 * A judge for one stage.
 * @param parent a folder for its workspaces
 * @param stage such as 'train3'
 * @param fileName how messages call the learner's file
 * @returns given a text, runs these tests on it, or all; `signal` ends it when the text is out of date
 */
export function judgeOf(parent: string, stage: string, fileName: string, time = longest): Judge {
  return async (text, names, signal) => {
    const syntax = syntaxError(text)
    if (syntax) return { tests: [], trouble: `${fileName}:${syntax.line}: ${syntax.message}` }
    const folder = mkdtempSync(join(parent, 'judge-'))
    const place = join(folder, 'workspace')
    const report = join(folder, 'report.json')
    try {
      const { file, tests } = workspace(place, stage, guarded(text))
      const only = names ? [JSON.stringify(names)] : []
      const limit = AbortSignal.timeout(time)
      const { stdout, stderr } = await output(
        [...program, tests, report, ...only],
        signal ? AbortSignal.any([signal, limit]) : limit,
        environment,
      )
      return read(report, stdout + stderr, file, fileName)
    } catch (error) {
      if (signal?.aborted || (error as Error).name !== 'AbortError') throw error
      return { tests: [], trouble: `${fileName}: the tests were not done after ${time / 1000} seconds.` }
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }
}

/** The first thing that is no TypeScript, or a name that two statements claim. */
export function syntaxError(text: string): { line: number; message: string } | undefined {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  })
  const [first] = diagnostics
  if (first?.file) {
    const { line } = first.file.getLineAndCharacterOfPosition(first.start ?? 0)
    return { line: line + 1, message: ts.flattenDiagnosticMessageText(first.messageText, ' ') }
  }
  try {
    units(text)
    return undefined
  } catch (error) {
    const name = /"(.*)"/.exec((error as Error).message)?.[1] ?? ''
    const line = text.split('\n').findLastIndex((line) => line.includes(name.split('.').at(-1) ?? name))
    return { line: line + 1, message: `${(error as Error).message}: one of them has to go.` }
  }
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function read(report: string, printed: string, file: string, fileName: string): Verdict {
  if (!existsSync(report))
    return { tests: [], trouble: `The tests could not be run: ${sentence(printed, file, fileName)}` }
  const { tests, errors }: Report = JSON.parse(readFileSync(report, 'utf8'))
  return {
    tests: tests.map(({ name, error }) => ({
      name,
      passed: error === undefined,
      message: sentence(error ?? '', file, fileName),
    })),
    trouble: errors.length > 0 ? sentence(errors[0], file, fileName) : undefined,
  }
}

/** What an error says, without its stack, and with the line of the learner's file where it came from. */
function sentence(error: string, file: string, fileName: string): string {
  const text = stripVTControlCharacters(error)
  const [what] = text.replace(/^(Assertion)?Error: /, '').split(/\n\s+at /)
  const line = new RegExp(`${literally(file)}:(\\d+)`).exec(text)?.[1]
  return line ? `${what.trim()} (${fileName}:${line})` : what.trim()
}
