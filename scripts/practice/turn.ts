// What a guarded file and the tests' side of the guard have to agree on; apart, as the tests do without TypeScript.

/** The global function that each turn of a loop calls, with a number that no other loop has. */
export const turn = '__turn'
