// A stage as a list of named units: its statements and class members, its header and its section headings.
//
// Every line of the file belongs to exactly one unit, so whatever is said about all units is said about all lines.

import ts from 'typescript'

/** Lines `from` (inclusive) to `to` (exclusive), counted from 0, with the comments and blank lines before it. */
export type Unit = { name: string; from: number; to: number }

/**
 * @param source a stage's text
 * @returns its units in the order of the file: `header`, `import`, headings as `#Model`, statements by what
 *   they declare (`softmax`) or call (`run`), members as `Value.add`; the class line goes with its first member
 * @throws Error when two units would have the same name
 */
export function units(source: string): Unit[] {
  const file = ts.createSourceFile('stage.ts', source, ts.ScriptTarget.Latest, true)
  const lines = source.split('\n')
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line
  const result: Unit[] = []
  let from = 0
  const add = (name: string, to: number) => {
    if (result.some((unit) => unit.name === name)) throw new Error(`there are two units named "${name}"`)
    result.push({ name, from, to })
    from = to
  }

  for (const statement of file.statements) {
    const start = lineOf(statement.getStart())
    const end = lineOf(statement.getEnd()) + 1
    if (result.length === 0) {
      const header = lines.findIndex((line) => !line.startsWith('//'))
      if (header > 0) add('header', header)
    }
    for (let line = from; line < start; line++) {
      const heading = /^\/\/ ([A-Z][^:]*):/.exec(lines[line])
      // a heading may go on for several lines of comment
      if (heading)
        add(
          `#${heading[1].replaceAll(/\W+/g, '-')}`,
          lines.findIndex((text, i) => i > line && !text.startsWith('//')),
        )
    }
    const name = nameOf(statement)
    if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members)
        add(`${name}.${member.name?.getText() ?? 'constructor'}`, lineOf(member.getEnd()) + 1)
      // the closing brace
      result[result.length - 1].to = from = end
    } else add(name, end)
  }
  if (from < lines.length - 1) add('end', lines.length - 1)
  return result
}

function nameOf(statement: ts.Statement): string {
  if (ts.isImportDeclaration(statement)) return 'import'
  if (ts.isVariableStatement(statement)) {
    const { name } = statement.declarationList.declarations[0]
    if (ts.isIdentifier(name)) return name.text
    const [first] = name.elements
    return ts.isBindingElement(first) ? first.name.getText() : name.getText()
  }
  if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) {
    return statement.expression.expression.getText()
  }
  const { name } = statement as ts.Statement & { name?: ts.Identifier }
  return name?.text ?? statement.getText().split('\n')[0]
}
