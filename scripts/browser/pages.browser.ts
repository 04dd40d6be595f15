// Every page, as a reader meets it: from a folder or a server, small or large, bright or dark, with the keyboard
// alone, on paper, and without JavaScript.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate'
import { LinkChecker } from 'linkinator'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { dist } from '../lessons/render/build.ts'
import { readStages } from '../lessons/stages.ts'
import { files, origins } from './chromium.ts'
import { pages } from './pages.ts'

const { at, open } = pages()

const stages = readStages(new URL('../../', import.meta.url))
const lessons = files.filter((file) => /^\d-/.test(file))
const phone = { viewport: { width: 360, height: 740 } }

test('all pages are there', () => {
  expect(lessons).toHaveLength(7)
  expect(files).toEqual(
    expect.arrayContaining(['index.html', 'glossary.html', 'stage-5.html', 'compare-0-5.html']),
  )
})

describe.each(files)('%s', (file) => {
  test.each(origins)(
    'loads from %s without a complaint or a request elsewhere, and stands still',
    async (origin) => {
      const { page, complaints } = await open(at[origin] + file)
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries())
                sum += (entry as PerformanceEntry & { value: number }).value
            }).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => resolve(sum), 300)
          }),
      )
      expect(complaints).toEqual([])
      expect(await page.locator('h1').count()).toBe(1)
      expect(shift, 'layout shift').toBeLessThan(0.01)
    },
  )

  test('is no wider than a phone, and has nothing that axe sees against WCAG 2.2 AA, light or dark', async () => {
    const { page } = await open(at.file + file, { ...phone, colorScheme: 'light', bypassCSP: true })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.evaluate(axe.source)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        })
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3)}`,
        )
      })
      expect(found, colorScheme).toEqual([])
    }
  })

  test('is valid HTML', async () => {
    const validate = new HtmlValidate(new FileSystemConfigLoader({ extends: ['html-validate:standard'] }))
    const { results } = await validate.validateString(readFileSync(join(dist, file), 'utf8'))
    expect(
      results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`)),
    ).toEqual([])
  })
})

test('every link leads somewhere, to the heading or line that it names', async () => {
  const { links } = await new LinkChecker().check({
    path: at.localhost,
    recurse: true,
    checkFragments: true,
    linksToSkip: async (link) => !link.startsWith(at.localhost),
  })
  const broken = links.filter(({ state }) => state === 'BROKEN')
  expect(broken.map(({ url, parent }) => `${parent}: ${url}`)).toEqual([])
  expect(links.length).toBeGreaterThan(files.length)
})

describe('without JavaScript', () => {
  test.each([1, 2, 3, 4, 5])('lesson %i has every changed line and every answer', async (n) => {
    const file = lessons.find((name) => name.startsWith(`${n}-`)) ?? ''
    const { page } = await open(at.file + file, { javaScriptEnabled: false })
    const shown = await page.locator('.diff .line.add .src').allTextContents()
    const before = stages[n - 1].source.split('\n')
    const added = stages[n].source.split('\n').filter((line) => !before.includes(line))
    expect(shown).toEqual(expect.arrayContaining(added))
    const answers = page.locator('main details')
    await answers.first().locator('summary').click()
    expect(await answers.first().getAttribute('open')).not.toBeNull()
  })
  test('the index has its picture', async () => {
    const { page } = await open(`${at.file}index.html`, { javaScriptEnabled: false })
    expect(await page.locator('gpt-curves svg').getAttribute('aria-label')).toContain('train5')
    expect(await page.locator('gpt-curves svg').isVisible()).toBe(true)
  })
})

describe('with the keyboard', () => {
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  test('the first Tab is the way past the header', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })
  test('→ and ← go to the next lesson and back', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/4-heads-and-layers\.html/)
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/3-attention\.html/)
  })
  test('j and k go from block to block', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    const stop = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[data-stop]')].indexOf(document.activeElement as Element),
      )
    await page.keyboard.press('j')
    const first = await stop()
    await page.keyboard.press('j')
    expect([first, await stop()]).toEqual([0, 1])
    await page.keyboard.press('k')
    expect(await stop()).toBe(0)
  })
  test('? opens the help, Escape closes it', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    const help = page.locator('#help')
    await page.keyboard.press('?')
    expect(await help.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await help.isVisible()).toBe(false)
  })
  test('keys that a field needs are left to it', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    const field = page.locator('gpt-attention').getByRole('textbox', { name: 'Name' }).first()
    await field.fill('')
    await field.press('ArrowRight')
    await field.pressSequentially('tj')
    await page.waitForTimeout(200)
    expect(page.url()).toMatch(/3-attention\.html$/)
    expect(await field.inputValue()).toBe('tj')
  })
})

