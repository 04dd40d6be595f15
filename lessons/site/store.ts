// What a page remembers on the reader's machine, where that is allowed; where it is not, nothing is remembered.

const prefix = 'gpt-by-diff.'

export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(prefix + key) ?? undefined
  } catch {
    return undefined
  }
}

export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, value)
  } catch {
    // private windows and some folders have no storage
  }
}
