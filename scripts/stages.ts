// The six stages as files, and the table that the scripts print about them.

import { readFileSync } from 'node:fs'

export const stages = ['train0', 'train1', 'train2', 'train3', 'train4', 'train5']

export const stageFile = (stage: string) => new URL(`../packages/${stage}/${stage}.ts`, import.meta.url)
export const stageText = (stage: string) => readFileSync(stageFile(stage), 'utf8')

/** Rows of cells as text: columns two blanks apart, the first flush left and the others flush right. */
export function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
  return rows.map((row) => line(row).join('  ').trimEnd()).join('\n')
}
