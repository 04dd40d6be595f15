// The lessons' promises: units partition a stage, changes are told as a person would, and every way in which a
// lesson can go stale or leave something out is noticed.

import { describe, expect, test } from 'vitest'
import { select } from './blocks.ts'
import { changedLines, changes } from './changes.ts'
import { check } from './check.ts'
import { fill } from './lesson.ts'
import { readStages, type Stage } from './stages.ts'
import { units } from './units.ts'

const root = new URL('../../', import.meta.url)
const real = readStages(root)

const older = `// a: the first.

import { run } from 'prelude'

// Model: token in, logits out
const sum = (a: number, b: number) => a + b
function model(x: number) {
  const y = sum(x, 1)
  return y
}
const layer = {
  one: 1,
  two: 2,
  three: 3,
}
const last = 1

run({ model })
`
const newer = `// b: the second.

import { run } from 'prelude'

// Model: token in, logits out
const last = 1
const sum = (a: number, b: number) => a + b
const twice = (a: number) => sum(a, a)
function model(x: number) {
  const y = twice(x)
  return y
}
const newLayer = () => ({
  one: 1,
  two: 2,
  three: 3,
})

run({ model })
`
const named = (name: string) => {
  const change = changes(older, newer).find((change) => change.name === name)
  if (!change) throw new Error(`no change of ${name}`)
  return change
}
const textOf = (lines: { sign: string; text: string }[]) => lines.map(({ sign, text }) => sign + text)

describe('units', () => {
  test('every line of every stage belongs to exactly one unit, in order', () => {
    for (const { source } of real) {
      const all = units(source)
      expect(all[0].from).toBe(0)
      expect(all[all.length - 1].to).toBe(source.split('\n').length - 1)
      for (const [i, unit] of all.slice(1).entries()) expect(unit.from, unit.name).toBe(all[i].to)
    }
  })
  test('header, import, headings, statements, members and the last call have names', () => {
    const names = units(real[2].source).map((unit) => unit.name)
    expect(names).toEqual(
      expect.arrayContaining([
        'header',
        'import',
        '#Model',
        'softmax',
        'Value.add',
        'Value.constructor',
        'run',
      ]),
    )
  })
  test('two declarations of one name are refused, other statements are numbered', () => {
    expect(() => units('const f = 1\nfunction f() {}\n')).toThrow('two statements declare "f"')
    const twice = `import a from 'a'\nimport b from 'b'\ntype F = number\nconst F = 1\nf()\nf()\n`
    expect(units(twice).map(({ name }) => name)).toEqual(['import', 'import (2)', 'F', 'F (2)', 'f', 'f (2)'])
  })
})

describe('changes', () => {
  test('a changed line is shown inside its unit', () => {
    expect(named('model').kind).toBe('changed')
    expect(textOf(named('model').lines)).toEqual([
      ' function model(x: number) {',
      '-  const y = sum(x, 1)',
      '+  const y = twice(x)',
      '   return y',
      ' }',
    ])
  })
  test('new code says what it comes after', () => {
    expect(named('twice')).toMatchObject({ kind: 'added', after: 'sum' })
  })
  test('a rename is told by what stayed the same', () => {
    expect(named('newLayer')).toMatchObject({ kind: 'changed', before: 'layer' })
    expect(changedLines([named('newLayer')])).toHaveLength(4)
  })
  test('moved code is called moved', () => {
    expect(named('last')).toMatchObject({ kind: 'moved' })
    expect(textOf(named('last').lines)).toEqual(['-const last = 1', '+const last = 1'])
  })
  test('what is the same is not mentioned', () => {
    expect(changes(older, newer).map((change) => change.name)).toEqual([
      'header',
      'last',
      'twice',
      'model',
      'newLayer',
    ])
    expect(changes(newer, newer)).toEqual([])
  })
  test('applying the changes of a real stage turns the one before into it, unit by unit', () => {
    for (const { source, number, changes } of real.slice(1)) {
      const count = (text: string) => text.split('\n').length
      const signs = changedLines(changes).map((line) => line.sign)
      const grown = signs.filter((sign) => sign === '+').length - signs.filter((sign) => sign === '-').length
      expect(count(source) - count(real[number - 1].source)).toBe(grown)
      for (const line of changedLines(changes)) {
        const side = line.sign === '+' ? source : real[number - 1].source
        expect(side.split('\n')[line.line - 1]).toBe(line.text)
      }
    }
  })
})

describe('blocks', () => {
  const all = changes(older, newer)
  test('a name, a run of names, and a part of a unit can be selected', () => {
    expect(select('model', all)).toHaveLength(1)
    expect(select('last to model', all).flatMap((hunk) => hunk.changes.map(({ name }) => name))).toEqual([
      'last',
      'twice',
      'model',
    ])
    expect(textOf(select('model from "const y = twice" to "return"', all)[0].lines)).toEqual([
      '+  const y = twice(x)',
      '   return y',
    ])
  })
  test('a wrong name is answered with the nearest right one', () => {
    expect(() => select('modle', all)).toThrow('no change is named "modle"; did you mean "model"?')
  })
  test('a wrong line is answered', () => {
    expect(() => select('model from "nonsense"', all)).toThrow('no line of model begins with "nonsense"')
  })
  test('names in the wrong order are refused', () => {
    expect(() => select('model to last', all)).toThrow('"last" comes before "model"')
  })
})

