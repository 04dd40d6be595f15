// `npm run lessons`: build the pages and serve them on this machine. With --watch, what is saved shows at once.

import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Mistake, tellMistakes } from '../../../packages/prelude/mistake.ts'
import { build, buildAssets, buildPages, buildSite, dist, root } from './build.ts'
import { createHighlight, type Highlight } from './highlight.ts'
import { escapeHtml } from './html.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

// the page's side of --watch: a message is "reload", or what is wrong
const reloader = `new EventSource('/events').onmessage = ({ data }) => {
  if (data === 'reload') return location.reload()
  document.querySelector('#wrong')?.remove()
  const box = document.createElement('pre')
  box.id = 'wrong'
  box.setAttribute('role', 'alert')
  box.textContent = data
  document.body.prepend(box)
}`

/** @returns the address, how to tell open pages that something is new (and what is wrong with it), and how to stop */
export async function serve(
  folder: string,
  port: number,
): Promise<{ address: string; update: (wrong?: string) => void; close: () => void }> {
  const listeners = new Set<ServerResponse>()
  let trouble = ''
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/events') {
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        .flushHeaders()
      listeners.add(response)
      if (trouble) response.write(event(trouble))
      response.on('close', () => listeners.delete(response))
      return
    }
    if (pathname === '/reload.js') {
      response.writeHead(200, { 'content-type': types['.js'] }).end(reloader)
      return
    }
    let path = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    try {
      path = normalize(decodeURIComponent(path))
      const body = await readFile(join(folder, path))
      response
        .writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain', 'cache-control': 'no-cache' })
        .end(body)
    } catch {
      const text = `<!doctype html><title>Not here</title><p>There is no page ${escapeHtml(path)}. <a href="/">The lessons</a></p><script src="/reload.js"></script>`
      response.writeHead(404, { 'content-type': types['.html'] }).end(text)
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await listen(server, port)
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    update: (wrong = '') => {
      trouble = wrong
      for (const response of listeners) response.write(event('reload'))
    },
    close: () => {
      for (const response of listeners) response.end()
      server.close()
    },
  }
}

const event = (message: string) =>
  `${message
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join('')}\n`

/** At that port, or at any that is free. */
function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || port === 0) reject(error)
      else listen(server, 0).then(resolve, reject)
    })
    server.listen(port, 'localhost', () => resolve())
  })
}

/** Build again whenever something is saved; one build at a time, and a mistake only until the next save. */
export function watchAndBuild(outDir: string, highlight: Highlight, update: (wrong?: string) => void): void {
  const wanted = new Set<string>()
  let running = false
  const rebuild = async () => {
    if (running) return
    running = true
    while (wanted.size > 0) {
      const files = [...wanted]
      wanted.clear()
      const start = performance.now()
      try {
        if (files.some((file) => file.includes('lessons/site/'))) await buildSite(outDir)
        await buildPages(outDir, { live: true, highlight })
        update()
        console.log(`${files.join(', ')}: ${Math.round(performance.now() - start)} ms`)
        // figures and playground hold the stages, and take longer: they follow, and show when a page is next loaded
        const isAsset = (file: string) => /^packages\/|^lessons\/(figures|playground)\//.test(file)
        if (files.some(isAsset)) await buildAssets(outDir)
      } catch (error) {
        console.error((error as Error).message)
        update((error as Error).message)
      }
    }
    running = false
  }
  for (const folder of ['lessons', 'packages', 'scripts'])
    watch(join(root, folder), { recursive: true }, (_event, name) => {
      const file = `${folder}/${name}`.replaceAll('\\', '/')
      if (!matters(file)) return
      wanted.add(file)
      setTimeout(rebuild, 30) // a save is often several events
    })
}

const matters = (file: string): boolean =>
  !/node_modules|^lessons\/dist|\.test\.ts$|~$/.test(file) &&
  /^lessons\/.*\.(md|css|ts)$|^packages\/train\d\/(train\d\.ts|transcript\.txt)$|^packages\/prelude\/.*\.ts$|^scripts\/.*\.json$/.test(
    file,
  )

/** `--watch` and `--port N`. */
function optionsOf(args: string[]): { isWatching: boolean; port: number } {
  const usage = 'npm run lessons takes --watch and --port N, behind a "--": npm run lessons -- --watch'
  try {
    const { values } = parseArgs({ args, options: { watch: { type: 'boolean' }, port: { type: 'string' } } })
    const port = Number(values.port ?? 4321)
    if (Number.isInteger(port) && port >= 0 && port < 65536)
      return { isWatching: values.watch ?? false, port }
  } catch {
    // an option that there is not: told below
  }
  throw new Mistake(`${usage}. N is a whole number below 65536.`, 2)
}

async function main(): Promise<void> {
  tellMistakes()
  const { isWatching, port } = optionsOf(process.argv.slice(2).filter((word) => word !== '--'))
  const folder = isWatching ? join(tmpdir(), 'gpt-by-diff-lessons') : dist
  const highlight = await createHighlight() // the same for all builds, as it remembers what it has coloured
  const failed = await build(folder, { live: isWatching, quiet: isWatching, highlight }).then(
    () => undefined,
    (error: Error) => error.message,
  )
  if (failed) console.error(failed)
  if (failed && !isWatching) return process.exit(1)
  const { address, update } = await serve(folder, port)
  if (failed) update(failed)
  if (isWatching) watchAndBuild(folder, highlight, update)
  console.log(
    `The lessons are at ${address}${isWatching ? ', and follow what you save in packages/ and lessons/' : ''}. Ctrl-C stops.`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
