// An endless loop would hang the tests without a word. So the judge's copy of a file makes a call at each turn of
// each loop, and tests/guard.ts, which runs beside the tests, ends a loop there that goes on too long.

import ts from 'typescript'
import { turn } from './turn.ts'

/** The file with a call at the start of each loop's body; no line changes its number. */
export function guarded(source: string): string {
  const file = ts.createSourceFile('stage.ts', source, ts.ScriptTarget.Latest, true)
  const insertions: { at: number; text: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      const { statement } = node
      const call = `${turn}(${node.pos});`
      if (ts.isBlock(statement)) insertions.push({ at: statement.getStart() + 1, text: call })
      else {
        insertions.push({ at: statement.getStart(), text: `{${call}` })
        insertions.push({ at: statement.getEnd(), text: '}' })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  insertions.sort((a, b) => b.at - a.at)
  return insertions.reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), source)
}
