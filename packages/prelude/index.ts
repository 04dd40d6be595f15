// What Python's standard library gave the original and JavaScript's lacks: a seeded random, the documents,
// the terminal. Nothing here knows what a model is.

export { documents } from './documents.ts'
export { options } from './options.ts'
export * as random from './random.ts'
export { run } from './run.ts'
