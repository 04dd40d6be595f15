// The folder for a memory stick, as it is used: copied somewhere, without a network, with nothing but Node.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStages } from '../lessons/stages.ts'
import { pack } from '../workshop/pack.ts'
import { launch, open } from './chromium.ts'

let out: string
let folder: string
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'pack-'))
  folder = join(out, 'gpt-by-diff')
  await pack(out)
}, 120_000)
afterAll(() => rmSync(out, { recursive: true }))

const root = new URL('../../', import.meta.url)

/** Run a packed stage in its folder with nothing of this project in reach. */
function run(n: number, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`train${n}.mjs`, ...args], {
    cwd: join(folder, 'stages'),
    encoding: 'utf8',
    env: {},
  })
  return { stdout, stderr, status }
}

test.each(readStages(root))('$name, packed, prints its transcript', ({ number, transcript }) => {
  expect(existsSync(new URL('datasets/names.txt', root)), 'datasets/names.txt is there').toBe(true)
  const { stdout, stderr, status } = run(number)
  expect({ stdout: stdout.trimEnd().split('\n'), stderr, status }).toEqual({
    stdout: transcript,
    stderr: '',
    status: 0,
  })
})
test('a packed stage takes the lists beside it, and tells how it is called', () => {
  expect(run(0, '--steps', '1', '--data', 'cities').stdout).toMatch(/^num docs: 1474$/m)
  expect(run(0, '--help').stdout).toMatch(/^Usage: node train0\.mjs \[options\]$/m)
  expect(run(0, '--data', 'citys')).toMatchObject({ status: 1, stdout: '' })
})
test('each lesson and each stage is there on paper', () => {
  const names = readdirSync(join(folder, 'handouts'))
  const wanted = [0, 1, 2, 3, 4, 5].flatMap((n) => [
    expect.stringMatching(`^${n}-.*\\.pdf$`),
    `stage-${n}.pdf`,
  ])
  expect(names).toEqual(expect.arrayContaining(wanted))
  for (const name of names) {
    const text = readFileSync(join(folder, 'handouts', name), 'latin1')
    expect(text).toMatch(/^%PDF-/)
    expect(text.match(/\/Type \/Page\b/g)?.length, name).toBeGreaterThan(0)
  }
})
test('the pages train a stage with the network off', async () => {
  const browser = await launch()
  const { page, complaints } = await open(
    browser,
    pathToFileURL(join(folder, 'lessons/0-counting.html')).href,
    {
      offline: true,
    },
  )
  await page.getByRole('button', { name: 'Train train0' }).click()
  await page.locator('gpt-runner .status').filter({ hasText: 'Trained 1,000 steps' }).waitFor()
  expect(complaints).toEqual([])
  await browser.close()
})
