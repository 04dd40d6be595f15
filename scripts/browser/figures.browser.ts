// Each figure, used as a reader would, and its numbers compared with those of the stage itself, run here.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { short } from '../../lessons/figures/common/numbers.ts'
import { startHeadless } from '../../lessons/figures/headless.ts'
import { load } from '../../packages/lab/load.ts'
import { documents } from '../../packages/prelude/index.ts'
import { readStages } from '../lessons/stages.ts'
import { origins } from './chromium.ts'
import { pages } from './pages.ts'

const { at, open } = pages()
let complained: string[]
afterEach(() => {
  expect(complained).toEqual([])
})

/** A figure on its page, opened from the folder or the server. */
async function figure(
  page: string,
  name: string,
  origin: (typeof origins)[number] = 'file',
): Promise<Locator> {
  const opened = await open(`${at[origin]}${page}.html`)
  complained = opened.complaints
  return opened.page.locator(`gpt-${name}`)
}
const press = (figure: Locator, name: string) => figure.getByRole('button', { name, exact: true }).click()
const status = (figure: Locator, n = 0) => figure.locator('.status').nth(n)
/** Wait until the figure says so. */
const told = (figure: Locator, text: string | RegExp, n = 0) =>
  status(figure, n).filter({ hasText: text }).waitFor({ timeout: 120_000 })

