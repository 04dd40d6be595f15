// What the pages promise: every line in its place and linkable, changed words marked, signs that are text, and
// Markdown's conventions turned into things that also work where no script runs.

import { beforeAll, describe, expect, test } from 'vitest'
import { scriptsOf } from '../../../lessons/site/page.ts'
import { select } from '../blocks.ts'
import { changes } from '../changes.ts'
import type { Stage } from '../stages.ts'
import { overBudget } from './build.ts'
import { pairsOf } from './compare-page.ts'
import { diffBlock } from './diff-block.ts'
import { rowsOf } from './file-page.ts'
import { createHighlight, type Highlight, lineHtml } from './highlight.ts'
import { spans } from './map.ts'
import { renderMarkdown } from './markdown.ts'
import { siteOf } from './site.ts'
import { changedWords, compareWords, pair } from './words.ts'

const older = `// a: the first.

import { run } from 'prelude'

// Model: token in, logits out
const sum = (a: number, b: number) => a + b
function model(x: number) {
  const y = sum(x, 1)
  return y
}

run({ model })
`
const newer = `// b: the second.

import { run } from 'prelude'

// Model: token in, logits out
const sum = (a: number, b: number) => a + b
const twice = (a: number) => sum(a, a)
function model(x: number) {
  const y = twice(x)
  return y
}

run({ model })
`
const stage = (number: number, source: string, before: string): Stage => ({
  number,
  name: `train${number}`,
  source,
  transcript: ['num docs: 3', 'step    1 /    1 | loss 3.2958', 'sample  1: anna'],
  changes: changes(before, source),
})
const stages = [stage(0, older, ''), stage(1, newer, older)]

let highlight: Highlight
beforeAll(async () => {
  highlight = await createHighlight()
})
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
const render = (markdown: string) =>
  renderMarkdown(markdown, { stages, highlight, picture: () => undefined, filePage: () => undefined })

describe('lines', () => {
  test('colouring changes no character of a file', () => {
    const lines = highlight(newer, 'ts')
    expect(lines.map((line) => textOf(lineHtml(line))).join('\n')).toBe(newer)
  })
  test('marks may begin and end inside a coloured piece', () => {
    const line = [
      { text: 'const ', kind: 'tk-keyword' },
      { text: 'a<b', kind: '' },
    ]
    expect(lineHtml(line, [{ from: 2, to: 7 }])).toBe(
      '<span class="tk-keyword">co</span><mark><span class="tk-keyword">nst </span>a</mark>&lt;b',
    )
  })
})

describe('changed words', () => {
  const signed = (text: string) =>
    text.split('\n').map((line) => ({ sign: line[0] as '+' | '-' | ' ', text: line.slice(1), line: 1 }))
  test('are those that differ between a line and the line that replaces it', () => {
    expect(compareWords('y = sum(x, 1)', 'y = twice(x)')).toMatchObject({
      before: [
        { from: 4, to: 7 },
        { from: 9, to: 12 },
      ],
      after: [{ from: 4, to: 9 }],
    })
  })
  test('are marked only where half of the line stayed', () => {
    expect([...changedWords(signed('-const a = one(x)\n+const a = two(x)')).keys()]).toEqual([0, 1])
    expect([...changedWords(signed('-const a = one(x)\n+return')).keys()]).toEqual([])
  })
  test('a line is paired with the one most like it, whatever stands between', () => {
    expect(pair(['const probs = mlp(x)'], ['const cache = []', 'const probs = gpt(x)'])).toEqual([[0, 1]])
  })
})

describe('a diff block', () => {
  const block = () =>
    diffBlock('block-1', 1, select('twice, model', stages[1].changes), {
      older: highlight(older, 'ts'),
      newer: highlight(newer, 'ts'),
    })
  test('says in words and signs what happened, and where', () => {
    expect(textOf(block())).toContain('+ newtwice after sum')
    expect(textOf(block())).toContain('± changedmodel')
  })
  test('has the lines in order, the removed one too, with the changed words marked', () => {
    expect(block()).toContain('<del class="line gone" id="block-1-was8">')
    expect(block()).toMatch(/<mark>twice<\/mark>/)
    expect(textOf(block()).match(/[+−] +const y = .*/g)).toEqual([
      '−  const y = sum(x, 1)',
      '+  const y = twice(x)',
    ])
  })
  test('links to the line in the whole file', () => {
    expect(block()).toContain('href="stage-1.html#L7"')
  })
})

