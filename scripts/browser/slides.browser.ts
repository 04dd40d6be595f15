// The slides, as a speaker uses them: the keys and the clicker, the overview, the second window, either projector.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { dist } from '../lessons/render/build.ts'
import { readPractice } from '../practice/practice.ts'
import { files, origins } from './chromium.ts'
import { pages } from './pages.ts'

const { at, open } = pages()

const decks = files.filter((file) => file.startsWith('slides-'))
const place = (page: Page) => page.locator('.deck-at').textContent()

test.each([0, 1, 2, 3, 4, 5])('the notes of lesson %i catch up at each step of its practice', (number) => {
  const html = readFileSync(join(dist, `slides-${number}.html`), 'utf8')
  const steps = [...html.matchAll(/npm run practice -- (\d) --at (\d+)/g)].map((match) =>
    match.slice(1).map(Number),
  )
  expect(new Set(steps.map(([stage]) => stage))).toEqual(new Set([number]))
  const all = readPractice(number).steps.map((step) => step.number)
  expect([...new Set(steps.map(([, step]) => step))]).toEqual(all)
})

test('each lesson has its slides', () => {
  expect(decks).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `slides-${n}.html`))
})

test.each(origins)('the keys and a clicker go through the slides, opened from %s', async (origin) => {
  const { page, complaints } = await open(`${at[origin]}slides-3.html`)
  const [, count] = /of (\d+)/.exec((await place(page)) ?? '') ?? []
  const visited: (string | null)[] = []
  for (const key of ['ArrowRight', 'PageDown', ' ', 'ArrowLeft', 'PageUp', 'End', 'Home']) {
    await page.keyboard.press(key)
    visited.push(await place(page))
  }
  expect(visited).toEqual([2, 3, 4, 3, 2, count, 1].map((n) => `${n} of ${count}`))
  expect(await page.locator('.slide:visible').count()).toBe(1)
  await page.keyboard.press('ArrowRight')
  await page.reload()
  expect(await place(page)).toBe(`2 of ${count}`)
  expect(complaints).toEqual([])
})

test('the overview shows all slides, and leads to the one that is picked', async () => {
  const { page } = await open(`${at.file}slides-4.html`)
  await page.keyboard.press('o')
  expect(await page.locator('.slide:visible').count()).toBe(await page.locator('.slide').count())
  await page.locator('.slide').nth(5).click()
  expect(await place(page)).toMatch(/^6 of/)
})

test.each(origins)(
  'the speaker’s window has notes, the next slide and the time, and goes along, from %s',
  async (origin) => {
    const { page } = await open(`${at[origin]}slides-3.html`)
    const attend = await page.evaluate(() =>
      [...document.querySelectorAll('.slide')].findIndex((slide) =>
        slide.querySelector('.notes')?.textContent?.includes('A look back is a search'),
      ),
    )
    await page.goto(`${at[origin]}slides-3.html#s${attend + 1}`)
    await expect.poll(() => place(page)).toContain(`${attend + 1} of`)
    const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')])
    await speaker.locator('.clock').waitFor()
    expect(await speaker.locator('.now .notes').innerText()).toContain('A look back is a search')
    expect(await speaker.locator('.now .teach').allInnerTexts()).toEqual([
      expect.stringContaining('npm run practice -- 3 --at 5'),
      expect.stringContaining('12 min'),
    ])
    expect(await speaker.locator('.soon h2').isVisible()).toBe(true)
    expect(await page.locator('.notes').first().isVisible()).toBe(false)
    await page.keyboard.press('PageDown')
    await expect.poll(() => place(speaker)).toContain(`${attend + 2} of`)
    await speaker.keyboard.press('PageUp')
    await speaker.keyboard.press('PageUp')
    await expect.poll(() => place(page)).toContain(`${attend} of`)
  },
)

test('a figure is live on its slide, and its fields keep their keys', async () => {
  const { page } = await open(`${at.file}slides-0.html`)
  for (let i = 0; i < 12 && !(await page.locator('.now gpt-runner').count()); i++)
    await page.keyboard.press('PageDown')
  const before = await place(page)
  await page.locator('.now gpt-runner').getByLabel('Seed').press('ArrowRight')
  expect(await place(page)).toBe(before)
  await page.getByRole('button', { name: 'Train train0' }).click()
  await page.locator('gpt-runner .status').filter({ hasText: 'Trained 1,000 steps' }).waitFor()
})

describe.each([
  ['16:9', { width: 1280, height: 720 }],
  ['4:3', { width: 1024, height: 768 }],
])('on a projector of %s', (_, viewport) => {
  test.each(decks)(
    'nothing of %s is cut off, and no more than forty lines of code fill the height',
    async (deck) => {
      const { page } = await open(at.file + deck, { viewport })
      const slides = await page.locator('.slide').count()
      const cut: string[] = []
      for (let i = 0; i < slides; i++) {
        const { fits, lines } = await page.evaluate(() => {
          const shown = document.querySelector<HTMLElement>('.now .shown')
          const live = shown?.querySelector('.live')
          return {
            fits:
              live != null ||
              (shown != null &&
                shown.scrollWidth <= shown.clientWidth &&
                shown.scrollHeight <= shown.clientHeight + 1),
            lines:
              innerHeight /
              Math.min(
                ...[...(shown?.querySelectorAll('.line') ?? [])].map(
                  (line) => line.getBoundingClientRect().height,
                ),
              ),
          }
        })
        if (!fits || lines > 40) cut.push(`${i + 1}: ${await page.locator('.now h2').innerText()}`)
        await page.keyboard.press('PageDown')
      }
      expect(cut).toEqual([])
    },
  )
})

test.each(decks)(
  'axe finds nothing against WCAG 2.2 AA in %s, for the room and the speaker, light or dark',
  async (deck) => {
    const { page } = await open(`${at.file}${deck}#s4`, { bypassCSP: true })
    for (const address of [`${at.file}${deck}#s4`, `${at.file}${deck}?speaker#s4`]) {
      await page.goto(address)
      await page.evaluate(axe.source)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const found = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          })
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3)}`,
          )
        })
        expect(found, `${address} ${colorScheme}`).toEqual([])
      }
    }
  },
)
