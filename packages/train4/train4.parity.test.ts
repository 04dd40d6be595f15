// train4 against the Python original's train4: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train4', 0.5, import.meta.url)
