// The editor: CodeMirror with what a stage needs, in the page's own colours, and no more.

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { typescriptLanguage } from '@codemirror/lang-javascript'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  LanguageSupport,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Trouble } from './protocol.ts'

export type Editor = {
  text(): string
  /** Show a file: as it was left, or with this text when it was not open yet. */
  open(name: string, text: string): void
  /** Put another text in its place, which can be undone. */
  replace(text: string): void
  /** Mark what is wrong, where a line is known. */
  mark(troubles: Trouble[]): void
  goTo(line: number): void
}

/** The site's own kinds: see scripts/lessons/render/highlight.ts. */
export const kinds = HighlightStyle.define([
  { tag: tags.comment, class: 'tk-comment' },
  { tag: [tags.keyword, tags.modifier, tags.self, tags.operatorKeyword], class: 'tk-keyword' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'tk-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'tk-number' },
  {
    tag: [
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.definition(tags.propertyName)),
    ],
    class: 'tk-function',
  },
  { tag: [tags.typeName, tags.className], class: 'tk-type' },
])

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '3px solid var(--link)', outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    fontSize: '.8125rem',
    lineHeight: '1.6',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sheet)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--fine) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--fine)', color: 'var(--ink)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--pine-word)',
    color: 'inherit',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'var(--madder-word)',
    color: 'inherit',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--ochre-wash)' },
  '.cm-searchMatch': { backgroundColor: 'var(--ochre-wash)', outline: '1px solid var(--ochre)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--pine-word)' },
  '.cm-panels': { backgroundColor: 'var(--paper)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panels input, .cm-panels button': { minHeight: '1.8rem', backgroundImage: 'none' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--soft)' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--madder)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--madder)',
    textDecorationSkipInk: 'none',
  },
  '.tk-comment': { color: 'var(--tk-comment)', fontStyle: 'italic' },
  '.tk-keyword': { color: 'var(--tk-keyword)' },
  '.tk-string': { color: 'var(--tk-string)' },
  '.tk-number': { color: 'var(--tk-number)' },
  '.tk-function': { color: 'var(--tk-function)', fontWeight: '600' },
  '.tk-type': { color: 'var(--tk-type)' },
})

/**
 * @param parent what it fills
 * @param root the shadow root that it is in: there its styles are sheets of the document's own making, which the
 *   page's policy allows
 * @param onChange is told each new text
 */
export function createEditor(parent: HTMLElement, root: ShadowRoot, onChange: () => void): Editor {
  const states = new Map<string, EditorState>()
  let current = ''
  const extensions = [
    lineNumbers(),
    lintGutter(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    indentOnInput(),
    syntaxHighlighting(kinds),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    new LanguageSupport(typescriptLanguage),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) onChange()
    }),
    look,
  ]
  const view = new EditorView({ parent, root })

  return {
    text: () => view.state.doc.toString(),
    open(name, text) {
      if (current) states.set(current, view.state)
      current = name
      const label = EditorView.contentAttributes.of({
        'aria-label': `${name}.ts`,
        'aria-describedby': 'leaving',
        spellcheck: 'false',
        autocapitalize: 'none',
        tabindex: '0',
      })
      view.setState(states.get(name) ?? EditorState.create({ doc: text, extensions: [extensions, label] }))
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    mark(troubles) {
      const { doc } = view.state
      const diagnostics = troubles.flatMap(({ message, line = 0 }) => {
        if (line < 1 || line > doc.lines) return []
        const { from, to, text } = doc.line(line)
        return [{ from: from + text.search(/\S|$/), to, severity: 'error' as const, message }]
      })
      view.dispatch(setDiagnostics(view.state, diagnostics))
    },
    goTo(line) {
      const { from, text } = view.state.doc.line(Math.min(line, view.state.doc.lines))
      const anchor = from + text.search(/\S|$/)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
  }
}
