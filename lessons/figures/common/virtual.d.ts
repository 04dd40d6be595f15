// What bundle.ts makes up for the bundles: see runs() there.

declare module 'virtual:runs' {
  const runs: import('./runs.ts').Runs
  export default runs
}
