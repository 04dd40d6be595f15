// train0 against the Python original's train0: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train0', 1, import.meta.url)
