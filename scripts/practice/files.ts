// The folder practice/: the learner's files, what they were before, and how far the learner has come. A file is
// replaced as a whole or not at all, and never before what it was is in practice/.history/.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Mistake } from '../../packages/prelude/mistake.ts'

/** Where the learner stands in a stage. */
export type Progress = {
  /** The key of the step, or undefined after the last. */
  step?: string
  /** The file when the step began: what a reset brings back. */
  start: string
}

let keeps = 0 // by this process

export class Files {
  folder: string

  /** @param folder practice/, which need not be there yet */
  constructor(folder: string) {
    this.folder = folder
  }

  pathOf(name: string): string {
    return join(this.folder, `${name}.ts`)
  }

  /** How the learner calls that file, from the folder that the command was given in. */
  nameOf(name: string): string {
    return relative(dirname(this.folder), this.pathOf(name))
  }

  /** The text of practice/NAME.ts, or undefined when there is none. */
  read(name: string): string | undefined {
    return readIfThere(this.pathOf(name))
  }

  /**
   * Put another text into practice/NAME.ts.
   * @returns where the previous text is kept now; undefined when there was none, or it was the same
   */
  replace(name: string, text: string): string | undefined {
    const before = this.read(name)
    if (before === text) return undefined
    const kept = before === undefined || before.trim() === '' ? undefined : this.keep(name, before)
    write(this.pathOf(name), text)
    return kept
  }

  /** Keep a text in practice/.history/, under a name that no other has, however fast they come. */
  keep(name: string, text: string): string {
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-').slice(0, -1)
    const path = join(this.folder, '.history', `${name}-${time}-${process.pid}-${++keeps}.ts`)
    write(path, text)
    return relative(dirname(this.folder), path)
  }

  /** What was noted under a name, or undefined when nothing was, or nothing that can be read. */
  recall<T>(name: string): T | undefined {
    try {
      return JSON.parse(readIfThere(this.notePath(name)) ?? '')
    } catch {
      return undefined
    }
  }

  note(name: string, value: unknown): void {
    write(this.notePath(name), `${JSON.stringify(value, null, 2)}\n`)
  }

  notePath(name: string): string {
    return join(this.folder, '.progress', `${name}.json`)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new Mistake(`${path} cannot be read (${code}).`)
  }
}

/** As a whole or not at all: a new file takes the name of the old one in a single step. */
function write(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(part, text)
    renameSync(part, path)
  } catch (error) {
    try {
      rmSync(part, { force: true })
    } catch {
      // what could not be written cannot be removed either
    }
    const { code } = error as NodeJS.ErrnoException
    throw new Mistake(`${path} cannot be written (${code}); your file is as it was.`)
  }
}
