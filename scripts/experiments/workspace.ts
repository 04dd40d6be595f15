// A copy of the project outside of it, for a stage with another text: that stage and its tests, and links to all else.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const link = (target: string, path: string) => symlinkSync(target, path, 'junction')

/** A new folder for workspaces, which goes when the process ends, also by Ctrl-C; its name begins like this. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
  return folder
}

/**
 * Make a workspace.
 * @param folder where, a folder that is not there yet
 * @param stage such as 'train3', with `text` in place of its own
 * @returns the folder, the changed stage's file and its tests', in the folder
 */
export function workspace(folder: string, stage: string, text: string) {
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
  writeFileSync(file, text)
  return { folder, file, tests }
}
