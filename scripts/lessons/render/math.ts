// Formulas: $…$ and $$…$$, as GitHub has them, to MathML.

import type MarkdownIt from 'markdown-it'
import temml from 'temml'

type Node = { style: object; attributes?: Record<string, unknown>; children?: Node[]; toMarkup(): string }

// what temml's types call it is not what it exports
const { __renderToMathMLTree: treeOf } = temml as unknown as {
  __renderToMathMLTree: (formula: string, options: object) => Node
}

/** MathML without style attributes, which the pages' Content-Security-Policy would refuse. */
export const mathml = (formula: string, display: boolean): string =>
  withoutStyles(treeOf(formula, { displayMode: display, throwOnError: true, strict: true })).toMarkup()

function withoutStyles(node: Node): Node {
  node.style = {}
  if (node.attributes) delete node.attributes.style
  for (const child of node.children ?? []) withoutStyles(child)
  return node
}

/** Teach markdown-it the formulas. */
export function mathRules(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math', (state, silent) => {
    const text = state.src.slice(state.pos)
    const found =
      /^\$\$([^$]+)\$\$/.exec(text) ??
      /^\$`([^`]+)`\$/.exec(text) ??
      /^\$(?!\s)([^$]*[^$\s\\])\$(?!\d)/.exec(text)
    if (!found) return false
    if (!silent) {
      const token = state.push('math', 'math', 0)
      token.content = found[1]
      // $$…$$ in a paragraph of its own is a displayed formula
      token.block = text.startsWith('$$')
    }
    state.pos += found[0].length
    return true
  })
  md.renderer.rules.math = (tokens, i) => {
    const { content, block } = tokens[i]
    return block
      ? `<span class="formula" role="group" aria-label="Formula" tabindex="0">${mathml(content, true)}</span>`
      : equations(content)
          .map((part) => mathml(part, false))
          .join('<wbr>')
  }
}

/** A formula in a line of text, cut before each "=" outside of braces: there the line may break, as in TeX. */
function equations(formula: string): string[] {
  const parts = ['']
  let depth = 0
  for (const char of formula) {
    depth += char === '{' ? 1 : char === '}' ? -1 : 0
    if (char === '=' && depth === 0 && parts[parts.length - 1] !== '') parts.push('')
    parts[parts.length - 1] += char
  }
  return parts
}
