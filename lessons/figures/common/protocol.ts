// What a page and the worker of a stage say to each other. A worker holds one stage, built once, on the
// documents and the seed of its first message; another stage or other documents take another worker.

/** The first message: build the stage. */
export type Open = { text: string; seed: number }

/** The answer to it. */
export type Built = {
  documents: number
  /** The characters of the vocabulary, in the order of their tokens; BOS comes after them. */
  chars: string[]
  /** 0 where nothing is learned by gradients. */
  params: number
}

export type Train = {
  steps: number
  /** Go on with the training that was stopped, rather than begin one. */
  resume?: boolean
  /** Stop by itself after so many steps. */
  limit?: number
  /** Milliseconds to wait after each step, so that it can be followed. */
  pace?: number
  /** Before these steps, make up a document, without touching the stage's own random numbers. */
  peeks?: number[]
  temperature?: number
  /** The number of a parameter whose every step is reported. */
  watch?: number
  /** A question of the stage's own (see workers/) that is answered with each report. */
  report?: { name: string; argument?: unknown }
}

/** One step of a watched parameter. */
export type Watched = { grad: number; data: number; m?: number; v?: number }

/** Sent while training, a few times a second. */
export type Progress = {
  /** The losses since the last report. */
  losses: number[]
  peeks: { step: number; text: string }[]
  watched: Watched[]
  report?: unknown
}

export type Sample = { temperature: number; prompt?: string; count: number }

export type Request = { id: number; command: string; argument: unknown }
export type Reply = { id: number; event?: unknown; result?: unknown; error?: string }
