// The command: `npm run practice -- 3` leads through train3 in the terminal, and --help says what else there is.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Mistake, tellMistakes } from '../../packages/prelude/mistake.ts'
import { temporaryFolder } from '../experiments/workspace.ts'
import { hunt } from './bugs.ts'
import { type Command, obey } from './commands.ts'
import { Files } from './files.ts'
import { judgeOf } from './judge.ts'
import { Learner, readPractice, readTests } from './practice.ts'

const help = `Write a stage yourself, step by step, with its tests as judge.

  npm run practice -- 3            train3, in this terminal: from train2 to train3
  npm run practice -- 3 --check    is the step done? Then on to the next
  npm run practice -- 3 --hint     a hint; again, and it says more
  npm run practice -- 3 --diff     your file against the lesson's
  npm run practice -- 3 --apply    do this step for me
  npm run practice -- 3 --at 5     begin step 5 with the lesson's file
  npm run practice -- 3 --reset    the file as it was when this step began
  npm run practice -- 3 --list     all steps

  npm run practice -- bugs 3           find a bug that is planted in train3
  npm run practice -- bugs 3 --check   is it gone?
  npm run practice -- bugs 3 --reveal  show it, and what it did

You write in practice/. What the tool replaces there is kept in practice/.history/.
With pnpm: pnpm practice 3. The exit code is 0 when a step is done, 1 when not.`

tellMistakes()
process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const { positionals, options } = parse(args[0] === '--' ? args.slice(1) : args)
  if (options.length === 0 && positionals.length === 0) options.push('help')
  if (options.includes('help')) {
    console.log(help)
    return 0
  }
  const files = new Files(join(process.cwd(), 'practice'))
  const parent = temporaryFolder('practice')
  const print = (text: string) => console.log(text)
  if (positionals[0] === 'bugs') return hunt(positionals.slice(1), options, files, parent, print)

  const [number, ...more] = positionals
  if (more.length > (options.includes('at') ? 1 : 0))
    throw new Mistake(`"${more[more.length - 1]}" says nothing here; --help shows what does.`, 2)
  const practice = readPractice(stageNumber(number))
  const { name } = practice.stage
  const learner = new Learner(practice, files, judgeOf(parent, name, files.nameOf(name)), readTests())
  if (options.length > 1) throw new Mistake('One of the options at a time.', 2)
  if (options[0] === 'reveal')
    throw new Mistake('--reveal is for bugs: npm run practice -- bugs 3 --reveal', 2)
  const [option] = options
  if (option === 'at') return obey({ name: 'at', step: more[0] ?? '' }, learner, print)
  if (option) return obey({ name: option } as Command, learner, print)
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Mistake('This is no terminal: use --check, --hint, --diff and so on; --help lists them.', 2)
  const { show } = await import('./screen.tsx')
  await show(learner)
  return 0
}

/** `--at 5` is an option and a word after the stage. */
function parse(args: string[]): { positionals: string[]; options: string[] } {
  const flag = { type: 'boolean' } as const
  const known = {
    check: flag,
    diff: flag,
    hint: flag,
    apply: flag,
    at: flag,
    reset: flag,
    list: flag,
    reveal: flag,
    help: flag,
  }
  const { tokens } = parseArgs({
    args,
    options: { ...known, help: { ...flag, short: 'h' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const options: string[] = []
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(known, token.name))
      throw new Mistake(`There is no option ${token.rawName}; --help lists those there are.`, 2)
    options.push(token.name)
    if (token.inlineValue) positionals.push(token.value)
  }
  return { positionals, options }
}

function stageNumber(text: string | undefined): number {
  const number = /^(?:train)?([0-5])$/.exec(text ?? '')?.[1]
  if (number === undefined)
    throw new Mistake(`Which stage? 0 to 5, not "${text ?? ''}": npm run practice -- 3`, 2)
  return Number(number)
}
