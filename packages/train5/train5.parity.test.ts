// train5 against the Python original's train5: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train5', 0.5, import.meta.url)
