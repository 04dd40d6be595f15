// Practice in a terminal: at the bottom the step and its tests, again after each save, and the keys; above it, as
// lines that stay, whatever a key has asked for.

import { spawn } from 'node:child_process'
import { Box, render, Static, Text, useApp, useInput, useStdout } from 'ink'
import colors from 'picocolors'
import { useEffect, useRef, useState } from 'react'
import { applied, differenceOf, headline, hintText, jumped, lessonAt, resetDone, told } from './commands.ts'
import type { Check, Learner } from './practice.ts'
import type { Step } from './steps.ts'

const interval = 300 // milliseconds between two looks at the file
const keys = 'h hint · d diff · a apply · l list · r reset · t all tests · o lesson · q quit'

/** Lead through the stage until the learner quits. */
export async function show(learner: Learner): Promise<void> {
  const how = learner.begin()
  await render(<Screen learner={learner} first={welcome(learner, how)} />).waitUntilExit()
  console.log(`Until next time: npm run practice -- ${learner.practice.stage.number}`)
}

function welcome({ fileName, name }: Learner, how: ReturnType<Learner['begin']>): string {
  if (typeof how === 'object') return `${fileName} is new. ${how.gone}`
  return how === 'new'
    ? `${fileName} is new. Open it in your editor; each time you save it, the tests of the step are run.`
    : `Your ${name}, as you left it, in ${fileName}.`
}

type Mode = 'step' | 'list' | 'reset'

function Screen({ learner, first }: { learner: Learner; first: string }) {
  const { exit } = useApp()
  const rows = useStdout().stdout.rows ?? 24
  const [log, setLog] = useState([first])
  const [mode, setMode] = useState<Mode>('step')
  const [step, setStep] = useState<Step | undefined>(learner.step)
  const [chosen, setChosen] = useState(0)
  const [check, setCheck] = useState<Check>()
  const hints = useRef(0)
  const running = useRef<AbortController>(undefined)

  const say = (text: string) => setLog((all) => [...all, text])
  /** Run something that another save, step or key makes out of date. */
  const begin = async (work: (signal: AbortSignal) => Promise<void>) => {
    running.current?.abort()
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    try {
      await work(signal)
    } catch (error) {
      if (!signal.aborted) say(colors.red(String((error as Error).message)))
    }
  }
  const go = (next: Step | undefined) => {
    hints.current = 0
    setCheck(undefined)
    setStep(next)
    setMode('step')
  }

  // at the step, and again whenever the file is another
  useEffect(() => {
    let seen: string | undefined
    const look = () => {
      const { text } = learner
      if (text === seen) return
      seen = text
      void begin(async (signal) => {
        setCheck(undefined)
        if (!step) return
        const result = await learner.check(step, signal)
        if (signal.aborted) return
        setCheck(result)
        if (!result.done) return
        learner.advance(step)
        say(colors.green(`✓ ${headline(learner, step)}`))
        if (!learner.step) say(colors.green(`That was the last step: ${learner.name} is yours.`))
        go(learner.step)
      })
    }
    look()
    const timer = setInterval(look, interval)
    return () => {
      clearInterval(timer)
      running.current?.abort()
    }
  }, [step])

  const allTests = () =>
    begin(async (signal) => {
      say('All tests …')
      const { tests, trouble } = await learner.judge(learner.text, undefined, signal)
      const failing = tests.filter(({ passed }) => !passed)
      const lines = told({ done: false, tests: failing, missing: [], trouble })
      say(
        [...lines, `${tests.length - failing.length} of ${tests.length} tests of ${learner.name} pass.`].join(
          '\n',
        ),
      )
    })
  const attempt = (deed: () => string) => {
    try {
      say(deed())
    } catch (error) {
      say(colors.red((error as Error).message))
    }
  }

  useInput((input, key) => {
    const { steps } = learner.practice
    if (mode === 'list') {
      if (key.upArrow) setChosen((i) => Math.max(0, i - 1))
      else if (key.downArrow) setChosen((i) => Math.min(steps.length - 1, i + 1))
      else if (key.return) {
        attempt(() => jumped(learner, steps[chosen]))
        go(learner.step)
      } else if (key.escape || input === 'l') setMode('step')
      else if (input === 'q') exit()
      return
    }
    if (mode === 'reset') {
      setMode('step')
      if (input === 'y' && step) attempt(() => resetDone(learner, step))
      else say('Nothing was changed.')
      return
    }
    if (input === 'q') exit()
    else if (input === 'o') attempt(() => open(learner, step ?? learner.last))
    else if (input === 't') void allTests()
    else if (input === 'd') attempt(() => differenceOf(learner, step ?? learner.last))
    else if (input === 'l') {
      setChosen((step ?? learner.last).number - 1)
      setMode('list')
    } else if (input === 'h' && step) {
      hints.current = Math.min(3, hints.current + 1)
      say(`${colors.bold(`Hint ${hints.current} of 3`)}\n${hintText(learner, step, hints.current)}`)
    } else if (input === 'a' && step) attempt(() => applied(learner, step))
    else if (input === 'r' && step) setMode('reset')
  })

  return (
    <>
      <Static items={log}>{(text, i) => <Text key={i}>{`${text}\n`}</Text>}</Static>
      <Text>{bar(learner, step)}</Text>
      {mode === 'list' ? (
        <List learner={learner} step={step} chosen={chosen} />
      ) : (
        <Tests learner={learner} step={step} check={check} most={Math.floor((rows - 8) / 2)} />
      )}
      <Text>
        {mode === 'step' ? keys : mode === 'list' ? '↑ ↓ choose · Enter begin there · l back · q quit' : ''}
        {mode === 'reset' ? 'Back to how the file was when this step began? y yes · any other key no' : ''}
      </Text>
    </>
  )
}

/** A line with how far the stage has come. */
function bar({ practice, name }: Learner, step: Step | undefined): string {
  const { length } = practice.steps
  const done = step ? step.number - 1 : length
  return `${colors.bold(name)} ${'█'.repeat(done)}${'░'.repeat(length - done)} ${done} of ${length} steps done`
}

function Tests(props: { learner: Learner; step: Step | undefined; check?: Check; most: number }) {
  const { learner, step, check, most } = props
  if (!step) return <Text>All steps are done. Now train it: node --import tsx {learner.fileName}</Text>
  const lines = check ? told(check) : ['… looking at your file']
  return (
    <Box flexDirection="column">
      <Text>{colors.bold(headline(learner, step))}</Text>
      <Text>{`${lessonAt(learner, step)} · you write in ${learner.fileName}`}</Text>
      {lines.slice(0, most).map((line, i) => (
        <Text key={i}>{line}</Text>
      ))}
      {lines.length > most && <Text>…</Text>}
    </Box>
  )
}

function List({ learner, step, chosen }: { learner: Learner; step: Step | undefined; chosen: number }) {
  const at = step?.number ?? Number.POSITIVE_INFINITY
  return (
    <Box flexDirection="column">
      {learner.practice.steps.map(({ number, title }, i) => (
        <Text key={number} wrap="truncate-end">
          {`${i === chosen ? '>' : ' '} ${String(number).padStart(2)} ${number < at ? '✓' : ' '} ${title}`}
        </Text>
      ))}
    </Box>
  )
}

/** Hand the lesson to whatever shows Markdown here; where nothing does, its place has to do. */
function open(learner: Learner, step: Step): string {
  const [program, ...args] = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }[process.platform as string] ?? ['xdg-open']
  const child = spawn(program, [...args, learner.lessonPath], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
  return `The lesson: ${lessonAt(learner, step)}`
}
