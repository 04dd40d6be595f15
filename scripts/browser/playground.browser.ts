// The playground, used as a learner would: edit, run, test, compare, go step by step, come back, hand on.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { readStages } from '../lessons/stages.ts'
import { type Origin, origins } from './chromium.ts'
import { pages } from './pages.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sources = readStages(new URL('../../', import.meta.url)).map(({ source }) => source)

const { at, open } = pages()
let complained: string[]
afterEach(() => {
  expect(complained).toEqual([])
})

/** The playground with a stage in it. */
async function playground(stage: number, origin: Origin = 'file', options: BrowserContextOptions = {}) {
  const opened = await open(`${at[origin]}playground.html?stage=${stage}`, options)
  complained = opened.complaints
  return opened.page
}

const editor = (page: Page) => page.locator('.cm-content')
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const show = (page: Page, name: string) => page.getByRole('tab', { name }).click()
const told = (page: Page, text: string | RegExp) =>
  page.locator('.status:visible, .counter:visible').filter({ hasText: text }).first().waitFor()
const output = (page: Page) => page.getByRole('group', { name: 'Output' }).innerText()

/** Paste a text over all that is in the editor. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).focus()
  await page.keyboard.press('Control+a')
  await editor(page).evaluate((element, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

/** A stage with a piece of it replaced. */
function edited(stage: number, piece: string, other: string): string {
  expect(sources[stage].split(piece)).toHaveLength(2)
  return sources[stage].replace(piece, () => other)
}

/** What the editor holds, as it is kept in the browser. */
function kept(page: Page, stage: number): Promise<string | null> {
  return page.evaluate((name) => localStorage.getItem(`gpt-by-diff.playground.${name}`), `train${stage}`)
}

const terminal = (file: string, ...words: string[]) =>
  execFileSync(process.execPath, ['--import', 'tsx', file, '--data', 'names-starter', ...words], {
    cwd: root,
    encoding: 'utf8',
  })

describe.each(origins)('from %s', (origin) => {
  test('what is edited is run: the same lines as in the terminal, and the curve of the loss', async () => {
    const page = await playground(3, origin)
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('30')
    await write(page, edited(3, 'const learningRate = 0.1', 'const learningRate = 0.2'))
    await press(page, 'Run')
    await told(page, 'train3 has run to its end.')
    const mine = (await output(page)).trim().split('\n')
    await page.locator('.plot path.line').waitFor()
    const original = terminal('packages/train3/train3.ts', '--steps', '30').trim().split('\n')
    expect(mine).toHaveLength(original.length)
    expect(mine.slice(0, 4), 'up to the first step nothing is different').toEqual(original.slice(0, 4))
    expect(mine.slice(4, 30)).not.toEqual(original.slice(4, 30))
  })
})

test('unchanged, each stage prints what it prints in the terminal', async () => {
  const page = await playground(0)
  for (const stage of [0, 2, 5]) {
    await page.getByRole('radio', { name: `train${stage}` }).check()
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('25')
    await press(page, 'Run')
    await told(page, `train${stage} has run to its end.`)
    expect((await output(page)).trim()).toBe(
      terminal(`packages/train${stage}/train${stage}.ts`, '--steps', '25').trim(),
    )
  }
})

test('own documents are learned from, and are text wherever they show', async () => {
  const page = await playground(5)
  await page.getByLabel('Learn from').selectOption('own')
  await page.getByLabel('Your own documents').fill('<img src=x onerror=alert(1)>\n<b>京都</b>\n')
  await page.getByRole('spinbutton', { name: 'Steps' }).fill('5')
  await page.getByLabel('Begin with').fill('<b>')
  await press(page, 'Run')
  await told(page, 'train5 has run to its end.')
  expect(await output(page)).toContain('sample  1: <b>')
  expect(await page.locator('.output').evaluate((box) => box.childElementCount)).toBe(0)
  await page.getByLabel('Begin with').fill('é')
  await press(page, 'Run')
  await told(page, '"é", which is in none of the documents')
})

