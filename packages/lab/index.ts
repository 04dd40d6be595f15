// What tests, benchmarks and experiments share: fresh copies of a stage, and the figures of the Python original.

export { load } from './load.ts'
export { haveNames } from './names.ts'
export { parity } from './parity.ts'
export { reference } from './reference.ts'
