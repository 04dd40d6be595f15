// A program: loads the stage whose file it is given, trains it on names.txt and prints the outcome as JSON.

import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { load } from '../../packages/lab/load.ts'
import { measure } from './outcome.ts'
import type { Stage } from './perplexity.ts'

const file = process.argv[2]
const stage = load<Stage>(pathToFileURL(file), { data: 'names' })
console.log(JSON.stringify(measure(stage, basename(file) === 'train0.ts' ? 1 : 0.5)))
