// Which documents a stage learns from: what counts as a document, which file is taken, and that a download
// that fails for whatever reason leaves nothing behind. The server is one of our own, on this computer.

import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { documents, home } from './documents.ts'
import { Mistake } from './mistake.ts'

const names = 'ada\nbo\ncleo\n'.repeat(50)
const namesSha256 = createHash('sha256').update(names).digest('hex')

let folder: string // of lists, with no names.txt in it
let elsewhere: string // where the user is
let url: string // of the server
let server: Worker

// In a thread of its own, as `documents` stops this one until the download has ended
const serve = `
const { createServer } = require('node:http')
const { parentPort, workerData: names } = require('node:worker_threads')
const server = createServer(({ url }, response) => {
  if (url === '/whole') response.end(names)
  if (url === '/gone') response.writeHead(404).end(names)
  if (url === '/other') response.end(names.replace('ada', 'eve'))
  if (url === '/empty') response.end()
  if (url === '/half' || url === '/stuck') {
    response.writeHead(200, { 'content-length': names.length })
    response.write(names.slice(0, names.length / 2), () => url === '/half' && response.destroy())
  }
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

beforeAll(async () => {
  server = new Worker(serve, { eval: true, workerData: names })
  const port = await new Promise((resolve) => server.once('message', resolve))
  url = `http://127.0.0.1:${port}`
})
afterAll(() => server.terminate())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lists-'))
  writeFileSync(join(folder, 'names-starter.txt'), 'anna\nben\n')
  writeFileSync(join(folder, 'cities.txt'), 'oslo\nrome\n')
  elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
  vi.stubEnv('INIT_CWD', elsewhere)
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  for (const made of [folder, elsewhere]) rmSync(made, { recursive: true })
})

/** The lists in `folder`, and the server's `path` to download names.txt from. */
const from = (path: string, patience = 10_000) => ({
  folder,
  namesUrl: url + path,
  namesSha256,
  patience,
})

/** Write a file where the user is; returns its path. */
function write(content: string | Uint8Array, name = 'mine.txt'): string {
  writeFileSync(join(elsewhere, name), content)
  return join(elsewhere, name)
}

/** The sentence of the Mistake that `documents` makes of this; fails when it makes none. */
function sentence(data: string | undefined, place = from('/whole')): string {
  try {
    documents(data, place)
  } catch (error) {
    if (error instanceof Mistake) {
      expect(error.exitCode).toBe(1)
      return error.message
    }
    throw error
  }
  throw new Error('no mistake')
}

describe('a document', () => {
  test.each([
    ['is a line of the file, in its order', 'bo\nada\nbo\n', ['bo', 'ada', 'bo']],
    ['may be the only one, without an end of line', 'ada', ['ada']],
    ['may be a single letter', 'a\nb\n', ['a', 'b']],
    ['may have blanks in it but not around it', '  new york\t\n\u00a0rome \n', ['new york', 'rome']],
    ['is never blank', '\n\nada\n  \n\t\nbo\n\n', ['ada', 'bo']],
    ['may end as Windows has it', 'ada\r\nbo\r\n', ['ada', 'bo']],
    ['may end as old Macs had it', 'ada\rbo\r', ['ada', 'bo']],
    ['may follow a byte order mark', '\ufeffada\nbo', ['ada', 'bo']],
    ['may be written in any script', '東京\n👩‍🚀 Zoë\nΑθήνα\n', ['東京', '👩‍🚀 Zoë', 'Αθήνα']],
  ])('%s', (_, text, expected) => {
    expect(documents(write(text))).toEqual(expected)
  })
})

