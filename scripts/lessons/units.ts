// A stage as a list of named units: its statements and class members, its header and its section headings.
//
// Every line of the file belongs to exactly one unit, so whatever is said about all units is said about all lines.

import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/javascript'

// not the compiler's own parser: that is ten times the size of all else on the page that uses this
export const typescript = parser.configure({ dialect: 'ts' })

/** Lines `from` (inclusive) to `to` (exclusive), counted from 0, with the comments and blank lines before it. */
export type Unit = { name: string; from: number; to: number }

/**
 * @param source a stage's text
 * @returns its units in the order of the file: `header`, `import`, headings as `#Model`, statements by what
 *   they declare (`softmax`) or call (`run`), members as `Value.add`; the class line goes with its first member
 * @throws Error when two declarations have the same name; what else comes twice is numbered, as in `run (2)`
 */
export function units(source: string): Unit[] {
  const lines = source.split('\n')
  const lineOf = lineCounter(source)
  const text = ({ from, to }: SyntaxNode) => source.slice(from, to)
  const result: Unit[] = []
  let from = 0
  const declaredNames = new Set<string>()
  const add = (name: string, to: number, isDeclared = false) => {
    if (isDeclared && declaredNames.has(name)) throw new Error(`two statements declare "${name}"`)
    if (isDeclared) declaredNames.add(name)
    let unique = name
    for (let i = 2; result.some((unit) => unit.name === unique); i++) unique = `${name} (${i})`
    result.push({ name: unique, from, to })
    from = to
  }

  const addHeadings = (to: number) => {
    for (let line = from; line < to; line++) {
      const heading = /^\/\/ ([A-Z][^:]*):/.exec(lines[line])
      // a heading may go on for several lines of comment
      if (heading)
        add(
          `#${heading[1].replaceAll(/\W+/g, '-')}`,
          lines.findIndex((text, i) => i > line && !text.startsWith('//')),
        )
    }
  }

  for (const statement of childrenOf(typescript.parse(source).topNode)) {
    const start = lineOf(statement.from)
    const end = lineOf(statement.to) + 1
    if (result.length === 0) {
      const header = lines.findIndex((line) => !line.startsWith('//'))
      if (header > 0) add('header', header)
    }
    addHeadings(start)
    const declaration = (statement.name === 'ExportDeclaration' && declared(statement)) || statement
    const name = nameOf(declaration, text)
    const body = declaration.getChild('ClassBody')
    const members = body ? childrenOf(body).filter(({ name }) => /Declaration$/.test(name)) : []
    for (const member of members)
      add(`${name}.${text(memberName(member) ?? member).split('\n')[0]}`, lineOf(member.to) + 1, true)
    // the closing brace goes with the last member
    if (members.length > 0) result[result.length - 1].to = from = end
    else add(name, end, /^(Variable|Function|Class)Declaration$/.test(declaration.name))
  }
  addHeadings(lines.length - 1)
  if (from < lines.length - 1) add('end', lines.length - 1)
  return result
}

/** Which line a position is on, counted from 0. */
function lineCounter(source: string): (position: number) => number {
  const ends = [...source.matchAll(/\n/g)].map(({ index }) => index)
  return (position) => ends.filter((end) => end < position).length
}

/** What a node is made of, without the comments. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!child.type.isSkipped && !/Comment$/.test(child.name)) children.push(child)
  return children
}

const declared = (node: SyntaxNode) => childrenOf(node).find(({ name }) => /Declaration$/.test(name))

const memberName = (member: SyntaxNode) =>
  member.getChild('PropertyDefinition') ?? member.getChild('PrivatePropertyDefinition')

function nameOf(statement: SyntaxNode, text: (node: SyntaxNode) => string): string {
  if (statement.name === 'ImportDeclaration') return 'import'
  const called = statement.getChild('CallExpression')?.firstChild
  if (statement.name === 'ExpressionStatement' && called) return text(called)
  const pattern = statement.getChild('ArrayPattern') ?? statement.getChild('ObjectPattern')
  const name =
    pattern?.getChild('VariableDefinition') ??
    statement.getChild('VariableDefinition') ??
    statement.getChild('TypeDefinition')
  return text(name ?? statement).split('\n')[0]
}
