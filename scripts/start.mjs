// `npm start`: installs what is needed, trains train5, and says where to go next.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import './install.mjs'

process.on('SIGINT', () => {}) // Ctrl-C is for the stage, which then stops training and samples
const stage = new URL('../packages/train5/train5.ts', import.meta.url)
const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(stage), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
child.on('close', (code, signal) => {
  const helped = process.argv.includes('--help')
  if (code === 0 && !helped)
    console.log('\nNext: README.md, "The ladder". It begins with packages/train0/train0.ts.')
  process.exitCode = signal ? 1 : (code ?? 1)
})
