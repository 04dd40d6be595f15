// The tests of the pages in a real browser: `npm run browser`, which builds the pages first.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['scripts/browser/*.browser.ts'],
    setupFiles: ['packages/lab/setup.ts'],
    fileParallelism: false, // a browser at a time
    retry: process.env.CI ? 1 : 0, // there the machine is shared; the report names what needed a second try
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})