describe('--data', () => {
  test('names a list', () => {
    expect(documents('cities', from('/whole'))).toEqual(['oslo', 'rome'])
  })
  test('or a file, by its path from where the user is', () => {
    write('ada')
    expect(documents('mine.txt', from('/whole'))).toEqual(['ada'])
    expect(documents(join('..', basename(elsewhere), 'mine.txt'), from('/whole'))).toEqual(['ada'])
  })
  test('or from where the program runs, when neither npm nor pnpm started it', () => {
    vi.stubEnv('INIT_CWD', undefined)
    expect(documents(relative(process.cwd(), write('ada')), from('/whole'))).toEqual(['ada'])
  })
  test('or by its whole path', () => {
    expect(documents(write('ada'), from('/whole'))).toEqual(['ada'])
  })
  test('may end in .txt, as the file of a list does', () => {
    expect(documents('cities.txt', from('/whole'))).toEqual(['oslo', 'rome'])
  })
  test('means the file where there is a list of that name too', () => {
    write('ada', 'cities')
    expect(documents('cities', from('/whole'))).toEqual(['ada'])
  })
  test('means the list where there is a folder of that name too', () => {
    mkdirSync(join(elsewhere, 'cities'))
    expect(documents('cities', from('/whole'))).toEqual(['oslo', 'rome'])
  })
  test('never reaches for names.txt unless it says so', () => {
    documents('cities', from('/whole'))
    expect(readdirSync(folder)).toEqual(['cities.txt', 'names-starter.txt'])
  })
})

