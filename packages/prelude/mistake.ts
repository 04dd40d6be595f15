// A user's mistake, or a circumstance that no user can help: told in a sentence, without a stack trace.

/** What went wrong and what to do, in one sentence; `exitCode` is 1, or 2 for wrong usage. */
export class Mistake extends Error {
  exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * From now on an uncaught Mistake prints its sentence and ends the process with its exit code. Output that cannot be
 * written is one too, unless its reader has left, as `head` does: then there is nothing to tell.
 */
export function tellMistakes(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0)
    throw new Mistake(`The output cannot be written (${code}).`)
  })
  process.on('uncaughtException', (error) => {
    console.error(error instanceof Mistake ? error.message : error)
    process.exit(error instanceof Mistake ? error.exitCode : 1)
  })
}