/** What a figure shows, once it shows it. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 60_000 })

const stageFile = (n: number) => new URL(`../../packages/train${n}/train${n}.ts`, import.meta.url)
type Trained = { train: (steps: number) => Iterable<number>; counts: number[][]; chars: string[] }
const starter = documents('names-starter').join('\n')
const transcripts = readStages(new URL('../../', import.meta.url)).map(({ transcript }) => transcript)
const samplesOf = (n: number) =>
  transcripts[n].flatMap((line) => /^sample .\d: (.*)$/.exec(line)?.slice(1) ?? [])

describe('the runner', () => {
  const names = fileURLToPath(new URL('../../datasets/names.txt', import.meta.url))
  test.each(origins)(
    'trains train5 from %s on names.txt to the twenty names of the transcript',
    async (origin) => {
      expect(existsSync(names), 'datasets/names.txt is there; npm start fetches it').toBe(true)
      const runner = await figure('5-adam', 'runner', origin)
      await runner.getByLabel('Learn from').selectOption('own')
      await runner.locator('input[type=file]').setInputFiles(names)
      await runner.getByText('names.txt, 223 KB.').waitFor()
      await press(runner, 'Train train5')
      await told(
        runner,
        'Trained 1,000 steps on your lines: 32,033 documents, 27 tokens, 4,192 parameters, seed 42.',
      )
      expect(await runner.locator('.samples li').allInnerTexts()).toEqual(samplesOf(5))
    },
  )
  test('takes pasted lines, completes a beginning, says what is wrong, stops and starts over', async () => {
    const runner = await figure('3-attention', 'runner')
    expect(await runner.locator('.samples li').allInnerTexts()).toEqual(samplesOf(3))
    await runner.getByLabel('Learn from').selectOption('own')
    await press(runner, 'Train train3')
    await told(runner, 'There is nothing to learn from yet')
    await runner.getByLabel('Your own documents').fill('東京\n京都\n')
    await runner.getByLabel('Steps', { exact: true }).fill('20')
    await press(runner, 'Train train3')
    await told(runner, 'Trained 20 steps on your lines: 2 documents, 4 tokens')
    await runner.getByLabel('Begin with').fill('東')
    await press(runner, '20 more')
    await told(runner, '20 more')
    for (const text of await runner.locator('.samples li').allInnerTexts()) expect(text).toMatch(/^東/)
    await runner.getByLabel('Begin with').fill('é')
    await press(runner, '20 more')
    await told(runner, '“é” is in none')
    await runner.getByLabel('Steps', { exact: true }).fill('100000')
    await press(runner, 'Train train3')
    await told(runner, 'Training')
    await press(runner, 'Stop')
    await told(runner, 'Stopped after')
    await press(runner, 'Reset')
    await told(runner, 'Recorded')
    expect(await runner.locator('.samples li').allInnerTexts()).toEqual(samplesOf(3))
  })
})

test('the counts are those of train0, and a name is drawn letter by letter', async () => {
  const counts = await figure('0-counting', 'counts')
  const stage = load<Trained>(stageFile(0))
  await press(counts, 'One name')
  await told(counts, '1 of 1,000 counted')
  await press(counts, 'All')
  await told(counts, 'All 1,000 counted')
  for (const _ of stage.train(1000));
  await counts.locator('.stack select').selectOption({ label: 'after q' })
  const row = stage.counts[stage.chars.indexOf('q')]
  const total = row.reduce((sum, count) => sum + count, 0)
  const top = row.indexOf(Math.max(...row))
  expect(await counts.getByText('After q:').innerText()).toBe(
    `After q: seen ${total} times, most often before ${stage.chars[top]}, ${row[top]} times.`,
  )
  const probabilities = await counts.locator('.bars .value').allInnerTexts()
  expect(probabilities).toEqual(
    row.map((count) => `${((100 * (count + 1)) / (total + row.length)).toFixed(1)}%`),
  )
  for (let i = 0; i < 17; i++) {
    if ((await counts.locator('.drawn').innerText()).endsWith('done')) break
    await press(counts, 'Draw a letter')
    await counts.page().waitForTimeout(100)
  }
  expect(await counts.locator('.drawn').innerText()).toMatch(/^·.+/)
})

test('the gradients are those of train1', async () => {
  const gradient = await figure('1-gradients-by-hand', 'gradient')
  await press(gradient, 'Check the first name')
  await told(gradient, 'Computed just now')
  type Stage = {
    BOS: number
    docs: string[]
    encode(text: string): number[]
    backward(tokens: number[]): number
    numericalGradient(tokens: number[]): number[]
    params: { grad: number }[]
  }
  const { BOS, docs, encode, backward, numericalGradient, params } = load<Stage>(stageFile(1))
  const tokens = [BOS, ...encode(docs[0]), BOS]
  const numerical = numericalGradient(tokens)
  const loss = backward(tokens)
  const difference = Math.max(...params.map((p, i) => Math.abs(p.grad - numerical[i])))
  const text = await gradient.getByText('pairs of gradients').first().innerText()
  expect(text).toContain(`“${docs[0]}”, loss ${loss.toFixed(4)}: 3,184 parameters, 3,184 pairs`)
  expect(text).toContain(`the largest difference is ${short(difference)}.`)
  const dots = await gradient
    .locator('.scatter path')
    .evaluateAll((paths) =>
      paths.reduce((sum, path) => sum + (path.getAttribute('d')?.split('M').length ?? 1) - 1, 0),
    )
  expect(dots).toBe(3184)
  const largest = params.reduce((most, p) => (Math.abs(p.grad) > Math.abs(most) ? p.grad : most), 0)
  const words = await gradient.locator('.told').innerText()
  expect(words).toContain(`gradient ${short(largest)}.`)
  await gradient.getByLabel('Its value').fill('0')
  expect(await gradient.locator('.told').innerText()).not.toBe(words)
})

test('the graph has the gradients that everyone knows, and one step back at a time', async () => {
  const graph = await figure('2-autograd', 'graph')
  const picture = graph.locator('.canvas svg')
  await graph.getByLabel('Expression').fill('a * b + a')
  await told(graph, '4 values, built just now')
  await graph.getByLabel('a', { exact: true }).fill('2')
  await graph.getByLabel('b', { exact: true }).fill('3')
  await graph
    .page()
    .waitForFunction(() =>
      document
        .querySelector('gpt-graph')
        ?.shadowRoot?.querySelector('.canvas svg')
        ?.getAttribute('aria-label')
        ?.includes('data 8'),
    )
  await press(graph, 'Backward: next value')
  expect(await graph.getByText('Step 1 of 4').innerText()).toContain('with gradient 1')
  await press(graph, 'All the way')
  const label = await picture.getAttribute('aria-label')
  expect(label).toContain('a: data 2, grad 4')
  expect(label).toContain('b: data 3, grad 2')
  await graph.getByLabel('Expression').fill('a * (')
  expect(await status(graph).innerText()).not.toContain('built just now')
})

test('the loss of a letter is that of train2', async () => {
  const graph = await figure('2-autograd', 'graph')
  await graph.getByLabel('The loss of').selectOption({ label: 'a after m' })
  await told(graph, 'Built just now', 1)
  type Vector = { data: number }[]
  const { softmax, mlp, encode } = load<{
    softmax(logits: Vector): Vector
    mlp(token: number): Vector
    encode(text: string): number[]
  }>(stageFile(2))
  const [m, a] = encode('ma')
  const loss = -Math.log(softmax(mlp(m))[a].data)
  expect(await graph.getByText('The loss of “a” after “m”').innerText()).toContain(`is ${loss.toFixed(4)}:`)
})

/** The percentages of an attention table, row by row. */
const percentages = (table: Locator) =>
  table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td:not(.none)')].map((cell) => Number(cell.textContent))),
    )
