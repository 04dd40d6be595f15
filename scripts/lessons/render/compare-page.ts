// Two stages side by side, and the links to any other two.

import type { Stage } from '../stages.ts'
import type { Sides } from './diff-block.ts'
import { type Row, rowsOf } from './file-page.ts'
import { lineHtml, type Range, type Token } from './highlight.ts'
import { count } from './html.ts'
import { changedWords } from './words.ts'

export const comparePage = (older: number, newer: number) => `compare-${older}-${newer}.html`

/** Every two stages, the older first. */
export const pairsOf = (stages: Stage[]): [Stage, Stage][] =>
  stages.flatMap((newer) =>
    stages.filter(({ number }) => number < newer.number).map((older): [Stage, Stage] => [older, newer]),
  )

/** The two files as a table: a line beside the line that replaces it, or beside nothing. */
export function compareHtml(older: Stage, newer: Stage, sides: Sides): string {
  const rows = rowsOf(older.source, newer.source)
  const marks = changedWords(rows)
  const beside = besideEachOther(rows, marks)
  let wasChanged = false
  const body = beside.map(({ left, right }) => {
    const isChanged = left !== right
    const stop = isChanged && !wasChanged ? ' data-stop' : ''
    wasChanged = isChanged
    const cells = [
      cell(
        left === undefined ? undefined : rows[left],
        'older',
        sides.older,
        marks.get(left ?? -1),
        older.number,
      ),
      cell(
        right === undefined ? undefined : rows[right],
        'newer',
        sides.newer,
        marks.get(right ?? -1),
        newer.number,
      ),
    ]
    return `<tr${stop}>${cells.join('')}</tr>`
  })
  return `<div class="compare wide" role="group" aria-label="${older.name} and ${newer.name} side by side" tabindex="0"><table><colgroup><col class="numbers"><col><col class="numbers"><col></colgroup><thead><tr><th colspan="2" scope="colgroup">${older.name}.ts</th><th colspan="2" scope="colgroup">${newer.name}.ts</th></tr></thead><tbody>${body.join('\n')}</tbody></table></div>\n`
}

type Pair = { left?: number; right?: number }

/** Runs of removed and added lines, those with changed words in common at the same height. */
function besideEachOther(rows: Row[], marks: Map<number, Range[]>): Pair[] {
  const result: Pair[] = []
  const [removed, added]: [number[], number[]] = [[], []]
  const flush = () => {
    while (removed.length + added.length > 0) {
      const [left, right] = [removed[0], added[0]]
      const pairedLeft = left !== undefined && marks.has(left)
      const pairedRight = right !== undefined && marks.has(right)
      if (left === undefined || (pairedLeft && right !== undefined && !pairedRight))
        result.push({ right: added.shift() })
      else if (right === undefined || (pairedRight && !pairedLeft)) result.push({ left: removed.shift() })
      else result.push({ left: removed.shift(), right: added.shift() })
    }
  }
  for (const [i, { sign }] of rows.entries()) {
    if (sign === '-') removed.push(i)
    else if (sign === '+') added.push(i)
    else {
      flush()
      result.push({ left: i, right: i })
    }
  }
  flush()
  return result
}

function cell(
  row: Row | undefined,
  side: 'older' | 'newer',
  lines: Token[][],
  marks: Range[] | undefined,
  stage: number,
): string {
  const line = row?.[side]
  if (!row || line === undefined) return '<td class="no"></td><td class="empty"></td>'
  const kind = row.sign === ' ' ? 'same' : side === 'older' ? 'gone' : 'add'
  const sign = { same: ' ', gone: '−', add: '+' }[kind]
  const [open, close] = { same: ['', ''], gone: ['<del>', '</del>'], add: ['<ins>', '</ins>'] }[kind]
  return `<td class="no"><a href="stage-${stage}.html#L${line}" aria-label="train${stage}.ts, line ${line}">${line}</a></td><td class="${kind}"><span class="sign">${sign}</span>${open}<code>${lineHtml(lines[line - 1] ?? [], marks)}</code>${close}</td>`
}

/** Links that change one of the two stages and keep the other. */
export function chooser(older: Stage, newer: Stage, stages: Stage[]): string {
  const list = (label: string, current: Stage, others: Stage[], page: (stage: Stage) => string) =>
    `<nav class="choose" aria-label="${label}"><span>${label}</span><ul>${others
      .map(
        (stage) =>
          `<li><a href="${page(stage)}"${stage === current ? ' aria-current="page"' : ''}>${stage.name}</a></li>`,
      )
      .join('')}</ul></nav>`
  return `<div class="choosers">${list(
    'From',
    older,
    stages.filter(({ number }) => number < newer.number),
    (stage) => comparePage(stage.number, newer.number),
  )}${list(
    'To',
    newer,
    stages.filter(({ number }) => number > older.number),
    (stage) => comparePage(older.number, stage.number),
  )}</div>\n`
}

/** "70 changed lines: 52 added, 18 removed", of whole files. */
export function summary(older: string, newer: string): string {
  const rows = rowsOf(older, newer)
  const added = rows.filter(({ sign }) => sign === '+').length
  const removed = rows.filter(({ sign }) => sign === '-').length
  return `${count(added + removed, 'changed line')}: ${added} added, ${removed} removed`
}
