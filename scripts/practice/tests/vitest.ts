// `import … from 'vitest'` without vitest: its own runner and its own expect, put together as it does, so that a stage's
// tests run in a page, and start at once in a process of their own.

import {
  ASYMMETRIC_MATCHERS_OBJECT,
  ChaiStyleAssertions,
  chai,
  customMatchers,
  type ExpectStatic,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect'
import { getCurrentTest } from '@vitest/runner'
import { fn } from '@vitest/spy'

export {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  onTestFinished,
  test,
} from '@vitest/runner'

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(ChaiStyleAssertions)
chai.use(JestAsymmetricMatchers)

const matchers: object = Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT)

export const expect = Object.assign((value: unknown, message?: string) => {
  const assertion = chai.expect(value, message)
  const test = getCurrentTest()
  return test ? Reflect.get(assertion, 'withTest').call(assertion, test) : assertion
}, chai.expect) as unknown as ExpectStatic
Object.assign(expect, matchers, {
  getState: () => getState(expect),
  setState: (state: object) => setState(state, expect),
  extend: (added: object) => Reflect.get(chai.expect, 'extend').call(chai.expect, expect, added),
})
expect.setState({ assertionCalls: 0, isExpectingAssertions: false })
expect.extend(customMatchers)
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, configurable: true, writable: true })

/** The tests mock one thing, prelude's `run`, and here that is one already. */
export const vi = { fn, mock() {} }
