// Fetches one file: node download.mjs URL SHA256 FILE MILLISECONDS. Nothing stays unless it came whole, right
// and in time.
//
// Ends with 0, or with 1 and the reason on stdout, as Node itself writes to stderr. Plain JavaScript, so that
// Node needs nothing to run it.

import { createHash } from 'node:crypto'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const [url, sha256, file, patience] = process.argv.slice(2)
const part = `${file}.${process.pid}.part`
try {
  const response = await fetch(url, { signal: AbortSignal.timeout(Number(patience)) })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (hash !== sha256) throw new Error('what came is not the file that was expected')
  writeFileSync(part, bytes)
  renameSync(part, file) // all at once, so that nobody ever reads half a file
} catch (error) {
  if (existsSync(part)) rmSync(part)
  const { name, message, cause } = /** @type {Error & { cause?: Error & { code?: string } }} */ (error)
  if (name === 'TimeoutError') console.log(`it took longer than ${Number(patience) / 1000} seconds`)
  else console.log(cause?.message || cause?.code || message) // of "fetch failed" the cause knows more
  process.exit(1)
}
