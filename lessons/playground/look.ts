// How the playground looks, beyond what all figures share: the site's colours, the page's whole width.

export const look = `
:host { container-type: inline-size }
.bar { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: end; justify-content: space-between; margin-bottom: .75rem }
.halves { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr) }
.left { display: grid; gap: .4rem; align-content: start; min-width: 0 }
.editor { height: min(70vh, 40rem); border: 1px solid var(--line); border-radius: 5px; overflow: hidden; background: var(--sheet) }
.link { margin: 0 0 .75rem } .link input { width: 100%; font-family: var(--mono); font-size: .8125rem }
.tabbed { min-width: 0 }
.tabs { display: flex; gap: .25rem; border-bottom: 1px solid var(--line) }
.tabs button { border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; color: var(--m); min-height: 2.5rem }
.tabs button[aria-selected=true] { border-color: var(--a); color: var(--i); font-weight: 700 }
.panel { padding-top: .75rem }
.panel > .box { border: 0; padding: 0; background: none }
.output { margin: 0; padding: .6rem .8rem; height: 22rem; resize: vertical; overflow: auto; background: var(--fine); border-left: 3px solid var(--i); font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere }
.counter { font-size: .875rem; font-variant-numeric: tabular-nums; min-height: 1.45em }
.status { min-height: 1.45em; white-space: pre-wrap; overflow-wrap: anywhere }
h2 { margin: 0; font-size: 1rem; font-weight: 650; line-height: 1.3 }
.words { white-space: pre-wrap }
.words code { font-family: var(--mono); font-size: .9em; background: var(--fine); padding: .05em .25em; border-radius: 3px }
.places:empty { display: none }
.place { font: .8125rem var(--mono); min-height: 1.9rem }
.tests { list-style: none; margin: 0; padding: 0; display: grid; gap: .15rem; max-height: 34rem; overflow: auto; font-size: .875rem }
.tests li { display: grid; grid-template-columns: 1.3rem minmax(0, 1fr); padding: .1rem .3rem; border-left: 3px solid transparent }
.tests .sign { font-weight: 700; color: var(--m) }
.tests .groups { color: var(--m) }
.tests .passed .sign { color: var(--pine) } .tests .failed .sign { color: var(--b) }
.tests .failed { border-color: var(--b); background: var(--madder-wash) }
.tests.failing li:not(.failed) { display: none }
.told { grid-column: 2; padding: .3rem 0 }
.told pre { margin: 0 0 .3rem; padding: .4rem .6rem; max-height: 16rem; overflow: auto; background: var(--sheet); font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere }
::slotted([slot]) { display: grid; grid-template-columns: minmax(0, 1fr) }
@container (max-width: 30rem) { .bar .choice span { padding-inline: .3rem; font-size: .875rem } }
@container (min-width: 60rem) {
  .halves { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr) }
  .editor { height: calc(100vh - 18.5rem); min-height: 26rem }
  .panel { max-height: calc(100vh - 17rem); min-height: 28rem; overflow: auto; padding: .75rem .25rem .25rem 0 }
  .tests { max-height: none }
}
`
