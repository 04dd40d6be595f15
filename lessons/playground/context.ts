// What the panels beside the editor know of it.

import type { Name } from './originals.ts'
import type { Files, Trouble } from './protocol.ts'

export type Context = {
  name(): Name
  text(): string
  /** Put another text into the editor; what was there is put aside, and an undo brings it back too. */
  replace(text: string): void
  /** The stages, that which is edited as it is now. */
  files(): Files
  /** Mark lines of the editor until the text changes. */
  mark(troubles: Trouble[]): void
  goTo(line: number): void
}
