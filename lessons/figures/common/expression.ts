// A small expression language for graphs: a*b + a, log(a) ** 2, relu(x - 3).

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'unary'; op: 'neg' | 'log' | 'exp' | 'relu'; of: Expression }
  | { kind: 'binary'; op: 'add' | 'sub' | 'mul' | 'div'; left: Expression; right: Expression }
  | { kind: 'power'; of: Expression; exponent: number }

const functions = ['log', 'exp', 'relu'] as const
const token = /\s*(?:(\d+\.?\d*|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/()]))/y

/**
 * Read an expression.
 * @throws SyntaxError with a sentence that says what is wrong and where
 */
export function parse(text: string): Expression {
  const tokens: { text: string; at: number; kind: 'number' | 'name' | 'sign' | 'end' }[] = []
  token.lastIndex = 0
  const end = text.trimEnd().length
  while (token.lastIndex < end) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (!match) throw new SyntaxError(`“${text.slice(at).trim()[0]}” is not part of the language here.`)
    const kind = match[1] ? 'number' : match[2] ? 'name' : 'sign'
    tokens.push({ text: match[0].trim(), at, kind })
  }
  tokens.push({ text: 'the end', at: text.length, kind: 'end' })
  let next = 0
  const is = (sign: string) => tokens[next].kind === 'sign' && tokens[next].text === sign
  const take = (sign: string) => is(sign) && !!tokens[next++]
  function expect(sign: string): void {
    if (!take(sign)) throw new SyntaxError(`“${sign}” is missing before ${quote(tokens[next].text)}.`)
  }

  function sum(): Expression {
    let left = product()
    for (;;) {
      if (take('+')) left = { kind: 'binary', op: 'add', left, right: product() }
      else if (take('-')) left = { kind: 'binary', op: 'sub', left, right: product() }
      else return left
    }
  }
  function product(): Expression {
    let left = unary()
    for (;;) {
      if (take('*')) left = { kind: 'binary', op: 'mul', left, right: unary() }
      else if (take('/')) left = { kind: 'binary', op: 'div', left, right: unary() }
      else return left
    }
  }
  function unary(): Expression {
    return take('-') ? { kind: 'unary', op: 'neg', of: unary() } : power()
  }
  function power(): Expression {
    const of = atom()
    if (!take('**')) return of
    const exponent = constant(unary())
    if (exponent === undefined)
      throw new SyntaxError('The exponent after ** has to be a number: pow takes no Value.')
    return { kind: 'power', of, exponent }
  }
  function atom(): Expression {
    const { text, kind } = tokens[next++]
    if (kind === 'number') return { kind: 'number', value: Number(text) }
    if (kind === 'name') {
      const op = functions.find((name) => name === text)
      if (!op) return { kind: 'name', name: text }
      expect('(')
      const of = sum()
      expect(')')
      return { kind: 'unary', op, of }
    }
    if (kind === 'sign' && text === '(') {
      const inner = sum()
      expect(')')
      return inner
    }
    if (kind === 'end') throw new SyntaxError('Something is missing at the end.')
    throw new SyntaxError(`A number or a name is missing before ${quote(text)}.`)
  }

  const expression = sum()
  if (tokens[next].kind !== 'end')
    throw new SyntaxError(
      `There is one ${quote(tokens[next].text)} too many, or a sign is missing before it.`,
    )
  return expression
}

const quote = (text: string) => (text === 'the end' ? text : `“${text}”`)

function constant(expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value
  if (expression.kind !== 'unary' || expression.op !== 'neg') return undefined
  const value = constant(expression.of)
  return value === undefined ? undefined : -value
}

/** The names in an expression, each once, in the order of appearance. */
export function namesIn(expression: Expression): string[] {
  const inside = (e: Expression): string[] => {
    if (e.kind === 'name') return [e.name]
    if (e.kind === 'number') return []
    return e.kind === 'binary' ? [...inside(e.left), ...inside(e.right)] : inside(e.of)
  }
  return [...new Set(inside(expression))]
}

/** As much of a stage's Value as an expression is built with. */
export type Operand<V> = {
  add(b: V | number): V
  mul(b: V | number): V
  div(b: V | number): V
  pow(n: number): V
  neg(): V
  log(): V
  exp(): V
  relu(): V
}

/** Build an expression out of Values: the same name is the same Value each time. */
export function build<V extends Operand<V>>(
  e: Expression,
  name: (name: string) => V,
  lift: (x: number) => V,
): V {
  const go = (e: Expression): V => build(e, name, lift)
  if (e.kind === 'number') return lift(e.value)
  if (e.kind === 'name') return name(e.name)
  if (e.kind === 'power') return go(e.of).pow(e.exponent)
  if (e.kind === 'unary') return go(e.of)[e.op]()
  if (e.op === 'sub') return go(e.left).add(go(e.right).neg())
  return go(e.left)[e.op](go(e.right))
}
