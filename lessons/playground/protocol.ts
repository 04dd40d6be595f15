// What the playground's page and its worker say to each other. A worker does one task and is ended after it, or
// before: that stops whatever it runs.

/** Every text that the task may read, by a path as in the repository: `/packages/train3/train3.ts`. */
export type Files = Record<string, string>

export type Task = {
  kind: 'run' | 'test'
  /** Such as `train3`. */
  stage: string
  /** For tests: only these, by their full names; all of the file unless told. */
  tests?: string[]
  files: Files
  /** For a run: as on the command line; `data` is the name of a file in /datasets. */
  options?: {
    steps: number
    samples: number
    seed: number
    prompt: string
    temperature: number
    data: string
  }
}

/** A test by its name and those of the groups around it, as the terminal has them. */
export type TestName = { id: string; names: string[] }
export type TestResult = { id: string; passed: boolean; messages: Trouble[] }

/** Something wrong, in words; `line` is that of the learner's file, counted from 1, where there is one. */
export type Trouble = { message: string; line?: number }

export type Report =
  | { kind: 'printed'; lines: string[]; left: number; losses: number[] }
  | { kind: 'collected'; tests: TestName[] }
  | { kind: 'began'; id: string }
  | { kind: 'tested'; result: TestResult }
  | { kind: 'failed'; trouble: Trouble }
  | { kind: 'done' }

export const fileOf = (stage: string) => `/packages/${stage}/${stage}.ts`
export const listOf = (name: string) => `/datasets/${name}.txt`
