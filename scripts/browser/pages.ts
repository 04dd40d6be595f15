// What the tests of the pages share: a browser, where the pages are, and a page that is closed after its test.

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { addresses, launch, open } from './chromium.ts'

/** For the tests of a file. The addresses are there once the tests run. */
export function pages() {
  let browser: Browser
  const at = {} as Awaited<ReturnType<typeof addresses>>
  beforeAll(async () => {
    browser = await launch()
    Object.assign(at, await addresses())
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => {
    at.close()
    await browser.close()
  })
  return { at, open: (address: string, options?: BrowserContextOptions) => open(browser, address, options) }
}
