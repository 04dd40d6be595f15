// train2 against the Python original's train2: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train2', 0.5, import.meta.url)
