// Texts that are loaded when first needed: the stages' workers and the lists of names. A page opened from a
// folder may not fetch, but it may run scripts: each such file is a classic script that leaves its text here.

declare global {
  var gptTexts: Record<string, string> | undefined
}

/** This figure's own script: its neighbours are where it came from, and what the page lets it do, they may too. */
const own =
  typeof document === 'object' && document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : { src: '', nonce: '' }

/**
 * The text that the script of that name registers.
 * @param name such as 'stage-worker-3' or 'list-cities'
 */
export async function source(name: string): Promise<string> {
  if (globalThis.gptTexts?.[name] === undefined) await loadScript(new URL(`${name}.js`, own.src).href)
  const text = globalThis.gptTexts?.[name]
  if (text === undefined) throw new Error(`${name}.js is not what it should be: build the pages again.`)
  return text
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    if (own.nonce) script.nonce = own.nonce
    script.onload = () => resolve()
    script.onerror = () =>
      reject(new Error(`${src} could not be loaded: keep the pages and their files together.`))
    document.head.append(script)
  })
}
