// How mutation.ts runs the tests in a stage's folder: as vitest.config.ts does, but without the parity tests.

import { defineConfig } from 'vitest/config'
import config from '../vitest.config.ts'

export default defineConfig({
  test: { ...config.test, include: ['*.test.ts'], exclude: ['*.parity.test.ts'] },
})
