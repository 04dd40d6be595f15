// What an experiment is: a small change to one stage, and what becomes of it.

import { stageText } from '../stages.ts'

export type Experiment = {
  /** Begins with the stage's name, as in train3-no-sqrt. */
  name: string
  /** What is changed, as a phrase. */
  title: string
  /** Whether the stage no longer does what it says, and its tests must notice, or is right but better or worse. */
  kind: 'breaks' | 'ablation'
  /** Pieces of the stage's text, each of which stands there once, and what to put in their place. */
  replace: Record<string, string>
}

/** The stage that an experiment changes. */
export const stageOf = ({ name }: Experiment) => name.split('-')[0]

/**
 * The text of the stage with the experiment's change.
 * @throws Error that names the experiment when a piece stands in the stage not exactly once
 */
export function patched(experiment: Experiment): string {
  const stage = stageOf(experiment)
  let text = stageText(stage)
  for (const [piece, other] of Object.entries(experiment.replace)) {
    const count = text.split(piece).length - 1
    if (count !== 1)
      throw new Error(`${experiment.name}: "${piece}" stands ${count} times in ${stage}.ts, not once`)
    text = text.replace(piece, () => other)
  }
  return text
}
