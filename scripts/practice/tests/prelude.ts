// `import … from 'prelude'` in the judge's process: the tests look at what a stage has handed to `run`.

import { fn } from '@vitest/spy'

export { documents, options, random } from '../../../packages/prelude/index.ts'
export const run = fn()
