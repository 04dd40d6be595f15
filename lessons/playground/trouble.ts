// A way from an error to its line.

import { button } from '../figures/common/ui.ts'
import type { Context } from './context.ts'
import type { Trouble } from './protocol.ts'

/** A button that leads to the line, where one is known. */
export function place({ line }: Trouble, { name, goTo }: Context): HTMLElement[] {
  return line === undefined ? [] : [button(`${name()}.ts:${line}`, () => goTo(line), { class: 'place' })]
}
