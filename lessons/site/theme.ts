// Before the page is painted: the colours that the reader chose last, and the sign that scripts run.

import { recall } from './store.ts'

const { classList, dataset } = document.documentElement
classList.add('js')
const chosen = recall('theme')
if (chosen) dataset.theme = chosen
