// Before each test file: an imported stage learns from the starter list, which is always there.

import { options } from 'prelude'

options.data = 'names-starter'
