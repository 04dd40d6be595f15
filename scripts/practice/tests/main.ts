// The judge's process: runs a test file, and writes what it hears of it into another. Whoever starts it lets `vitest`
// and `prelude` mean what is beside this file (tsconfig.json).
//
//   node --import tsx main.ts TEST-FILE REPORT-FILE [JSON of the names of the tests to run]

import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Failure, runTests } from './runner.ts'

/** `error` is a test's message and stack; absent when it has passed. */
export type Report = { tests: { name: string; error?: string }[]; errors: string[] }

const [file, reportFile, names] = process.argv.slice(2)

const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')

/** The message, what was wanted (-) and got (+) where vitest tells them apart, and the stack. */
const tell = ({ name, message, stack = '', diff = '' }: Failure) => {
  const compared = diff.replace(colours, '').match(/^[-+] .*$/gm) ?? []
  const title = stack.includes(message) && name ? `${name}: ${message}` : message
  return [title, ...compared, ...(stack.match(/^\s+at .*$/gm) ?? [])].join('\n')
}

const exit = process.exit
process.exit = () => {
  throw new Error('process.exit was called, which would end the tests')
}

const report: Report = { tests: [], errors: [] }
const done = () => {
  writeFileSync(reportFile, JSON.stringify(report))
  exit(0)
}
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => {
    report.errors.push(tell(error instanceof Error ? error : new Error(String(error))))
    done()
  })

const load = async () => {
  await import('../../../packages/lab/setup.ts')
  await import('./guard.ts')
  await import(pathToFileURL(file).href)
}
const errors = await runTests(file, load, names && JSON.parse(names), {
  tested({ names }, failures) {
    const error = failures && (failures.length > 0 ? tell(failures[0]) : 'failed')
    report.tests.push({ name: names.join(' '), error })
  },
})
report.errors.push(...errors.map(tell))
done()