describe('a sentence says what is wrong with', () => {
  const noFile = (name: string) =>
    `There is no file "${join(elsewhere, name)}", nor a list of that name; the lists are names, cities, names-starter.`

  test('a file or list that is not there, and which lists there are', () => {
    expect(sentence('citys')).toBe(noFile('citys'))
    expect(sentence('citys.txt')).toBe(noFile('citys.txt'))
    expect(sentence('no/such.txt')).toBe(noFile('no/such.txt'))
  })
  test('a link to nowhere', () => {
    symlinkSync('nowhere', join(elsewhere, 'link.txt'))
    expect(sentence('link.txt')).toBe(noFile('link.txt'))
  })
  test('a name that is too long for any file', () => {
    expect(sentence('x'.repeat(300))).toBe(noFile('x'.repeat(300)))
  })
  test('a folder', () => {
    expect(sentence('.')).toBe('"." is a folder: --data takes a text file with one document per line.')
  })
  test('a file that cannot be read', async () => {
    const socket = join(elsewhere, 'socket') // not even root can read one
    const listener = createServer()
    await new Promise<void>((resolve) => listener.listen(socket, resolve))
    expect(sentence('socket')).toMatch(/^".*socket" cannot be read \([A-Z]+\)\.$/)
    await new Promise((resolve) => listener.close(resolve))
  })
  test('an empty file', () => {
    const file = write('')
    expect(sentence(file)).toBe(`"${file}" has no text in it: it takes one document per line.`)
  })
  test('a file of blank lines', () => {
    const file = write(' \n\t\r\n\ufeff\n')
    expect(sentence(file)).toBe(`"${file}" has no text in it: it takes one document per line.`)
  })
  test.each([
    ['Latin-1', Buffer.from('Zoë', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffada\n', 'utf16le')],
    ['a character cut in half', Buffer.from('ada\n東').subarray(0, -1)],
  ])('a file that is not UTF-8: %s', (_, bytes) => {
    const file = write(bytes)
    expect(sentence(file)).toBe(`"${file}" is not UTF-8 text: save it as UTF-8 and try again.`)
  })
})

describe('names.txt', () => {
  test('is used where it is there, without asking the network', () => {
    writeFileSync(join(folder, 'names.txt'), 'zoe\n')
    expect(documents(undefined, from('/gone'))).toEqual(['zoe'])
    expect(documents('names', from('/gone'))).toEqual(['zoe'])
    expect(console.error).not.toHaveBeenCalled()
  })
  test.each([undefined, 'names'])(
    'is downloaded where it is not, for --data %s, and kept as it came',
    (data) => {
      expect(documents(data, from('/whole'))).toEqual(names.trim().split('\n'))
      expect(readFileSync(join(folder, 'names.txt'), 'utf8')).toBe(names)
      expect(readdirSync(folder)).toEqual(['cities.txt', 'names-starter.txt', 'names.txt'])
      expect(documents(data, from('/gone'))).toEqual(names.trim().split('\n'))
      expect(console.error).not.toHaveBeenCalled()
    },
  )
  test('is downloaded again where a folder of that name is in its place, which stays', () => {
    mkdirSync(join(folder, 'names.txt'))
    expectStarterList(from('/whole'), /^E[A-Z]+: .*$/)
  })
})

/** Without names.txt a stage makes do with the starter list, and says why; `--data names` ends in a Mistake. */
function expectStarterList(place: ReturnType<typeof from>, reason: RegExp): void {
  const before = readdirSync(folder)

  expect(documents(undefined, place)).toEqual(['anna', 'ben'])
  expect(console.error).toHaveBeenCalledOnce()
  const [line] = vi.mocked(console.error).mock.calls[0]
  expect(line).toMatch(
    /^names\.txt could not be fetched \(.+\): learning from datasets\/names-starter\.txt instead\.$/,
  )
  expect(line.match(/\((.*)\)/)[1]).toMatch(reason)

  const [, told] =
    sentence('names', place).match(
      /^names\.txt could not be fetched \((.+)\); try --data names-starter\.$/,
    ) ?? []
  expect(told).toMatch(reason)

  expect(readdirSync(folder), 'nothing new, whole or half').toEqual(before)
}

describe('the starter list takes its place, and nothing half-written is left, when', () => {
  test('the server answers 404', () => {
    expectStarterList(from('/gone'), /^the server answered 404$/)
  })
  test.each(['/other', '/empty'])('other bytes come than were promised: %s', (path) => {
    expectStarterList(from(path), /^what came is not the file that was expected$/)
  })
  test('the server hangs up half way', () => {
    expectStarterList(from('/half'), /closed|ECONNRESET/)
  })
  test.each(['/stuck', '/silence'])('the server takes longer than our patience: %s', (path) => {
    expectStarterList(from(path, 300), /^it took longer than 0\.3 seconds$/)
  })
  test('nobody listens', async () => {
    expectStarterList({ ...from(''), namesUrl: `http://127.0.0.1:${await closedPort()}` }, /ECONNREFUSED/)
  })
  test('a process cannot be started', () => {
    const execPath = process.execPath
    process.execPath = join(folder, 'no-node')
    try {
      expectStarterList(from('/whole'), /no-node ENOENT$/)
    } finally {
      process.execPath = execPath
    }
  })
  test('Node has things of its own to say', () => {
    vi.stubEnv('NODE_OPTIONS', `--import data:text/javascript,console.error('one');console.error('two')`)
    expectStarterList(from('/gone'), /^the server answered 404$/)
  })
})

test('where the folder cannot be written to, the sentence says so', () => {
  const place = { ...from('/whole'), folder: join(write('a file, not a folder'), 'datasets') }
  expect(sentence('names', place)).toMatch(/^names\.txt could not be fetched \(E[A-Z]+: .*\); try --data/)
})

describe('datasets/', () => {
  const lines = (list: string) => readFileSync(join(home.folder, `${list}.txt`), 'utf8').split('\n')

  test.each([
    ['cities', 1000],
    ['words', 2000],
    ['poems', 150],
    ['names-starter', 5761],
  ])(
    '%s has at least %i documents, each once, on a line of its own without blanks at its ends',
    (list, least) => {
      const docs = documents(list)
      expect(docs.length).toBeGreaterThanOrEqual(least)
      expect(new Set(docs).size).toBe(docs.length)
      expect(lines(list)).toEqual([...docs, ''])
    },
  )
  test('names-starter has 5,761 documents', () => {
    expect(documents('names-starter')).toHaveLength(5761)
  })
  test('names.txt, where it is there, is the one that is expected', () => {
    const own = readdirSync(home.folder).filter((name) => name === 'names.txt')
    const hashes = own.map((name) =>
      createHash('sha256')
        .update(readFileSync(join(home.folder, name)))
        .digest('hex'),
    )
    expect(hashes).toEqual(own.map(() => home.namesSha256))
  })
})

/** A port of this computer at which nobody listens. */
async function closedPort(): Promise<number> {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