type Reading = { looks: { weights: number[] }[] }
/** What the stage itself answers after that many steps on the starter list. */
async function attentionOf(n: number, steps: number, text: string) {
  const stage = await startHeadless(n, { text: starter, seed: 42 })
  await stage.train({ steps }, () => {})
  const readings = await stage.ask<Reading[]>('attention', { text })
  const [next] = await stage.ask<number[][]>('next', { prompts: [text], temperature: 2 }).catch(() => [[]])
  stage.close()
  const percent = (head: number) =>
    readings.map(({ looks }) => looks[head].weights.map((weight) => Math.round(100 * weight)))
  return { percent, next }
}

test('attention on a name is train3’s, trained and untrained', async () => {
  const attention = await figure('3-attention', 'attention')
  await attention.getByText('Names, steps and seed').click()
  await attention.getByLabel('Steps', { exact: true }).fill('30')
  await press(attention, 'Train train3')
  await told(attention, 'Trained 30 steps')
  await attention.getByRole('textbox', { name: 'Name' }).first().fill('anna')
  await attention.locator('.heat tbody tr').nth(4).getByRole('button', { name: 'a, position 4' }).click()
  await attention.getByLabel('Temperature').fill('2')
  const trained = await attentionOf(3, 30, 'anna')
  await eventually(() => percentages(attention.locator('.heat'))).toEqual(trained.percent(0))
  const likeliest = `${(100 * Math.max(...trained.next)).toFixed(1)}%`
  await eventually(() => attention.locator('.bars .value').first().innerText()).toBe(likeliest)
  expect(await attention.locator('.cache tbody tr').count()).toBe(5)
  await attention.locator('label', { hasText: /^untrained$/ }).click()
  const untrained = await attentionOf(3, 0, 'anna')
  await eventually(() => percentages(attention.locator('.heat'))).toEqual(untrained.percent(0))
})

test('the four heads and their average are train4’s', async () => {
  const heads = await figure('4-heads-and-layers', 'heads')
  await heads.getByText('Names, steps and seed').click()
  await heads.getByLabel('Steps', { exact: true }).fill('30')
  await press(heads, 'Train train4')
  await told(heads, 'Trained 30 steps')
  await heads.getByRole('textbox', { name: 'Name' }).first().fill('olivia')
  const { percent } = await attentionOf(4, 30, 'olivia')
  const table = (n: number) => percentages(heads.locator('.heat').nth(n))
  await eventually(() => table(0)).toEqual(percent(0))
  for (const head of [1, 2, 3]) expect(await table(head)).toEqual(percent(head))
  const average = await table(4)
  for (const [i, row] of average.entries()) {
    const mean = row.map((_, t) => [0, 1, 2, 3].reduce((sum, head) => sum + percent(head)[i][t], 0) / 4)
    row.forEach((cell, t) => void expect(Math.abs(cell - mean[t])).toBeLessThanOrEqual(1))
  }
})

test('the race is run by train4 and train5 themselves', async () => {
  const race = await figure('5-adam', 'race')
  await race.getByText('Parameter, names, steps and seed').click()
  await race.getByLabel('Steps', { exact: true }).fill('40')
  await press(race, 'Start the race')
  await told(race, 'Both ran 40 steps')
  // the chart smooths the losses: over 40 steps that is their average with a little more weight on the last
  const smooth = (n: number) => {
    let [weighted, weights] = [0, 0]
    for (const loss of load<Trained>(stageFile(n)).train(40)) {
      weighted = 0.98 * weighted + 0.02 * loss
      weights = 0.98 * weights + 0.02
    }
    return (weighted / weights).toFixed(2)
  }
  await eventually(() => race.locator('.told').innerText()).toContain(
    `After 40 steps Adam is at ${smooth(5)}, SGD after 40 at ${smooth(4)}.`,
  )
})

test('all six curves can be drawn anew', async () => {
  const curves = await figure('index', 'curves')
  await curves.getByText('Names, steps and seed').click()
  await curves.getByLabel('Steps', { exact: true }).fill('10')
  await press(curves, 'Train all six')
  await told(curves, 'Trained all six for 10 steps each')
  await eventually(() => curves.locator('.picture svg').getAttribute('aria-label')).toMatch(
    /train0 \d\.\d\d, .*train5 \d\.\d\d\.$/,
  )
  await press(curves, 'Reset')
  await told(curves, 'Recorded')
})
