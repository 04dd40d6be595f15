// For tests: a practice in a terminal of its own, with real keys, and its screen as a reader sees it.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type IPty, spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')
const tsconfig = fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) // tsx looks for one where it runs

/** How Node runs the command with these words after it. */
export const program = (...words: string[]) => ['--import', tsx, main, ...words]

/** A folder for practice/, gone when the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** All that practice/ and its history have, by path. */
export function everything(folder: string): Map<string, string> {
  const all = readdirSync(join(folder, 'practice'), { recursive: true, withFileTypes: true })
  return new Map(
    all
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )
}

export class Terminal {
  folder: string
  pty: IPty
  emulator = new xterm.Terminal({ cols: 80, rows: 30, scrollback: 5000, allowProposedApi: true })
  exitCode: number | undefined

  constructor(folder: string, words: string[], env: Record<string, string> = {}) {
    this.folder = folder
    const { CI: _, ...rest } = process.env // Ink draws nothing until the end where it believes itself on CI
    // temporary folders in here, so that a test can tell which processes are its own
    const clean = { ...rest, NO_COLOR: '1', TMPDIR: folder, TSX_TSCONFIG_PATH: tsconfig, ...env } as Record<
      string,
      string
    >
    this.pty = spawn(process.execPath, program(...words), { cols: 80, rows: 30, cwd: folder, env: clean })
    this.pty.onData((data) => this.emulator.write(data))
    this.pty.onExit(({ exitCode }) => {
      this.exitCode = exitCode
    })
    onTestFinished(() => this.close())
  }

  /** All lines, those that have scrolled away too. */
  get text(): string {
    const { active } = this.emulator.buffer
    return Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd()
  }

  /** Wait until the screen shows this. */
  async until(what: string | RegExp, seconds = 90): Promise<void> {
    const shows = () => (typeof what === 'string' ? this.text.includes(what) : what.test(this.text))
    for (const start = Date.now(); !shows(); await wait(50)) {
      if (Date.now() - start > seconds * 1000)
        throw new Error(`${what} did not appear in ${seconds} s. The screen is\n${this.text}`)
    }
  }

  press(key: string): void {
    this.pty.write(key)
  }

  get file(): string {
    return join(this.folder, 'practice', 'train2.ts')
  }
  read(): string {
    return readFileSync(this.file, 'utf8')
  }
  save(text: string): void {
    writeFileSync(this.file, text)
  }

  async ended(): Promise<number> {
    const start = Date.now()
    while (this.exitCode === undefined) {
      if (Date.now() - start > 30_000) throw new Error(`It does not end. The screen is\n${this.text}`)
      await wait(50)
    }
    return this.exitCode
  }

  /** As when somebody closes the window. */
  close(): void {
    if (this.exitCode === undefined) this.pty.kill('SIGHUP')
  }
}
