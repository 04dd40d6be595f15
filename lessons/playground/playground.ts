// <gpt-playground>: a stage in an editor, and beside it what it does: its output, its tests, its changes.

import { button, choice, figure, h, statusLine } from '../figures/common/ui.ts'
import { recall, remember } from '../site/store.ts'
import type { Context } from './context.ts'
import { diffPanel } from './diff-panel.ts'
import { createEditor } from './editor.ts'
import { look } from './look.ts'
import { isName, type Name, names, originals } from './originals.ts'
import { fileOf } from './protocol.ts'
import { runPanel } from './run-panel.ts'
import { stepPanel } from './step-panel.ts'
import { tabs } from './tabs.ts'
import { testPanel } from './test-panel.ts'
import { download, earlier, keep, linkTo, putAside, read, readLink, takeBack } from './work.ts'

const lastStage = 'playground.stage' // the one to go on with
const pause = 300 // milliseconds without a key before the work is kept and compared

figure('gpt-playground', look, (root, host) => {
  let name: Name = 'train5'
  let waiting = 0
  const status = statusLine()
  const pane = h('div', { class: 'editor' })
  const editor = createEditor(pane, root, changed)
  const context: Context = {
    name: () => name,
    text: editor.text,
    replace(text) {
      putAside(name, editor.text())
      editor.replace(text)
      keepNow()
    },
    files: () => ({
      ...Object.fromEntries(names.map((other) => [fileOf(other), originals[other]])),
      [fileOf(name)]: editor.text(),
    }),
    mark: editor.mark,
    goTo: editor.goTo,
  }

  // diffs stay outside of the shadow root, where the site's own look is
  const [shownDiff, shownStep] = [h('div', { slot: 'diff' }), h('div', { slot: 'step' })]
  host.append(shownDiff, shownStep)
  const running = runPanel(context)
  const testing = testPanel(context)
  const comparing = diffPanel(context, shownDiff)
  const stepping = stepPanel(context, shownStep)
  const panels = tabs('Beside the editor', [
    { id: 'run', title: 'Run', element: running.element },
    { id: 'tests', title: 'Tests', element: testing.element },
    { id: 'diff', title: 'Diff', element: comparing.element, onShow: comparing.update },
    { id: 'steps', title: 'Steps', element: stepping.element, onShow: stepping.update },
  ])

  const stages = choice<Name>(
    'Stage',
    Object.fromEntries(names.map((n) => [n, n])) as Record<Name, string>,
    name,
    (chosen) => {
      keepNow()
      open(chosen)
    },
  )
  const reset = button('Reset', () => {
    if (!confirm(`Put the original ${name}.ts back? What you have written is put aside.`)) return
    context.replace(originals[name])
    status.tell(`This is the original ${name}.ts again.`)
  })
  const back = button('Bring back', () => {
    const text = takeBack(name)
    if (text === undefined) return
    context.replace(text)
    status.tell('This is what was put aside last.')
  })
  const exporting = button('Export', () => {
    download(name, editor.text())
    status.tell(
      `Put it in packages/${name}/ in place of ${name}.ts: there it runs unchanged, and so do its tests.`,
    )
  })
  const sharing = button('Share', async () => {
    try {
      const link = await linkTo(name, editor.text())
      address.value = link
      address.parentElement?.removeAttribute('hidden')
      address.focus()
      address.select()
      await navigator.clipboard.writeText(link)
      status.tell(
        'The link is copied. It holds the code itself; whoever opens it sees the code, and nothing runs.',
      )
    } catch {
      status.tell(
        'Copy the link: it holds the code itself. Whoever opens it sees the code, and nothing runs.',
      )
    }
  })
  const address = h('input', { readonly: true, 'aria-label': 'Link to this code' })

  function changed(): void {
    clearTimeout(waiting)
    waiting = window.setTimeout(keepNow, pause)
  }

  function keepNow(): void {
    clearTimeout(waiting)
    const text = editor.text()
    const kept = keep(name, text)
    back.hidden = earlier(name).length === 0
    if (!kept) status.fail('This browser keeps nothing for this page: export what you want to keep.')
    else status.tell(text === originals[name] ? `The original ${name}.ts.` : 'Kept in this browser.')
    if (panels.shown() === 'diff') comparing.update()
  }

  function open(chosen: Name): void {
    name = chosen
    remember(lastStage, name)
    stages.set(name)
    editor.open(name, read(name))
    back.hidden = earlier(name).length === 0
    address.parentElement?.setAttribute('hidden', '')
    running.reset()
    testing.reset()
    panels.show(panels.shown())
    const isOriginal = editor.text() === originals[name]
    status.tell(isOriginal ? `The original ${name}.ts.` : 'As you left it.')
  }

  /** Code from a link is shown, and what was there is put aside. */
  async function openLink(): Promise<void> {
    try {
      const found = await readLink(location.hash)
      if (!found) return
      history.replaceState(null, '', location.pathname + location.search)
      open(found.name)
      if (found.text === editor.text()) return
      context.replace(found.text)
      status.tell(
        `This ${name}.ts came with a link; nothing of it has run. “Bring back” brings back what was here.`,
      )
      back.hidden = earlier(name).length === 0
    } catch (error) {
      status.fail(error)
    }
  }

  root.append(
    h('div', { class: 'bar' }, stages.element, h('div', { class: 'row' }, reset, back, exporting, sharing)),
    h('p', { class: 'link', hidden: true }, address),
    h(
      'div',
      { class: 'halves' },
      h(
        'div',
        { class: 'left' },
        pane,
        h(
          'p',
          { class: 'note', id: 'leaving' },
          'Tab indents. To leave the editor with the keyboard, press Esc, then Tab.',
        ),
        status.element,
      ),
      panels.element,
    ),
  )
  root.addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey, metaKey } = event as KeyboardEvent
      if (key !== 'Enter' || !(ctrlKey || metaKey)) return
      event.preventDefault()
      panels.show('run')
      running.run()
    },
    { capture: true },
  )
  const leave = () => keepNow()
  addEventListener('pagehide', leave)
  addEventListener('hashchange', openLink)
  const asked = new URLSearchParams(location.search).get('stage')
  const first = asked ? `train${asked}` : (recall(lastStage) ?? '')
  open(isName(first) ? first : 'train5')
  void openLink()
  return () => {
    removeEventListener('pagehide', leave)
    removeEventListener('hashchange', openLink)
    running.reset()
    testing.reset()
  }
})
