// All experiments, in the order of the stages.

import type { Experiment } from './experiment.ts'
import { train0 } from './train0.ts'
import { train1 } from './train1.ts'
import { train2 } from './train2.ts'
import { train3 } from './train3.ts'
import { train4 } from './train4.ts'
import { train5 } from './train5.ts'

export const experiments: Experiment[] = [train0, train1, train2, train3, train4, train5].flat()