describe('a mistake', () => {
  test.each([
    [
      'when it runs',
      'x = add(mlp(rmsnorm(x)), x)',
      'x = add(mpl(rmsnorm(x)), x)',
      'ReferenceError: mpl is not defined',
    ],
    ['of spelling', 'const nEmbd = 16', 'const nEmbd = = 16', 'SyntaxError: Unexpected token'],
    [
      'that is one for JavaScript only',
      'const blockSize = 16',
      'const nEmbd = 32',
      "SyntaxError: Identifier 'nEmbd' has already been declared",
    ],
  ])('%s is told with its line, and marked there', async (_, piece, slip, message) => {
    const page = await playground(3)
    const text = edited(3, piece, slip)
    const line = text.slice(0, text.indexOf(slip)).split('\n').length
    await write(page, text)
    await press(page, 'Run')
    await told(page, message)
    await press(page, `train3.ts:${line}`)
    expect(await page.locator('.cm-activeLineGutter').first().innerText()).toBe(String(line))
    await page.locator('.cm-lint-marker-error').hover()
    expect(await page.locator('.cm-tooltip-lint').innerText()).toContain(message)
  })
  test('such as an endless loop can be stopped, even one that prints', async () => {
    const page = await playground(1)
    for (const loop of ['while (true) {}', 'for (;;) console.log("again")']) {
      await write(page, `console.log('well')\nconsole.log('begun')\n${loop}\n`)
      await press(page, 'Run')
      await page
        .getByRole('group', { name: 'Output' })
        .getByText('begun')
        .or(page.getByText('again').first())
        .first()
        .waitFor()
      await press(page, 'Stop')
      await told(page, 'Stopped')
    }
    await write(page, 'console.log(1 + 1)')
    await press(page, 'Run')
    await told(page, 'has run to its end')
    expect(await output(page)).toMatch(/^2\n/)
  })
})

test('the stage’s tests fail and pass, with the names and messages of the terminal', async () => {
  const page = await playground(3)
  await show(page, 'Tests')
  await write(page, edited(3, 'x = add(mlp(rmsnorm(x)), x)', 'x = mlp(rmsnorm(x))'))
  await press(page, 'Run the tests')
  await told(page, 'tests fail. Begin with the first')
  const rows = page.getByRole('list', { name: 'Tests' }).getByRole('listitem')
  const all = await rows.count()
  await page.getByLabel('only those that fail').check()
  const failing = page.locator('.tests li:visible')
  expect(await failing.count()).toBeLessThan(10)
  expect(await failing.first().innerText()).toContain('AssertionError: ')
  await write(page, sources[3])
  await press(page, 'Run the tests')
  await told(page, `All ${all} tests of train3 pass.`)
  await write(page, 'export const docs = [')
  await press(page, 'Run the tests')
  await told(page, 'The tests cannot be run: SyntaxError')
})

test('the difference is told statement by statement, from the original and to the next stage', async () => {
  const page = await playground(4)
  await show(page, 'Diff')
  await told(page, 'There is no difference from the original train4.ts.')
  await write(page, edited(4, 'const nHead = 4', 'const nHead = 2 // "<i>"'))
  await told(page, '2 changed lines from the original train4.ts: 1 added, 1 removed.')
  expect(await page.locator('.diff .line.add').innerText()).toContain('const nHead = 2 // "<i>"')
  await page.getByRole('radio', { name: 'the next stage' }).check()
  await told(page, 'from here to train5.ts')
  await page.getByRole('radio', { name: 'train5' }).check()
  await told(page, 'There is no difference from the original train5.ts.')
})

test('a step is led by its lesson, judged by its tests, and done for those who ask', async () => {
  const page = await playground(5)
  await show(page, 'Steps')
  await press(page, 'Begin with train4')
  await page.getByLabel('Go to the beginning of').selectOption('2')
  await page.getByRole('heading', { name: 'Step 2 of 3' }).waitFor()
  await press(page, 'Check')
  await told(page, 'Not yet. ')
  await press(page, 'Do it for me')
  await press(page, 'Check')
  await told(page, 'Step 2 is done.')
  await press(page, 'Next step')
  await page.getByRole('heading', { name: 'Step 3 of 3' }).waitFor()
  await press(page, 'Do it for me')
  await press(page, 'That was the last')
  await page.getByText('All 3 steps of train5 are done').waitFor()
  await show(page, 'Diff')
  await told(page, 'There is no difference from the original train5.ts.')
})

test('work is kept for each stage, and a reset asks first and can be undone', async () => {
  const page = await playground(2, 'localhost')
  const mine = `${sources[2]}// mine\n`
  await write(page, mine)
  await page.getByText('Kept in this browser').waitFor()
  expect(await kept(page, 2)).toBe(mine)
  await page.getByRole('radio', { name: 'train3' }).check()
  await page.reload()
  await page.getByText('As you left it.').waitFor()
  page.once('dialog', (dialog) => dialog.dismiss())
  await press(page, 'Reset')
  expect(await kept(page, 2)).toBe(mine)
  page.once('dialog', (dialog) => dialog.accept())
  await press(page, 'Reset')
  await page.getByText('This is the original train2.ts again.').waitFor()
  await press(page, 'Bring back')
  await page.getByText('This is what was put aside last.').waitFor()
  await page.reload()
  await page.getByText('As you left it.').waitFor()
})

