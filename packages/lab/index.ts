// What tests, benchmarks and experiments share: fresh copies of a stage, the figures of the Python original,
// and the tests of what is the same in several stages.

export { autogradTests, softmaxTests } from './autograd.ts'
export {
  causalityTests,
  fileOf,
  gradientTests,
  logitsOf,
  lossTests,
  samplingTests,
  sgdTests,
  tokenizerTests,
  tokensOf,
  trainingTests,
  weightsTests,
} from './gpt.ts'
export { load } from './load.ts'
export { haveNames } from './names.ts'
export { parity } from './parity.ts'
export { reference } from './reference.ts'
export {
  differing,
  gradients,
  keep,
  near,
  numbers,
  scale,
  set,
  setIdentity,
  slope,
  type Value,
} from './values.ts'
