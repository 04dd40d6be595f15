// train3 against the Python original's train3: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train3', 0.5, import.meta.url)