describe('a link', () => {
  test('holds the code, which is shown and not run; what was there comes back', async () => {
    const page = await playground(1, 'localhost', { permissions: ['clipboard-read', 'clipboard-write'] })
    const theirs = 'console.log("</script><img src=x onerror=alert(1)>")\nself.location\n'
    await write(page, theirs)
    await press(page, 'Share')
    await page.getByText('The link is copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/playground\.html#train1=[\w-]+$/)
    await write(page, '// my own')
    await page.getByText('Kept in this browser').waitFor()
    const workers: string[] = []
    page.on('worker', (worker) => workers.push(worker.url()))
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByText('This train1.ts came with a link; nothing of it has run.').waitFor()
    expect((await editor(page).innerText()).trim()).toBe(theirs.trim())
    expect([page.url().includes('#'), workers, await page.locator('img').count()]).toEqual([false, [], 0])
    await press(page, 'Bring back')
    expect(await editor(page).innerText()).toBe('// my own')
  })
  test.each(['#train3=%3Cscript%3E', '#train3=AAAA', '#train9=abc'])(
    'that is broken (%s) is told to be',
    async (link) => {
      const opened = await open(`${at.file}playground.html${link}`)
      complained = opened.complaints
      await opened.page.getByText('This link is broken').waitFor()
    },
  )
})

test('an exported file runs in the repository as it is', async () => {
  const page = await playground(4)
  await write(page, edited(4, 'const nHead = 4', 'const nHead = 2'))
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Export')])
  expect(download.suggestedFilename()).toBe('train4.ts')
  const folder = `${root}packages/train4/exported`
  mkdirSync(folder)
  try {
    await download.saveAs(`${folder}/train4.ts`)
    expect(readFileSync(`${folder}/train4.ts`, 'utf8')).toBe(edited(4, 'const nHead = 4', 'const nHead = 2'))
    expect(terminal(`${folder}/train4.ts`, '--steps', '3')).toContain('step    3 /    3 | loss ')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what runs has no network', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('0')
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const away = `http://localhost:${(server.address() as AddressInfo).port}/`
  const page = await playground(0, 'localhost')
  const here = at.localhost
  const ways = [
    `await fetch('${away}')`,
    `await fetch('${here}index.html')`,
    `await new Promise((yes, no) => { const x = new XMLHttpRequest(); x.onload = yes; x.onerror = no; x.open('GET', '${away}'); x.send() })`,
    `await new Promise((yes, no) => { const s = new WebSocket('${away.replace('http', 'ws')}'); s.onopen = yes; s.onerror = no })`,
    `await new Promise((yes, no) => { const s = new EventSource('${away}'); s.onopen = yes; s.onerror = no })`,
    `importScripts('${away}')`,
    `importScripts('${here}assets/site.js')`,
    `await import('${here}assets/site.js')`,
    `await import('${away}')`,
    'new Function("return 1")()',
  ]
  const attempts = ways.map((way) => `  try { ${way}; console.log('open') } catch { console.log('closed') }`)
  await write(
    page,
    `async function attempt() {\n${attempts.join('\n')}\n  console.log('that was all')\n}\nattempt()\n`,
  )
  await press(page, 'Run')
  await page.getByRole('group', { name: 'Output' }).getByText('that was all').waitFor()
  expect((await output(page)).split('\n').filter((line) => /open|closed/.test(line))).toEqual(
    ways.map(() => 'closed'),
  )
  expect(asked).toEqual([])
  server.close()
  complained = [] // the browser reports each attempt
})

test('the keyboard is enough: into the editor, out of it by Esc and Tab, to the tabs, and to run', async () => {
  const page = await playground(5)
  const focused = () =>
    page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className ?? '')
  await editor(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Tab')
  expect(await focused(), 'Tab indents').toContain('cm-content')
  await page.keyboard.type('t?j') // which are keys of the site elsewhere
  expect(await editor(page).innerText()).toMatch(/ {2}t\?j$/)
  expect(await page.locator('#help').isVisible()).toBe(false)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await focused()).not.toContain('cm-content')
  await page.getByRole('tab', { name: 'Run' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('tab', { name: 'Tests' }).getAttribute('aria-selected')).toBe('true')
  await write(page, 'console.log("by hand")')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('group', { name: 'Output' }).getByText('by hand').waitFor()
})

test.each(['light', 'dark'] as const)(
  'axe finds nothing, with every panel open (%s)',
  async (colorScheme) => {
    const page = await playground(3, 'file', { colorScheme })
    complained = [] // axe looks for more than the policy allows
    await page.evaluate(axe.source)
    const look = async () => {
      const violations = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document)
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3)}`,
        )
      })
      expect(violations).toEqual([])
    }
    await write(page, edited(3, 'x = add(mlp(rmsnorm(x)), x)', 'x = add(mpl(rmsnorm(x)), x)'))
    await press(page, 'Run')
    await told(page, 'ReferenceError')
    await look()
    await show(page, 'Tests')
    await press(page, 'Run the tests')
    await told(page, 'tests fail')
    await look()
    await show(page, 'Diff')
    await told(page, '2 changed lines')
    await look()
    await show(page, 'Steps')
    await press(page, 'Begin with train2')
    await page.getByText('How', { exact: true }).click()
    await page.getByText('The lesson’s diff').click()
    await look()
  },
)