describe('colours', () => {
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  test('follow the system, or the reader, who is remembered', async () => {
    const { page } = await open(`${at.localhost}3-attention.html`, { colorScheme: 'light' })
    const bright = await ground(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await ground(page)
    expect(dark).not.toBe(bright)
    await page.keyboard.press('t') // light, whatever the system has
    expect(await ground(page)).toBe(bright)
    await page.reload()
    expect(await ground(page)).toBe(bright)
  })
  test('are not the only sign of a change: signs stand before the lines, also in forced colours', async () => {
    const { page } = await open(`${at.file}3-attention.html`, { forcedColors: 'active' })
    const line = page.locator('.diff .line.add').first()
    expect(await line.innerText()).toMatch(/^\d*\+/)
    expect(await page.locator('.diff .line.gone').first().innerText()).toMatch(/^\d*[-−]/)
  })
  test('nothing moves for readers who asked for stillness', async () => {
    const { page } = await open(`${at.file}3-attention.html`, { reducedMotion: 'reduce' })
    const moving = await page.evaluate(() => [
      getComputedStyle(document.documentElement).scrollBehavior,
      ...document.getAnimations().map(({ id }) => id),
    ])
    expect(moving).toEqual(['auto'])
  })
})

describe('a lesson', () => {
  test('copies the code of a block without its signs', async () => {
    const { page } = await open(`${at.localhost}3-attention.html`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.locator('.diff').getByRole('button', { name: /copy/i }).first().click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    const stage = stages[3].source
    expect(copied.trim()).not.toBe('')
    for (const line of copied.trim().split('\n')) expect(stage).toContain(line)
  })
  test('judges a prediction, explains the choice and remembers it', async () => {
    const { page } = await open(`${at.localhost}3-attention.html`)
    const form = page.locator('form.predict').first()
    const right = await form.getAttribute('data-answer')
    const choices = form.locator('input[type=radio]')
    const wrong = form.locator(`input[type=radio]:not([value=${right}])`).first()
    await wrong.check()
    await form.locator('[type=submit]').click()
    expect(await form.locator('.verdict').innerText()).toMatch(/^✗/)
    expect(await form.locator('.why:visible').innerText()).not.toBe('')
    await page.reload()
    expect(await form.locator('.verdict').innerText()).toMatch(/^✗/)
    await form.locator('[type=reset]').click()
    await form.locator(`input[value=${right}]`).check()
    await form.locator('[type=submit]').click()
    expect(await form.locator('.verdict').innerText()).toMatch(/^✓/)
    expect(await choices.count()).toBeGreaterThan(2)
  })
  test('judges the line that a reader picks', async () => {
    const { page } = await open(`${at.file}3-attention.html`)
    const question = page.locator('.find').first()
    const line = await question.getAttribute('data-line')
    const stage = await question.getAttribute('data-stage')
    await question.getByRole('button').click()
    const lines = page.locator(`.diff[data-stage="${stage}"] .line.add`)
    await lines.first().click()
    expect(await question.locator('.verdict').innerText()).toMatch(/^✗/)
    await page.locator(`.diff[data-stage="${stage}"] .line.add[id$="-L${line}"]`).press('Enter')
    expect(await question.locator('.verdict').innerText()).toMatch(/^✓/)
  })
  test('has a map that leads into the stage and knows what is in view', async () => {
    const { page } = await open(`${at.file}3-attention.html`, {
      viewport: { width: 1440, height: 900 },
    })
    const link = page.locator('.map a').nth(3)
    await link.click()
    const target = (await link.getAttribute('href'))?.replace('#', '') ?? ''
    await page.waitForFunction((id) => {
      const box = document.getElementById(id)?.getBoundingClientRect()
      return box !== undefined && box.top >= 0 && box.top < innerHeight
    }, target)
    expect(await page.locator('.map .lit').count()).toBeGreaterThan(0)
  })
  test.each(lessons)('%s is whole on paper: unfolded, and no wider than the sheet', async (file) => {
    const { page } = await open(at.file + file, { viewport: { width: 718, height: 1000 } })
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        document.body.dataset.folded = String(document.querySelectorAll('main details:not([open])').length)
      })
    })
    await page.pdf({ format: 'A4' })
    expect(await page.evaluate(() => document.body.dataset.folded)).toBe('0')
    await page.emulateMedia({ media: 'print' })
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main pre, main .diff, main table')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map(({ innerText }) => innerText.slice(0, 60)),
    )
    expect(wide).toEqual([])
  })
})
