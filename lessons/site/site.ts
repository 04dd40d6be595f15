// What every page can do once it is read: keys, colours, copying, questions, the map.

import { copyButtons } from './copy.ts'
import { searches } from './find.ts'
import { keys } from './keys.ts'
import { map } from './map.ts'
import { predictions } from './predict.ts'
import { printing } from './print.ts'
import { scrolling } from './scrolling.ts'
import { themes } from './themes.ts'

themes()
keys()
copyButtons()
predictions()
searches()
map()
scrolling()
printing()