describe('Markdown', () => {
  test('a prediction is a form with a reason for each choice and a folded answer', () => {
    const { html, faults } = render(
      '<!-- predict: id=1-x answer=b -->\n**Predict.** What?\n- a) This. <!-- why: No `x`. -->\n- b) That.\n\n<details><summary>Answer</summary>\n\nThat.\n\n</details>\n\nAfter.',
    )
    expect(faults).toEqual([])
    expect(html).toContain('<form class="predict" id="predict-1-x" data-answer="b"')
    expect(html).toContain('<p class="why" hidden>No <code>x</code>.</p>')
    expect(html).toMatch(/<details>[\s\S]*<p>That.<\/p>[\s\S]*<\/details>\s*<\/form>\s*<p>After.<\/p>/)
    expect(html).not.toContain('<!--')
  })
  test('a prediction whose answer is no choice is a fault, with its line', () => {
    const { faults } = render('Text.\n\n<!-- predict: id=1-x answer=c -->\nWhat?\n- a) This.\n- b) That.')
    expect(faults).toEqual([{ line: 5, message: 'no choice is "c)"' }])
  })
  test('a line to find is looked up, so a wrong one is a fault', () => {
    expect(render('<!-- find: train1 "sum(a, a)" -->\nWhich?').html).toContain('data-stage="1" data-line="7"')
    expect(render('<!-- find: train1 "nonsense" -->\nWhich?').faults[0].message).toContain('0 added lines')
  })
  test('a figure is an element around what is read without scripts', () => {
    const { html, figures } = render('<!-- figure: runner stage=train1 -->\n*Figure: run it.*\n\nAfter.')
    expect(figures).toEqual(['runner'])
    expect(html).toMatch(
      /<gpt-runner stage="train1"><p><em>Figure: run it.<\/em><\/p>\s*<\/gpt-runner><\/div>\s*<p>After/,
    )
  })
  test('formulas are MathML, without the style attributes that the pages refuse', () => {
    const { html } = render('So $x^2$ is\n\n$$\\frac{a}{b}$$\n\nand costs $5 or $6.')
    expect(html).toContain('<msup>')
    expect(html).toContain('<mfrac>')
    expect(html).toContain('costs $5 or $6')
    expect(html).not.toContain('style=')
  })
  test('a formula in a line of text may break before each "=", but not inside braces', () => {
    const { html } = render('So $p = 76/235 = 0.3234$ and $x_{i=1}$.')
    expect(html.match(/<math>|<wbr>/g)).toEqual(['<math>', '<wbr>', '<math>', '<wbr>', '<math>', '<math>'])
  })
  test('notes, states and tables', () => {
    expect(render('> [!NOTE]\n> An aside.').html).toContain('<div class="note" role="note"')
    expect(render('**Runs, no difference yet:** so far.').html).toContain('class="state same"')
    expect(render('**Running** is fun.').html).not.toContain('class="state')
    expect(render('| a |\n|--:|\n| 1 |').html).toContain('<td class="right">1</td>')
  })
  test('links lead to pages', () => {
    const { html } = render(
      '# T\n[a](README.md) [b](2-autograd.md#x) [c](glossary.md#logits) [d](https://a.b/)',
    )
    expect(html).toContain('href="index.html"')
    expect(html).toContain('href="2-autograd.html#x"')
    expect(html).toContain('href="glossary.html#logits" class="term"')
    expect(html).toContain('href="https://a.b/"')
  })
})

describe('the site', () => {
  const site = () =>
    siteOf({
      texts: new Map([
        ['README.md', '# Course\n\n[The code](../packages/train1/train1.ts#L7)'],
        ['1-x.md', '# 1 · X\n\n```diff train1 twice\n```\n\n```diff train1 model\n```'],
      ]),
      stages,
      numbers: () => 0,
      highlight,
      readFile: () => undefined,
      picture: () => undefined,
      live: false,
    })
  test('has a page for each lesson, its slides, each stage and pair of stages, and the playground', () => {
    expect([...site().pages.keys()]).toEqual([
      'index.html',
      '1-x.html',
      'slides-1.html',
      'stage-0.html',
      'stage-1.html',
      'compare-0-1.html',
      'playground.html',
    ])
    expect(pairsOf([...stages, stage(2, older, newer)])).toHaveLength(3)
  })
  test('every line of a stage is an anchor of its page', () => {
    const html = site().pages.get('stage-1.html') ?? ''
    for (const [i] of newer.trimEnd().split('\n').entries()) expect(html).toContain(`id="L${i + 1}"`)
  })
  test('a link to a stage is a link to its page', () => {
    expect(site().pages.get('index.html')).toContain('href="stage-1.html#L7"')
  })
  test('the map of a lesson leads to its blocks', () => {
    expect(site().pages.get('1-x.html')).toMatch(
      /class="map"[\s\S]*href="#block-1" aria-label="twice, line 7"/,
    )
  })
  test('nothing on a page is from elsewhere, and no style or script is inside it', () => {
    for (const html of site().pages.values()) {
      expect(html).toContain("default-src 'none'")
      expect(html).not.toMatch(/ style="|<style|<script>|(?:src|href)="(?:https?:)?\/\//)
    }
  })
})

describe('small things', () => {
  test('two files, line by line', () => {
    expect(rowsOf('a\nb\n', 'a\nc\n')).toEqual([
      { sign: ' ', text: 'a', older: 1, newer: 1 },
      { sign: '-', text: 'b', older: 2 },
      { sign: '+', text: 'c', newer: 2 },
    ])
  })
  test('numbers in a row', () => {
    expect(spans([3, 1, 2, 7])).toEqual([
      [1, 3],
      [7, 7],
    ])
  })
  test('a page loads only the scripts of its own figures', () => {
    expect(scriptsOf(['graph'])).toEqual(['assets/theme.js', 'assets/site.js', 'assets/figure-graph.js'])
  })
  test('a page over its budget says by how much', () => {
    expect(overBudget({ file: 'a.html', html: 10, script: 61, style: 5 })).toEqual([
      'a.html: 61.0 kB of script, compressed; the budget is 60 kB',
    ])
    expect(overBudget({ file: 'a.html', html: 10, script: 59, style: 5 })).toEqual([])
    expect(overBudget({ file: 'playground.html', html: 10, script: 401, style: 5 })).toEqual([
      'playground.html: 401.0 kB of script, compressed; the budget is 400 kB',
    ])
  })
})
