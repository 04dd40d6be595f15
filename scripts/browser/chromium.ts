// A real Chromium for the tests, and pages in it that keep account of what they should not do.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { dist } from '../lessons/render/build.ts'
import { serve } from '../lessons/render/serve.ts'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The names of the built pages. */
export const files = existsSync(dist) ? readdirSync(dist).filter((file) => file.endsWith('.html')) : []

/** @throws Error when there is no Chromium in any of the usual places */
export function launch(): Promise<Browser> {
  const executablePath = places.find((place) => place && existsSync(place))
  if (!executablePath)
    throw new Error(
      'There is no Chrome, Chromium or Edge where one usually is: install one, or say where: CHROMIUM=…',
    )
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
  const background = ['--disable-background-networking', '--disable-component-update']
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet, ...background] })
}

export const origins = ['file', 'localhost'] as const
export type Origin = (typeof origins)[number]

/** Where the pages are, from the folder or from a server of this test; each ends with a slash. */
export async function addresses(): Promise<Record<Origin, string> & { close: () => void }> {
  const { address, close } = await serve(dist, 0)
  return { file: pathToFileURL(join(dist, '/')).href, localhost: address, close }
}

/** A page in a context of its own, and all that it complains of or asks for beyond its folder. */
export async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  const folder = new URL('.', address).href
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(folder) && !/^(data|blob):/.test(url)) complaints.push(`asks for ${url}`)
  })
  await page.goto(address)
  return { page, complaints }
}
