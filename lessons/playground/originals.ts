// The six stages as they are in packages/, to begin from and to compare with.

import train0 from '../../packages/train0/train0.ts?raw'
import train1 from '../../packages/train1/train1.ts?raw'
import train2 from '../../packages/train2/train2.ts?raw'
import train3 from '../../packages/train3/train3.ts?raw'
import train4 from '../../packages/train4/train4.ts?raw'
import train5 from '../../packages/train5/train5.ts?raw'

export const originals = { train0, train1, train2, train3, train4, train5 }
export type Name = keyof typeof originals
export const names = Object.keys(originals) as Name[]

export const isName = (text: string): text is Name => Object.hasOwn(originals, text)

/** The stage after it, if there is one. */
export const nextOf = (name: Name): Name | undefined => names[names.indexOf(name) + 1]
