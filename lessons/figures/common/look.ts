// How the figures look. The page's colours where it sets them (--ink, --paper, …), ours where it does not.

export const look = `
:host {
  --i: var(--ink, light-dark(#1f2328, #e6e4df));
  --p: var(--paper, light-dark(#fffdf9, #16181b));
  --a: var(--accent, light-dark(#0b62a8, #7cb7f2));
  --m: var(--muted, light-dark(#5d636b, #a2a8b0));
  --r: var(--rule, light-dark(#d8d5cf, #383c42));
  --g: var(--good, light-dark(#1a7340, #6cc58e));
  --b: var(--bad, light-dark(#b3261e, #ff8e83));
  --edge: color-mix(in srgb, var(--m) 75%, var(--p));
  display: block; container-type: inline-size; color: var(--i); font: .9375rem/1.45 var(--sans, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
}
:host([hidden]) { display: none }
* { box-sizing: border-box }
.box { border: 1px solid var(--r); border-radius: 10px; padding: 1rem; background: var(--p); display: grid; gap: .75rem; min-width: 0 }
.box > * { min-width: 0 }
.box + .box { margin-top: .75rem }
h4, h5 { margin: 0; font-size: .9375rem; font-weight: 650; line-height: 1.3 }
h5 { font-size: .8125rem; color: var(--m) }
p { margin: 0 }
.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end }
.field { display: grid; gap: .15rem; font-size: .8125rem; color: var(--m) }
.field > :last-child { color: var(--i) }
[hidden] { display: none !important }
.own { flex: 1 1 100%; display: grid; gap: .5rem }
.wide { flex: 1 1 12rem }
input, select, textarea, button { font: inherit; font-size: .9375rem; color: inherit; background: var(--p); border: 1px solid var(--edge); border-radius: 6px; padding: .25rem .5rem; min-height: 2.25rem; max-width: 100% }
input[type=number] { width: 5.5rem }
input[type=range] { padding: 0; border: 0; background: none; accent-color: var(--a); width: 100%; min-width: 8rem }
input[type=radio], input[type=checkbox] { min-height: 0; width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--a) }
textarea { width: 100%; min-height: 6.5rem; resize: vertical; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre; overflow-wrap: normal }
button { cursor: pointer; padding-inline: .8rem; font-weight: 550 }
a { color: var(--a) }
button:hover:not(:disabled) { border-color: var(--a); color: var(--a) }
button.main { background: var(--a); border-color: var(--a); color: var(--p) }
button.main:hover:not(:disabled) { color: var(--p); filter: brightness(1.08) }
:disabled { cursor: default; opacity: .55 }
:focus-visible { outline: 3px solid var(--a); outline-offset: 2px }
.check { display: flex; gap: .4rem; align-items: center; min-height: 2.25rem; font-size: .875rem }
.choice { border: 0; margin: 0; padding: 0; min-width: 0 }
.choice legend { font-size: .8125rem; color: var(--m); padding: 0; margin-bottom: .15rem }
.choice > div { display: inline-flex; flex-wrap: wrap; border: 1px solid var(--edge); border-radius: 6px; overflow: clip }
.choice label { position: relative; display: block; cursor: pointer }
.choice input { position: absolute; inset: 0; opacity: 0; width: 100%; height: 100%; cursor: inherit }
.choice span { display: block; padding: .35rem .75rem; min-height: 2.125rem }
.choice input:checked + span { background: var(--a); color: var(--p) }
.choice input:focus-visible + span { outline: 3px solid var(--a); outline-offset: -3px; box-shadow: inset 0 0 0 5px var(--p) }
.choice input:disabled + span { color: var(--m) }
.choice label:has(:disabled) { cursor: default }
.status { font-size: .875rem; color: var(--m); min-height: 2.9em; font-variant-numeric: tabular-nums }
@container (max-width: 30rem) { .status { min-height: 4.35em } }
.status.failed { color: var(--b); font-weight: 600 }
.status.failed::before { content: "⚠ " }
.note { font-size: .8125rem; color: var(--m) }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .8125rem; min-height: 1.3rem }
.legend span { display: inline-flex; gap: .4rem; align-items: center }
.legend svg { flex: none }
svg { display: block; max-width: 100% }
svg text { fill: var(--m); font-size: 12px; font-variant-numeric: tabular-nums }
svg text.ink { fill: var(--i) }
.plot { width: 100%; overflow: visible }
.plot .grid { stroke: var(--r); stroke-width: 1; shape-rendering: crispEdges }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: var(--a) }
.line.other { stroke: var(--m); stroke-dasharray: 5 4 }
.line.third { stroke: var(--b); stroke-dasharray: 1.5 3.5; stroke-linecap: round }
.line.faint { stroke: var(--m); stroke-width: 1 }
.dot { fill: var(--a); stroke: var(--p); stroke-width: 1.5 }
.mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .8125rem }
caption { text-align: start; font-size: .8125rem; color: var(--m); padding-bottom: .25rem }
th { font-weight: 600 }
.scroll { overflow-x: auto; max-width: 100% }
.vector { max-width: none; width: 4.5rem; height: 1.25rem } .vector .plus { fill: var(--a) } .vector .minus { fill: var(--b) } .vector .zero { stroke: var(--r) }
@container (min-width: 38rem) { .vector { width: 6rem } }
.controls { display: grid; gap: .5rem }
progress { width: 100%; height: .4rem; accent-color: var(--a); display: block }
.two > * { align-content: start }
.two { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr) }
@container (min-width: 38rem) { .two { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) } }
.heat td { --w: 0; background: color-mix(in srgb, var(--a) min(var(--w) * 75%, 40%), var(--p)); border: 1px solid var(--r); width: 2.6rem; min-width: 2.1rem; height: 1.9rem; text-align: center; padding: 0 .1rem }
.heat td.none { border-color: transparent; background: none }
.heat th { padding: 0 .4rem; font-family: ui-monospace, Menlo, Consolas, monospace; color: var(--i); text-align: center }
.bars { list-style: none; margin: 0; padding: 0; display: grid; gap: 2px; font-size: .8125rem; font-variant-numeric: tabular-nums }
.bars li { display: grid; grid-template-columns: 3rem minmax(0, 1fr) 3.2rem; gap: .4rem; align-items: center }
.bars .bar { height: .8rem; background: var(--a); border-radius: 2px; min-width: 1px; width: calc(var(--w) * 100%) }
.bars .value { text-align: end; color: var(--m) }
details > summary { cursor: pointer; font-size: .875rem; color: var(--m); min-height: 1.75rem }
details[open] > summary { margin-bottom: .5rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (prefers-reduced-motion: no-preference) { .bars .bar { transition: width .15s } }
@media print { button, .field, .choice, .check, .hint, progress, textarea, details { display: none } .heat button { display: inline; border: 0; padding: 0; background: none; color: inherit } .box { break-inside: avoid } }
:host(.on-slide) .box { display: block; columns: 2; column-gap: 2rem } :host(.on-slide) .box > * { break-inside: avoid; margin-block: 0 .6rem }
`
