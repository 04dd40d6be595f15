// How mutation.ts runs StrykerJS, but for the stage, which it adds.

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Not "related": the tests load their copies of a stage as text, which Vitest does not see.
  vitest: { configFile: 'scripts/mutation.vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000, // for changes that loop forever; most of them are caught sooner, by counting
  reporters: ['progress-append-only'],
  logLevel: 'warn',
  allowConsoleColors: false,
}
