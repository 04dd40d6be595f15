// Installs what is needed, once: the step before `npm start` and `npm test`. Plain JavaScript and Node alone,
// as nothing is installed yet. Does nothing when node_modules agrees with pnpm-lock.yaml.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const read = (/** @type {string} */ path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return undefined
  }
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `This needs Node 20.19 or newer, and here is ${process.versions.node}: get a newer one from nodejs.org.`,
  )
  process.exit(1)
}
// pnpm leaves a copy of the lock file that it installed from
if (read('node_modules/.pnpm/lock.yaml') !== read('pnpm-lock.yaml')) {
  const { packageManager } = JSON.parse(read('package.json') ?? '{}')
  console.log(`Installing with ${packageManager}, once ...`)
  const command = `npx --yes ${packageManager} install --frozen-lockfile --reporter=append-only`
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: 'inherit' })
  if (status !== 0) {
    console.error('The installation failed; it needs the network, once. Its own words are above.')
    process.exit(1)
  }
}
