// A copy of the project for one experiment, outside of it: the changed stage and its tests, and links to all else.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Experiment, patched, stageOf } from './experiment.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const link = (target: string, path: string) => symlinkSync(target, path, 'junction')

/** A new folder for workspaces, which goes when the process ends, also by Ctrl-C. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'experiments-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
  return folder
}

/**
 * Make the workspace of an experiment.
 * @returns the folder, the changed stage's file and its tests', in the folder
 */
export function workspace(experiment: Experiment, parent: string) {
  const folder = join(parent, experiment.name)
  const stage = stageOf(experiment)
  const original = join(root, 'packages', stage)
  const copy = join(folder, 'packages', stage)
  mkdirSync(copy, { recursive: true })
  cpSync(join(root, 'vitest.config.ts'), join(folder, 'vitest.config.ts'))
  for (const name of ['node_modules', 'datasets']) link(join(root, name), join(folder, name))
  for (const name of readdirSync(join(root, 'packages'))) {
    if (name !== stage) link(join(root, 'packages', name), join(folder, 'packages', name))
  }
  link(join(original, 'node_modules'), join(copy, 'node_modules'))
  for (const name of ['package.json', `${stage}.test.ts`]) cpSync(join(original, name), join(copy, name))
  const [file, tests] = [join(copy, `${stage}.ts`), join(copy, `${stage}.test.ts`)]
  writeFileSync(file, patched(experiment))
  return { folder, file, tests }
}
