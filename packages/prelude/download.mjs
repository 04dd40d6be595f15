// Fetches one file: node download.mjs URL SHA256 FILE. Nothing is left behind unless it came whole and right.
//
// Ends with 0, or with 1 and the reason on stderr. Plain JavaScript, so that Node needs nothing to run it.

import { createHash } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

const patience = 10_000 // milliseconds, from the first packet to the last

const [url, sha256, file] = process.argv.slice(2)
const part = `${file}.${process.pid}.part`
try {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (hash !== sha256) throw new Error('what came is not the file that was expected')
  writeFileSync(part, bytes)
  renameSync(part, file) // all at once, so that nobody ever reads half a file
} catch (error) {
  rmSync(part, { force: true })
  const { message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error)
  console.error(cause?.code ?? message)
  process.exit(1)
}
