// The documents to learn from: the lines of a text file, or of one of the lists in datasets/.

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Mistake } from './mistake.ts'

/** Where the lists are, and where names.txt, which is not ours to publish, comes from. */
export const home = {
  folder: fileURLToPath(new URL('../../datasets', import.meta.url)),
  namesUrl: 'https://raw.githubusercontent.com/karpathy/makemore/988aa59/names.txt',
  namesSha256: '0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d',
  patience: 10_000, // milliseconds for the whole download
}

/**
 * The documents, in the order of the file: its lines without the blanks around them, blank lines left out.
 * @param data a file's path or a list's name, with or without .txt; without one, names.txt, or the starter list where names.txt
 *   is neither there nor to be had
 * @param from where the lists are; another folder for tests
 * @throws Mistake when there is no such file or list, it cannot be read, is not UTF-8, or has no text in it
 */
export function documents(data?: string, from = home): string[] {
  const names = join(from.folder, 'names.txt')
  if (data === undefined) {
    const reason = isFile(names) ? undefined : download(names, from)
    if (reason === undefined) return readDocuments(names)
    console.error(
      `names.txt could not be fetched (${reason}): learning from datasets/names-starter.txt instead.`,
    )
    return readDocuments(join(from.folder, 'names-starter.txt'))
  }
  // npm and pnpm run a stage in its own folder and keep in INIT_CWD where the user is
  const file = resolve(process.env.INIT_CWD ?? '.', data)
  if (isFile(file)) return readDocuments(file)
  const list = data.replace(/\.txt$/, '')
  if (list === 'names' && !isFile(names)) {
    const reason = download(names, from)
    if (reason !== undefined)
      throw new Mistake(`names.txt could not be fetched (${reason}); try --data names-starter.`)
  }
  const files = readdirSync(from.folder).filter((name) => name.endsWith('.txt'))
  const lists = new Set(['names', ...files.map((name) => name.slice(0, -'.txt'.length))])
  if (lists.has(list)) return readDocuments(join(from.folder, `${list}.txt`))
  if (existsSync(file))
    throw new Mistake(`"${data}" is a folder: --data takes a text file with one document per line.`)
  throw new Mistake(
    `There is no file "${file}", nor a list of that name; the lists are ${[...lists].join(', ')}.`,
  )
}

/** True for all that can be read, be it a pipe; false for a folder, and where nothing is. */
function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory()
  } catch {
    return false
  }
}

function readDocuments(file: string): string[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (error instanceof TypeError)
      throw new Mistake(`"${file}" is not UTF-8 text: save it as UTF-8 and try again.`)
    throw new Mistake(`"${file}" cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  const documents = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (documents.length === 0)
    throw new Mistake(`"${file}" has no text in it: it takes one document per line.`)
  return documents
}

/** Fetch names.txt into `file`; returns why that failed, or undefined. In a process of its own, so as to wait for it. */
function download(file: string, from: typeof home): string | undefined {
  const program = fileURLToPath(new URL('download.mjs', import.meta.url))
  const args = [program, from.namesUrl, from.namesSha256, file, String(from.patience)]
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return child.status === 0 ? undefined : (child.error?.message ?? child.stdout.trim())
}
