// A stage's own tests, run by vitest's runner, in a page or in a process of their own.

import { startTests, type Task, type Test } from '@vitest/runner'

/** Why a test fails, or cannot be run, as vitest has it. */
export type Failure = { name?: string; message: string; stack?: string; diff?: string }

/** What is heard of the tests, in this order; their names are those of the groups that they are in, and their own. */
export type Listener = {
  collected?(tests: { id: string; names: string[] }[]): void
  began?(id: string): void
  tested(test: { id: string; names: string[] }, failures: Failure[] | undefined): void
}

/**
 * Run the tests of a file.
 * @param file its name
 * @param importFile loads it, and what is to be loaded before it
 * @param only the full names of those to run; all unless told
 * @returns what kept the file from being run
 */
export async function runTests(
  file: string,
  importFile: () => Promise<unknown>,
  only: string[] | undefined,
  listener: Listener,
): Promise<Failure[]> {
  const [{ result }] = await startTests([file], {
    config: {
      root: '/',
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: only && new RegExp(`^(${only.map(literally).join('|')})$`),
      allowOnly: false,
      sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile,
    onCollected(files) {
      const tests = files.flatMap(testsOf).filter(({ mode }) => mode === 'run')
      listener.collected?.(tests.map((test) => ({ id: test.id, names: namesOf(test) })))
    },
    onBeforeRunTask: ({ id }) => listener.began?.(id),
    onAfterRunTask(test) {
      const passed = test.result?.state === 'pass'
      listener.tested({ id: test.id, names: namesOf(test) }, passed ? undefined : (test.result?.errors ?? []))
    },
  })
  return result?.errors ?? []
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const testsOf = (task: Task): Test[] => (task.type === 'test' ? [task] : task.tasks.flatMap(testsOf))

const namesOf = ({ name, suite }: Pick<Test, 'name' | 'suite'>): string[] => [
  ...(suite ? namesOf(suite) : []),
  name,
]
