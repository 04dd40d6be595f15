// One configuration for all packages' tests.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/*.test.ts', 'scripts/**/*.test.ts', 'lessons/**/*.test.ts'],
    setupFiles: ['packages/lab/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
