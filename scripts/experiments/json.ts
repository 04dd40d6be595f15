// JSON as the formatter leaves it.

const width = 110

/** JSON text with lists of numbers or words on one line, where they fit. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
  const lists = /\[\n\s+([^[\]{}]+?)\n\s+\](,?)/g
  const short = text.replace(lists, (whole, items: string, comma: string, offset: number) => {
    const line = `[${items.replace(/\n\s+/g, ' ')}]${comma}`
    const column = offset - text.lastIndexOf('\n', offset) - 1
    return column + line.length <= width ? line : whole
  })
  return `${short}\n`
}