describe('check', () => {
  const stage = (source = newer): Stage => ({
    number: 1,
    name: 'train1',
    source,
    transcript: [
      'num docs: 3',
      'step    1 /    2 | loss 3.2958',
      'step    2 /    2 | loss 3.1000',
      '',
      'sample  1: anna',
    ],
    changes: changes(older, source),
  })
  const numbers = (name: string) => {
    if (name !== 'train1.lines') throw new Error(`no run gives a number named "${name}"`)
    return 19
  }
  const good = fill(
    '1-x.md',
    [
      '# One',
      '## A heading, with `code`',
      'It has ?<!-- = train1.lines --> lines; [see](#a-heading-with-code). Run `npm run bench`.',
      '```diff train1 header, last, twice',
      '```',
      'Two more are left. One of them moved.',
      '```diff train1 model, newLayer',
      '```',
      '```text train1 head, step 2, sample 1',
      '```',
    ].join('\n'),
    [stage()],
    numbers,
  ).markdown
  const faults = (text: string, stages = [stage()]) =>
    check(new Map([['1-x.md', text]]), stages, numbers, new URL('lessons/', root), ['bench']).map(
      ({ line, message }) => `${line}: ${message}`,
    )

  test('a lesson that shows everything once and is up to date has no faults', () => {
    expect(good).toContain('It has 19<!-- = train1.lines --> lines')
    expect(good).toContain('@@ twice: new, after sum @@\n+const twice = (a: number) => sum(a, a)')
    expect(good).toContain('num docs: 3\nstep    2 /    2 | loss 3.1000\nsample  1: anna')
    expect(faults(good)).toEqual([])
  })
  test('a changed stage makes the lesson stale', () => {
    const changed = stage(newer.replace('sum(a, a)', 'sum(a, a + 0)'))
    expect(faults(good, [changed]).join()).toMatch(
      /says "\+const twice.*" where the code or its run has .*npm run lessons:write/,
    )
  })
  test('a line that no block shows', () => {
    const without = good.replace(', twice\n', '\n').replace(/@@ twice[\s\S]*?sum\(a, a\)\n/, '')
    expect(faults(without)).toEqual([
      '1: the added line of twice, "const twice = (a: number) => sum(a, a)", is in no block: put twice into a diff block',
    ])
  })
  test('a line that two blocks show', () => {
    const twice = `${good}\n\n\`\`\`diff train1 twice\n@@ twice: new, after sum @@\n+const twice = (a: number) => sum(a, a)\n\`\`\``
    expect(faults(twice).join()).toMatch(/is shown 2 times, in lines 4 and \d+: show it once/)
  })
  test('a mistyped name', () => {
    expect(faults(good.replace('train1 model', 'train1 modle')).join()).toContain('did you mean "model"?')
  })
  test('an altered number', () => {
    expect(faults(good.replace('19<!--', '20<!--')).join()).toMatch(/^3: says "It has 20/)
  })
  test('a number that no run gives', () => {
    expect(faults(good.replace('train1.lines', 'train1.linse'))).toEqual([
      '3: no run gives a number named "train1.linse"',
    ])
  })
  test('an altered output', () => {
    expect(faults(good.replace('sample  1: anna', 'sample  1: emma')).join()).toContain(
      'says "sample  1: emma"',
    )
  })
  test('too few or too many sentences before a block', () => {
    const words = 'Two more are left. One of them moved.'
    expect(faults(good.replace(words, 'Two are left: one of them moved, e.g.'))).toEqual([
      expect.stringMatching(/^\d+: sentences before the block: 1; write 2 to 6$/),
    ])
    expect(faults(good.replace(words, `${words}\n\n<!-- A note. -->\n${words} \`a.b\`? "Yes."`))).toEqual([])
    expect(faults(good.replace(words, `${words} ${words} ${words} Done!`)).join()).toContain(
      'sentences before the block: 7;',
    )
  })
  test('a link, an anchor and a command that do not exist', () => {
    expect(faults(`${good}\n[a](nowhere.md) [b](#nothing) \`npm run nonsense\``)).toEqual([
      expect.stringContaining('links to nowhere.md, which is not there'),
      expect.stringContaining('links to #nothing, which is no heading of 1-x.md'),
      expect.stringContaining('names the command "npm run nonsense"'),
    ])
  })
  test('a block of more than 16 changed lines', () => {
    const long = `${newer}${Array.from({ length: 17 }, (_, i) => `const v${i} = ${i}\n`).join('')}`
    const block = '\n```diff train1 v0 to v16\n```'
    const filled = fill('1-x.md', good + block, [stage(long)], numbers).markdown
    expect(faults(filled, [stage(long)]).join()).toContain('the block has 17 changed lines: split it')
  })
})
