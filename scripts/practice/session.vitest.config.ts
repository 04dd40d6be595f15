// How practice:verify runs session.ts, which is no test for every day.

import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['scripts/practice/session.ts'], testTimeout: 600_000 } })
