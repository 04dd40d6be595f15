// Whether names.txt, which is downloaded and not part of the project, is there.

import { existsSync } from 'node:fs'

/** True when names.txt is in datasets/; on CI it has to be, so that nothing is passed over there. */
export const haveNames = existsSync(new URL('../../datasets/names.txt', import.meta.url))
