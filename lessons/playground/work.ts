// What a learner has written: kept in the browser, taken along as a file, handed on as a link.

import { recall, remember } from '../site/store.ts'
import { isName, type Name, originals } from './originals.ts'

const key = (name: Name) => `playground.${name}`
const earlierKey = (name: Name) => `playground.${name}.earlier`
const most = 5 // earlier texts that are kept

/** The text as it was left, or the stage's own. */
export const read = (name: Name): string => recall(key(name)) ?? originals[name]

/** @returns false where the browser keeps nothing */
export function keep(name: Name, text: string): boolean {
  const kept = text === originals[name] ? undefined : text
  remember(key(name), kept)
  return recall(key(name)) === kept
}

/** Put a text aside before another takes its place. */
export function putAside(name: Name, text: string): void {
  if (text === originals[name]) return
  const others = earlier(name).filter((other) => other !== text)
  remember(earlierKey(name), JSON.stringify([...others, text].slice(-most)))
}

/** The text put aside last, which is so no longer. */
export function takeBack(name: Name): string | undefined {
  const all = earlier(name)
  const last = all.pop()
  remember(earlierKey(name), all.length > 0 ? JSON.stringify(all) : undefined)
  return last
}

export function earlier(name: Name): string[] {
  try {
    const found: unknown = JSON.parse(recall(earlierKey(name)) ?? '[]')
    return Array.isArray(found) ? found.filter((text) => typeof text === 'string') : []
  } catch {
    return []
  }
}

export function download(name: Name, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = `${name}.ts`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

// Links: #train3=… with the text, compressed, in letters that an address may have. -------------------------------

const longest = 200_000 // characters; a stage has ten thousand

export async function linkTo(name: Name, text: string): Promise<string> {
  const bytes = await through(new Blob([text]), new CompressionStream('deflate-raw'))
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  const code = btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${location.href.replace(/[?#].*/s, '')}#${name}=${code}`
}

/**
 * What a link holds; undefined when it holds nothing.
 * @throws Error, a sentence, when it is broken
 */
export async function readLink(fragment: string): Promise<{ name: Name; text: string } | undefined> {
  const [, name, code] = /^#(\w+)=(.*)$/s.exec(fragment) ?? []
  if (name === undefined) return undefined
  const broken = new Error('This link is broken: ask for it again, and copy the whole of it.')
  if (!isName(name) || !/^[\w-]+$/.test(code)) throw broken
  try {
    const letters = atob(code.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    const whole = await through(new Blob([bytes]), new DecompressionStream('deflate-raw'))
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(whole) }
  } catch {
    throw broken
  }
}

/** @throws Error when more comes out than a stage can be long */
async function through(blob: Blob, change: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const reader = blob.stream().pipeThrough<Uint8Array>(change).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
    if (length > longest) throw new Error('It is too long.')
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
