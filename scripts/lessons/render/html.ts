// The few things that every maker of HTML here needs.

/** Text as HTML, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/** "1 line", "2 lines". */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

/** The source page of a stage, at a line. */
export const stagePage = (stage: number, line?: number): string =>
  `stage-${stage}.html${line === undefined ? '' : `#L${line}`}`
