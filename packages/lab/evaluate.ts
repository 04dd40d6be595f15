// The text of a stage as a module of its own.

import { transformSync } from 'esbuild'

/**
 * Run a stage's text.
 * @param file what errors call it
 * @param prelude what it imports
 * @returns its exports
 */
export function evaluate(source: string, file: string, prelude: object): object {
  const options = { loader: 'ts', format: 'cjs', sourcefile: file, sourcemap: 'inline' } as const
  const { code } = transformSync(source, options)
  const module = { exports: {} }
  new Function('require', 'module', code)(() => prelude, module)
  return module.exports
}
