// The command line: which options there are, what they mean, and what was asked for.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { Mistake, tellMistakes } from './mistake.ts'

export type Options = {
  steps: number
  samples: number
  seed: number
  prompt: string
  /** Undefined: the stage's own. */
  temperature?: number
  /** A file or the name of a list; undefined: names.txt. */
  data?: string
}

const defaults: Options = { steps: 1000, samples: 20, seed: 42, prompt: '' }

/** A stage is a package of the workspace, or one file with all it needs, which Node runs as it is. */
const usage = (file: string) =>
  file.endsWith('.mjs')
    ? `Usage: node ${file} [options]`
    : `Usage: pnpm --filter ${basename(file, '.ts')} start [options]
   or, in packages/${basename(file, '.ts')}: npm start -- [options]`

const help = (file: string) => `${usage(file)}

  --steps N        train on N documents, one a step (${defaults.steps})
  --samples N      then make N new ones (${defaults.samples})
  --temperature T  how daring they are: below 1 plainer, above 1 wilder
                   (0.5; in train0 1)
  --prompt TEXT    how they begin; 16 characters or more are left alone
  --seed N         other numbers, other random choices (${defaults.seed})
  --data WHAT      a UTF-8 text file with one document per line, or a list:
                   names, names-starter, cities, words, poems (names)
  --help           this text`

function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text)) {
    throw new Mistake(`--${option} takes a whole number of 0 or more, not "${text}".`, 2)
  }
  if (!Number.isSafeInteger(number)) {
    throw new Mistake(`--${option} takes a number below 2^53, not "${text}".`, 2)
  }
  return number
}

function positiveNumber(option: string, text: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number <= 0) {
    throw new Mistake(`--${option} takes a number above 0, such as 0.5, not "${text}".`, 2)
  }
  return number
}

/**
 * Read the options of a stage.
 * @param args the words after the program's name
 * @returns the options, or 'help' when that was asked for
 * @throws Mistake (exit code 2) for an option that does not exist or a value that cannot be
 */
export function parseOptions(args: string[]): Options | 'help' {
  const value = { type: 'string' } as const
  const known = { steps: value, samples: value, temperature: value, prompt: value, seed: value, data: value }
  // tokens, not values: parseArgs takes "--steps -5" for a slip and would say so in three sentences
  const { tokens } = parseArgs({
    args: args[0] === '--' ? args.slice(1) : args, // pnpm hands over the "--" that npm swallows
    options: { ...known, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  })
  const options = { ...defaults }
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional')
      throw new Mistake(
        `"${token.value}" is not an option; npm hands options over after a "--": npm start -- --steps 100.`,
        2,
      )
    if (token.name === 'help') return 'help'
    if (!Object.hasOwn(known, token.name)) {
      throw new Mistake(`There is no option ${token.rawName}; --help lists those there are.`, 2)
    }
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      throw new Mistake(`--${token.name} takes a value; --help says which.`, 2)
    }
    if (token.name === 'temperature') options.temperature = positiveNumber(token.name, token.value)
    else if (token.name === 'prompt' || token.name === 'data') options[token.name] = token.value
    else if (token.name === 'steps' || token.name === 'samples' || token.name === 'seed') {
      options[token.name] = wholeNumber(token.name, token.value)
    }
  }
  return options
}

/** The text of the program that Node was started with, or '' where there is none to read. */
function programText(): string {
  for (const path of [process.argv[1], `${process.argv[1]}.ts`]) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // a folder, or a name without its ending: try the next
    }
  }
  return ''
}

/** True when a stage is the program itself, false when a test, a script or a page imports it. */
export const isProgram = /from ['"]prelude['"]/.test(programText())

/** What the command line asks for, or the defaults when a stage is imported: the importer may change them first. */
export const options: Options = isProgram ? optionsOfProgram() : { ...defaults }

function optionsOfProgram(): Options {
  tellMistakes()
  const parsed = parseOptions(process.argv.slice(2))
  if (parsed !== 'help') return parsed
  console.log(help(basename(process.argv[1])))
  process.exit(0)
}
