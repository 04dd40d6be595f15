// The course on paper: each lesson, each stage and the teacher's plan as a PDF, printed by a real Chromium.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { launch } from '../browser/chromium.ts'
import { dist } from '../lessons/render/build.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The pages that are handed out; those that compare stages are for the screen. */
const handouts = /^(\d-.*|stage-\d|teaching|glossary)\.html$/

/**
 * Print the built pages into a folder.
 * @returns the names of the files
 * @throws Error when there is no Chromium
 */
export async function printHandouts(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const browser = await launch()
  try {
    const page = await browser.newPage()
    const names: string[] = []
    for (const file of readdirSync(dist).filter((name) => handouts.test(name))) {
      await page.goto(pathToFileURL(join(dist, file)).href)
      const name = file.replace('.html', '.pdf')
      const title = await page.title()
      const text = (words: string) =>
        `<p style="width:100%;margin:0 1.5cm;font:8px sans-serif;color:#666">${words}</p>`
      writeFileSync(
        join(folder, name),
        await page.pdf({
          format: 'A4',
          margin: { top: '1.6cm', bottom: '1.8cm', left: '1.5cm', right: '1.5cm' },
          displayHeaderFooter: true,
          headerTemplate: text(''),
          footerTemplate: text(
            `${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')} · <span class="pageNumber"></span> of <span class="totalPages"></span>`,
          ),
        }),
      )
      names.push(name)
    }
    return names
  } finally {
    await browser.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'workshop/handouts')
  printHandouts(folder).then(
    (names) => console.log(`${names.length} handouts in ${folder}`),
    (error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
}
