// As much of node:fs, node:os, node:path, node:url and node:child_process as the tests need, on the files that
// the page has handed over. They are aliased to this file.

import type { Files } from '../protocol.ts'

const files = new Map<string, string>()
let folders = 0

/** What the page has handed over. */
export function provide(texts: Files): void {
  for (const [path, text] of Object.entries(texts)) files.set(path, text)
}

const pathOf = (path: string | URL) => (typeof path === 'string' ? path : path.pathname)

export const existsSync = (path: string | URL): boolean => files.has(pathOf(path))

export function readFileSync(path: string | URL): string {
  const text = files.get(pathOf(path))
  if (text === undefined) throw new Error(`There is no file ${pathOf(path)} in the page.`)
  return text
}

export const writeFileSync = (path: string, text: string): void => void files.set(path, text)

export const mkdtempSync = (prefix: string): string => `${prefix}${++folders}`

export function rmSync(folder: string): void {
  for (const path of files.keys()) if (path.startsWith(`${folder}/`)) files.delete(path)
}

export const tmpdir = () => '/tmp'
export const join = (...parts: string[]) => parts.join('/')
export const fileURLToPath = (url: URL | string) => new URL(url).pathname

export function execFileSync(): never {
  throw new Error('A page starts no programs.')
}
