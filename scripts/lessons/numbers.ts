// The numbers that lessons quote, by name, each from a file that a run has written.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { changedLines } from './changes.ts'
import type { Numbers } from './lesson.ts'
import type { Stage } from './stages.ts'

/**
 * Of a stage: `train3.lines`, `.changed`, `.added`, `.removed`, `.params`, `.loss.1` (of step 1), `.loss.first100`,
 * `.loss.last100`, `.loss.201-300` (averages), `.perplexity` (the meter, after training), `.perplexity.300` (after 300 steps),
 * `.samples.shared` (how many of its samples the stage before made too).
 * Of a lesson: `lesson3.minutes`, those of its notes for teachers together.
 * Of an experiment: `no-sqrt.loss`, `.perplexity`, as results.json has them; others as probes.json has them.
 */
export function numbersOf(stages: Stage[], root: URL): Numbers {
  const read = (path: string) => {
    const url = new URL(path, root)
    return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : {}
  }
  const all = new Map<string, number>()
  const meter: Record<string, { history: [number, number][] }> = read('scripts/meter.json')
  for (const { number, name, source, transcript, changes } of stages) {
    const changed = changedLines(changes)
    const losses = transcript.flatMap((line) => /^step.* loss (\S+)$/.exec(line)?.slice(1).map(Number) ?? [])
    const set = (what: string, number: number) => all.set(`${name}.${what}`, number)
    set('lines', source.split('\n').length - 1)
    set('changed', changed.length)
    set('added', changed.filter((line) => line.sign === '+').length)
    set('removed', changed.filter((line) => line.sign === '-').length)
    set('loss.first100', mean(losses.slice(0, 100)))
    set('loss.last100', mean(losses.slice(-100)))
    for (let i = 0; i < losses.length; i += 100)
      set(`loss.${i + 1}-${i + 100}`, mean(losses.slice(i, i + 100)))
    for (const [i, loss] of losses.entries()) set(`loss.${i + 1}`, loss)
    const before = new Set(samplesOf(stages[number - 1]))
    set('samples.shared', samplesOf({ transcript }).filter((sample) => before.has(sample)).length)
    for (const line of transcript) {
      const [, params] = /^num params: (\d+)$/.exec(line) ?? []
      if (params) set('params', Number(params))
    }
    const history = meter[name]?.history ?? []
    for (const [step, perplexity] of history) set(`perplexity.${step}`, perplexity)
    if (history.length > 0) set('perplexity', history[history.length - 1][1])
  }
  for (const file of readdirSync(new URL('lessons/', root)).filter((name) => /^\d-.*\.md$/.test(name))) {
    const notes = readFileSync(new URL(`lessons/${file}`, root), 'utf8').matchAll(/<!-- teach: (\d+) min/g)
    all.set(
      `lesson${file[0]}.minutes`,
      [...notes].reduce((sum, [, minutes]) => sum + Number(minutes), 0),
    )
  }
  const results: Record<string, Record<string, unknown>> = read('scripts/experiments/results.json')
  for (const [experiment, outcome] of Object.entries(results)) {
    for (const [what, value] of Object.entries(outcome)) {
      if (typeof value === 'number') all.set(`${experiment}.${what}`, value)
    }
  }
  for (const [name, number] of Object.entries(read('scripts/probes.json'))) all.set(name, Number(number))
  return (name) => {
    const number = all.get(name)
    if (number === undefined) throw new Error(`no run gives a number named "${name}"`)
    return number
  }
}

const samplesOf = (stage?: Pick<Stage, 'transcript'>) =>
  (stage?.transcript ?? []).flatMap((line) => /^sample.*: (.*)$/.exec(line)?.[1] ?? [])

const mean = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0) / numbers.length
