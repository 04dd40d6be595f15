// train1 against the Python original's train1: the same losses, gradients, parameters and samples.

import { parity } from 'lab'

parity('train1', 0.5, import.meta.url)
