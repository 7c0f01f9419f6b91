import { generateSync } from 'otplib'
import type { Browser } from './browser.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import type { TestApp } from './test-app.ts'

export type MadeSecondFactor = MadeAccount & {
  /** Base 32. */
  seed: string
  recoveryCodes: string[]
  /** The code of now, or of so many steps of 30 seconds later. */
  code(steps?: number): string
  /** The first step of signing in, in a browser of its own or in the one given. */
  halfSignIn(browser?: Browser): Promise<Browser>
}

/** The code that an authenticator shows at a moment. */
export function codeAt(seed: string, ms: number): string {
  return generateSync({ secret: seed, epoch: Math.floor(ms / 1000) })
}

/**
 * A person with an authenticator, set up through the front door. The clock then stands at the begin of a later step, so that the code of
 * now was not used yet.
 */
export async function makeSecondFactor(app: TestApp, given?: MadeAccount): Promise<MadeSecondFactor> {
  const person = given ?? (await makeAccount(app))
  type Begun = { secret: string; recoveryCodes: string[] }
  const begun = await person.browser.post<Begun>('/me/totp')
  if (begun.status !== 200) throw new Error(`Beginning a set-up answered ${begun.status}: ${begun.text}`)
  const { secret: seed, recoveryCodes } = begun.body
  const done = await person.browser.post('/me/totp/confirm', { code: codeAt(seed, app.clock.now()) })
  if (done.status !== 200) throw new Error(`Completing it answered ${done.status}: ${done.text}`)
  nextStep(app, 2)
  return {
    ...person,
    seed,
    recoveryCodes,
    code: (steps = 0) => codeAt(seed, app.clock.now() + steps * 30_000),
    async halfSignIn(browser = app.browser()) {
      const { username, password } = person
      const answer = await browser.post('/auth/sign-in', { username, password })
      if (answer.body.next !== 'second_factor') throw new Error(`The first step answered ${answer.text}`)
      return browser
    },
  }
}

/** The beginning of a later step of 30 seconds: codes do not change in the middle of a test then. */
export function nextStep({ clock }: TestApp, steps = 1): void {
  clock.advance(steps * 30_000 - (clock.now() % 30_000) + 1)
}
