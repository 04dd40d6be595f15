import { chromium } from 'playwright-core'

const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const p = await b.newPage({ viewport: { width: 1200, height: 1400 } })
for (const [f, h] of [
  ['1-gradients-by-hand', 'back-through-the-loss'],
  ['3-attention', 'query-key-value'],
  ['0-counting', 'the-model'],
]) {
  await p.goto(`file:///work/main/lessons/dist/${f}.html#${h}`)
  for (const t of [100, 500, 1500, 1500]) {
    await p.waitForTimeout(t)
    console.log(
      h,
      await p.evaluate(
        (h) => [
          scrollY,
          document.getElementById(h).getBoundingClientRect().top,
          document.querySelector('header').getBoundingClientRect().top,
        ],
        h,
      ),
    )
  }
  await p.screenshot({ path: `/tmp/s-${h}.png` })
}
await b.close()
